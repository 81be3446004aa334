"""The worker as a process of its own: told to end, killed, without its database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from accounts.models import Role
from config.timetable import TIMETABLE
from events.importing import ask
from events.models import Importing
from lib import clock
from notices import delivery
from notices.models import Notice, State
from tests.bookings.gate import given
from tests.events.imports import TALK, upload
from tests.notices.fixtures import MailServer

Write = Callable[..., Notice]
Start = Callable[..., "subprocess.Popen[str]"]

SECONDS = 40  # on a busy machine; all of it takes two or three

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def database_url() -> str:
    """The database of this test, as another process is told of it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    user, password, host = (quote(str(given[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgresql://{user}:{password}@{host}:{given['PORT']}/{given['NAME']}"


@pytest.fixture
def start(mail_server: MailServer) -> Iterator[Start]:
    """Starts workers that send to the mail server of the test."""
    with ExitStack() as stack:
        yield lambda *args, **changes: stack.enter_context(worker(mail_server, *args, **changes))


@contextmanager
def worker(server: MailServer, *args: str, **changes: str) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SARANGBANG_MODE": "production",
        "SECRET_KEY": "only-for-this-test-" * 3,
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.notices.worker_process", *args],
        cwd=settings.BASE_DIR,
        env=environment | changes,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)


def sent() -> int:
    return Notice.objects.in_state(State.SENT).count()


def end(process: "subprocess.Popen[str]", number: int) -> str:
    """Tell the worker to end; what it wrote."""
    process.send_signal(number)
    _, told = process.communicate(timeout=SECONDS)
    return told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_worker_sends_what_is_due_and_ends_when_told(
    write: Write, start: Start, number: int
) -> None:
    write()
    process = start()
    wait_for(lambda: sent() == 1)
    write()
    wait_for(lambda: sent() == 2)
    told_at = time.monotonic()
    told = end(process, number)
    assert process.returncode == 0
    assert time.monotonic() - told_at < 5
    assert "Traceback" not in told
    assert "the worker has ended" in told


def test_the_worker_runs_the_timetable_as_tasks(start: Start) -> None:
    process = start("--once")
    _, told = process.communicate(timeout=SECONDS)
    assert (process.returncode, told) == (0, "")
    results = dict(DBTaskResult.objects.values_list("task_path", "status"))
    assert results == {entry.task.module_path: "SUCCESSFUL" for entry in TIMETABLE}


def test_the_worker_reads_the_calendars_that_wait(start: Start) -> None:
    officer = given(Role.OFFICER, 3003)
    asked = [
        ask(officer, f"도서관 {number}(예시)", "other", file=upload(TALK)) for number in (1, 2)
    ]
    _, told = start("--once").communicate(timeout=SECONDS)
    assert told == ""
    for one in asked:
        one.refresh_from_db()
        assert (one.state, one.entries.count()) == (Importing.READ, 1)


def test_a_worker_killed_between_sending_and_recording_leaves_the_letter_to_the_next(
    write: Write, start: Start, mail_server: MailServer
) -> None:
    notice = write()
    running: list[subprocess.Popen[str]] = []

    def kill() -> str:
        running[0].kill()
        return "250 OK"

    mail_server.on_data = kill
    running.append(start())
    wait_for(lambda: running[0].poll() is not None)
    assert running[0].returncode == -signal.SIGKILL
    notice.refresh_from_db()
    assert (notice.state, len(mail_server.received)) == (State.WAITING, 1)

    mail_server.on_data = lambda: "250 OK"
    assert delivery.deliver_due() == 0  # its claim still stands
    Notice.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    start()
    wait_for(lambda: sent() == 1)
    first, second = mail_server.received
    assert first["Message-ID"] == second["Message-ID"] == notice.message_id
    assert first["Date"] == second["Date"]


def test_the_worker_ends_the_letter_in_hand(
    write: Write, start: Start, mail_server: MailServer
) -> None:
    for _ in range(3):
        write()
    running: list[subprocess.Popen[str]] = []

    def slow() -> str:
        running[0].send_signal(signal.SIGTERM)
        time.sleep(1)
        return "250 OK"

    mail_server.on_data = slow
    running.append(start())
    assert running[0].wait(SECONDS) == 0
    assert (len(mail_server.received), sent()) == (1, 1)


def test_a_worker_without_database_or_mail_server_waits_for_them(start: Start) -> None:
    gone = "sqlite:////nowhere/at/all.sqlite3"
    if connection.vendor == "postgresql":
        gone = "postgresql://nobody@127.0.0.1:9/nothing"
    process = start(DATABASE_URL=gone)
    lines = process.stderr
    assert lines is not None
    told = [lines.readline() for _ in range(4)]
    assert process.poll() is None
    told.append(end(process, signal.SIGTERM))
    assert process.returncode == 0
    assert "Traceback" not in "".join(told)
    assert sum("the database is away" in line for line in told) >= 3

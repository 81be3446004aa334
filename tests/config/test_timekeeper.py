"""Timed work: begun when its time has come, by one worker, and caught up with."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config import timekeeper, timetable
from config.models import TimedWork
from config.timetable import TIMETABLE, Entry
from lib import clock

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOURLY = Entry("hourly", timetable.clear_sessions, timedelta(hours=1))
DAILY = Entry("daily", timetable.clear_sessions, timedelta(days=1))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


def begun_at(hours: float) -> list[str]:
    """What is begun so many hours after noon, when all that was begun before has ended well."""
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    with clock.stopped(NOON + timedelta(hours=hours)):
        return timekeeper.begin_due([HOURLY, DAILY])


@pytest.mark.django_db
def test_work_is_begun_at_its_time() -> None:
    assert [begun_at(hours) for hours in (0, 0.9, 1, 2)] == [
        ["hourly", "daily"],
        [],
        ["hourly"],
        ["hourly"],
    ]


@pytest.mark.django_db
def test_work_that_was_missed_is_begun_once() -> None:
    begun_at(0)
    assert begun_at(50) == ["hourly", "daily"]
    assert begun_at(50.5) == []


@pytest.mark.django_db
def test_work_that_still_waits_or_goes_on_is_not_begun_again() -> None:
    timekeeper.begin_due([HOURLY])
    with clock.stopped(NOON + timedelta(hours=2)):
        assert timekeeper.begin_due([HOURLY]) == []
        DBTaskResult.objects.update(
            status=TaskResultStatus.RUNNING, started_at=NOON + timedelta(hours=1, minutes=30)
        )
        assert timekeeper.begin_due([HOURLY]) == []


@pytest.mark.django_db
def test_work_whose_worker_died_is_marked_and_begun_again() -> None:
    timekeeper.begin_due([HOURLY])
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=NOON)
    with clock.stopped(NOON + timedelta(hours=2)):
        assert timekeeper.begin_due([HOURLY]) == ["hourly"]
        assert timetable.tidy_results.func() == 1
    lost = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert lost.task_result.errors[0].exception_class is timetable.WorkerLost


@pytest.mark.django_db
def test_a_clock_that_was_set_back_does_not_stop_the_work() -> None:
    begun_at(48)
    assert begun_at(0) == ["hourly", "daily"]


@pytest.mark.django_db
def test_a_look_at_the_clock_is_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    timekeeper.begin_due()
    with django_assert_num_queries(1):
        assert timekeeper.begin_due() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_begin_work_once(monkeypatch: pytest.MonkeyPatch) -> None:
    barrier = Barrier(4, timeout=30)
    begin = timekeeper.begin

    def begin_after_all_looked(*args: object) -> bool:
        barrier.wait()
        return begin(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(timekeeper, "begin", begin_after_all_looked)
    TimedWork.objects.create(name=HOURLY.name)

    def work() -> None:
        try:
            timekeeper.begin_due([HOURLY])
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert DBTaskResult.objects.count() == 1
    assert TimedWork.objects.get().last_run == DBTaskResult.objects.get()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("entry", TIMETABLE, ids=lambda entry: entry.name)
def test_each_line_of_the_timetable_runs(entry: Entry) -> None:
    entry.task.func()


def test_the_names_of_the_timetable_differ() -> None:
    assert len({entry.name for entry in TIMETABLE}) == len(TIMETABLE)


@pytest.mark.django_db
def test_the_administrator_sees_what_ran_and_what_failed(
    client_of: Callable[[User], Client], administrator: User
) -> None:
    timekeeper.begin_due([HOURLY, DAILY])
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    client = client_of(administrator)
    page = client.get("/en" + reverse("admin:config_timedwork_changelist")).content.decode()
    assert "hourly" in page
    assert page.count("Failed") >= 2
    work = TimedWork.objects.get(name=HOURLY.name)
    one = reverse("admin:config_timedwork_change", args=[work.pk])
    assert client.get(one).status_code == 200
    assert client.post(one, {"name": "x"}).status_code == 403

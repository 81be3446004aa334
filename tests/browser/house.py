"""The house that the browser visits: the real server, on a database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_TO_ANSWER = 60
PERSON = {"email", "name", "session"}


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with an account, and a session that is open already."""

    email: str
    name: str
    session: str


@dataclass(slots=True)
class House:
    """Where it stands, and whom it knows."""

    url: str
    password: str
    regular: Guest
    newcomer: Guest  # has booked nothing, and never does
    officer: Guest  # works here
    references: dict[str, str]  # the bookings of the regular: coming, cancelled, too_late
    _guests: list[Guest] = field(repr=False)

    def guest(self) -> Guest:
        """Somebody who has booked nothing yet; nobody comes twice."""
        return self._guests.pop()


@contextmanager
def open_house(folder: Path, *also: str) -> Iterator[House]:
    """Furnish below `folder` and serve until the end. Static files found there are used again."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("house.sqlite3*"):
        old.unlink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'house.sqlite3'}",
        "SARANGBANG_MODE": "demo",
        "SARANGBANG_VAR": str(folder),
        "SITE_URL": url,
    }
    subprocess.run(
        [sys.executable, "-m", "tests.browser.furnish", str(folder), *also],
        env=environment,
        check=True,
    )
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "tests.browser.site:application"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--no-ws", "--log-level", "warning"),
    ]
    log = folder / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, process_group=0
        ) as server,
    ):
        try:
            wait_for_answer(url, server, log)
            yield known_to(folder, url)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def wait_for_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server says that it is well; AssertionError with its log when it does not."""
    last = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < last and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The server does not answer:\n{log.read_text()[-3000:]}")


def known_to(folder: Path, url: str) -> House:
    """What the furnishing has left word of."""
    known = json.loads((folder / "house.json").read_text(encoding="utf-8"))
    regular = known["regular"]
    return House(
        url=url,
        password=known["password"],
        regular=Guest(regular["email"], regular["name"], regular["session"]),
        newcomer=Guest(**known["guests"][-1]),
        officer=Guest(**known["officer"]),
        references={name: known for name, known in regular.items() if name not in PERSON},
        _guests=[Guest(**guest) for guest in known["guests"][:-1]],
    )

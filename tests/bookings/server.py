"""The real web server on the database of the test, and a rush of people at its door."""

import http.client
import os
import queue
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from bin.serve import server_command

SECONDS_TO_ANSWER = 30
FORM_TOKEN = "k" * 32
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def database_url() -> str:
    """The database of this test, as another process opens it."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    who = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}"
    return f"postgresql://{who}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


class Server:
    """The server as bin/run starts it, in a process group of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            server_command("127.0.0.1", port),
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def wait_for_answer(self) -> None:
        """Until it says that it is well."""
        last_moment = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < last_moment:
            try:
                if self.ask("GET", "/healthz").status == http.client.OK:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """One request on a connection of its own."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            asking.request(method, path, body or None, headers or {})
            answer = asking.getresponse()
            answer.read()
            return answer
        finally:
            asking.close()

    def kill(self) -> None:
        """As a power cut would: no goodbye to anybody."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def serving() -> Iterator[Server]:
    """A server that answers; dead at the end."""
    server = Server(free_port())
    try:
        server.wait_for_answer()
        yield server
    finally:
        server.kill()


def session_of(user: User) -> str:
    """The cookies of a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return f"{cookie.key}={cookie.value}; {settings.CSRF_COOKIE_NAME}={FORM_TOKEN}"


@dataclass
class Press:
    """One press of the button, and what came back."""

    path: str
    cookies: str
    fields: dict[str, str]
    status: int = 0  # 0: no answer came
    location: str = ""

    @property
    def reference(self) -> str:
        """Of the booking whose confirmation came."""
        return self.location.split("/")[2] if self.status == http.client.FOUND else ""

    def send(self, server: Server) -> None:
        """Press it. An answer that is lost on the way leaves the press without one."""
        body = urlencode({**self.fields, "csrfmiddlewaretoken": FORM_TOKEN})
        try:
            answer = server.ask("POST", self.path, body, HEADERS | {"Cookie": self.cookies})
        except (OSError, http.client.HTTPException):
            return
        self.status, self.location = answer.status, answer.getheader("Location") or ""


def rush(
    server: Server, presses: Sequence[Press], *, kill_after: int = 0, threads: int = 8
) -> None:
    """Send all, so many at a time; kill the server as soon as so many were confirmed."""
    waiting: queue.SimpleQueue[Press] = queue.SimpleQueue()
    for press in presses:
        waiting.put(press)
    confirmed, enough = [0], threading.Event()

    def go_on() -> None:
        while not (kill_after and enough.is_set()):
            try:
                press = waiting.get_nowait()
            except queue.Empty:
                return
            press.send(server)
            confirmed[0] += bool(press.reference)
            if confirmed[0] >= kill_after:
                enough.set()

    people = [threading.Thread(target=go_on) for _ in range(threads)]
    for one in people:
        one.start()
    if kill_after:
        enough.wait(SECONDS_TO_ANSWER)
        server.kill()
    for one in people:
        one.join()

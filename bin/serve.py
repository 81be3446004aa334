"""`bin/run`: prepare the house, then serve it until Ctrl-C.

HOST and PORT say where (127.0.0.1:8000), DATABASE_URL where the data are (a file below var/), and
SARANGBANG_MODE whether it is the demo (what it is when nothing is said) or production.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from bin import prepare
from bin.report import Stop, main, say, step

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 30  # more than the worker takes for the letters and tasks it has in hand


def run(arguments: list[str]) -> int:
    """The whole command; returns when it was asked to stop."""
    if arguments:
        say(f"bin/run takes no arguments.\n\n{__doc__}")
        return 0 if arguments[0] in {"-h", "--help"} else 2
    host, port = place()
    environment = surroundings(host, port)
    demo = environment["SARANGBANG_MODE"] == "demo"
    say(f"Sarangbang {'(the demo)' if demo else '(production)'}")
    prepare.runtime()
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts"
        furnish(environment, accounts)
        told = accounts.read_text(encoding="utf-8") if demo else ""
    with Children(environment) as children:
        with step("Starting the web server"):
            children.start("web server", server_command(host, port))
            children.wait_for_answer(host, port)
        children.start("worker", [str(prepare.PYTHON), "manage.py", "worker"])
        say(f"\nOpen {environment['SITE_URL']}\n\n{told}\nCtrl-C ends it.\n")
        children.wait()
    return 0


def place() -> tuple[str, int]:
    """The host and port to serve at. Raises Stop when nobody can be served there."""
    host = os.environ.get("HOST") or "127.0.0.1"
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT is a number from 1 to 65535, not {text}.")
    port = int(text)
    try:
        family, kind, protocol, _name, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        raise Stop(
            f"Nothing can be served at {host}, port {port}: {error.strerror}. "
            f"Choose another, for example: PORT={port % 65535 + 1} bin/run"
        ) from error
    return host, port


def surroundings(host: str, port: int) -> dict[str, str]:
    """The environment of everything that is started from here."""
    seen_as = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    shown = f"[{seen_as}]" if ":" in seen_as else seen_as
    return {
        "SARANGBANG_MODE": "demo",
        "SITE_URL": f"http://{shown}:{port}",
        **os.environ,
        "PYTHONUNBUFFERED": "1",
    }


def furnish(environment: dict[str, str], accounts: Path) -> None:
    """Database, City Hall, static files: bin/furnish.py, which tells its own steps."""
    command = [str(prepare.PYTHON), "-m", "bin.furnish", str(accounts)]
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(1)


def server_command(host: str, port: int) -> list[str]:
    """The web server as it runs here and in the measurements."""
    granian = [
        str(prepare.PYTHON),
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "config.wsgi:application",
    ]
    return [
        *granian, "--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "2",
        "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10",
        "--log-level", "warning",
    ]  # fmt: skip


class Children:
    """The two processes. When one ends, or we are asked to, both end."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Children":
        return self

    def start(self, name: str, command: list[str]) -> None:
        """Start one in a process group of its own, so that Ctrl-C comes to us alone."""
        self.running[name] = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, process_group=0
        )

    def look(self) -> None:
        """Raises Stop when one of them has ended."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Stop(f"The {name} has ended by itself (code {process.returncode}).")

    def wait_for_answer(self, host: str, port: int) -> None:
        """Wait until a page comes. Raises Stop when none does."""
        last_moment = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < last_moment:
            self.look()
            connection = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse()
                return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise Stop(f"The web server has not answered for {SECONDS_TO_ANSWER} seconds.")

    def wait(self) -> None:
        """Until one ends (Stop) or somebody asks us to end (returns)."""
        try:
            while True:
                self.look()
                time.sleep(0.3)
        except KeyboardInterrupt:
            say("")

    def __exit__(self, *_error: object) -> None:
        """Ask both to end, and wait for them; a second Ctrl-C does not make a mess of it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say("Ending the web server and the worker.")
        for process in self.running.values():
            process.terminate()
        last_moment = time.monotonic() + SECONDS_TO_END
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, last_moment - time.monotonic()))
            self._sweep(process)

    def _sweep(self, process: subprocess.Popen[bytes]) -> None:
        """End what is left of the process and of those it started."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.wait()


if __name__ == "__main__":
    main(run)

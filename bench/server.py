"""Starting and ending granian, as `bin/run` starts it: two workers of two threads."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bin.report import Stop
from bin.serve import server_command

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A granian that answers."""

    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def peak_megabytes(self) -> float:
        """The most memory that a worker ever had resident (VmHWM), in MB of 10^6 bytes."""
        return max(_peak_kib(pid) for pid in _descendants(self.pid)) * 1024 / 1e6


@contextlib.contextmanager
def ours() -> Iterator[Server]:
    """Sarangbang itself."""
    with _granian("config.wsgi:application", "/healthz", {}) as server:
        yield server


@contextlib.contextmanager
def bare() -> Iterator[Server]:
    """The floor: bench/bare.py."""
    with _granian("bench.bare:application", "/", {"SARANGBANG_BENCH": "bare"}) as server:
        yield server


@contextlib.contextmanager
def _granian(application: str, path: str, more: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    command = [
        application if part == "config.wsgi:application" else part
        for part in server_command("127.0.0.1", port)
    ]
    log = Path(os.environ["SARANGBANG_VAR"]) / f"{application.partition(':')[0]}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=os.environ | more,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    server = Server(port, process.pid, log)
    try:
        _wait_for_answer(server, process, path)
        yield server
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for_answer(server: Server, process: subprocess.Popen[bytes], path: str) -> None:
    last_moment = time.monotonic() + SECONDS_TO_ANSWER
    while process.poll() is None and time.monotonic() < last_moment:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Stop(f"The server does not answer:\n{server.log.read_text()[-3000:]}")


def _descendants(pid: int) -> list[int]:
    """The processes below one, itself left out."""
    below = []
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        below += [int(line), *_descendants(int(line))]
    return below


def _peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))

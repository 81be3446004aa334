"""How the commands of the house speak: one calm line for each step, with the time it took."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import FrameType
from typing import BinaryIO, NoReturn

INTERRUPTED = 130


class Stop(Exception):
    """The command cannot go on; the message says why, and what to do, to the person who ran it."""


def say(text: str = "") -> None:
    """Print one line at once, even into a pipe."""
    print(text, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done while it is done, then a tick and the seconds it took."""
    print(f"  {what} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("✗")
        raise
    say(f"✓ {time.monotonic() - began:.1f} s")


def quietly(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
    """Run a command without its chatter. Raises Stop with its last lines when it fails."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last_lines = "\n".join(done.stdout.splitlines()[-15:])
        raise Stop(f"This failed: {' '.join(command)}\n{last_lines}")


def attend(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end, seen by all; its exit code. Ctrl-C reaches it once, through us."""
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, process_group=0
    ) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.send_signal(signal.SIGINT)
            child.wait()
            raise


class Beside:
    """A command that runs beside another; what it prints is kept, and told when its turn comes."""

    def __init__(self, child: "subprocess.Popen[bytes]", told: BinaryIO) -> None:
        self._child, self._told = child, told

    def follow(self) -> int:
        """Print what it has said and goes on to say, to its end; its exit code."""
        while True:
            is_over = self._child.poll() is not None  # asked first: nothing is said after it
            shutil.copyfileobj(self._told, sys.stdout.buffer)
            sys.stdout.flush()
            if is_over:
                return self._child.returncode
            time.sleep(0.2)


@contextmanager
def beside(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Beside]:
    """Run a command while something else is done. It is told to end when that ends too early."""
    with (
        NamedTemporaryFile() as kept,
        Path(kept.name).open("rb") as told,
        subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=kept,
            stderr=subprocess.STDOUT,
            process_group=0,
        ) as child,
    ):
        try:
            yield Beside(child, told)
        finally:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)


def main(command: Callable[[list[str]], int]) -> NoReturn:
    """Run a command to its end: Stop is a message and no traceback, Ctrl-C is no error message."""
    signal.signal(signal.SIGTERM, _end)
    # A shell starts what it puts into the background with SIGINT ignored: listen all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = command(sys.argv[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        say("\nStopped.")
        code = INTERRUPTED
    sys.stdout.flush()
    sys.exit(code)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """A polite end (SIGTERM) leaves through the same doors as Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt

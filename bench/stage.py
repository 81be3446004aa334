"""The stage of a measurement: a database, City Hall, static files; then the command itself.

Everything is in a folder of its own that is gone at the end: nothing of the house is touched.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django

from bench import options as command_line
from bench import server
from bin.postgres import running_postgres
from bin.report import Stop, main, say, step


def run(arguments: list[str]) -> int:
    """One command from beginning to end; 0 when everything that must hold did hold."""
    options = command_line.read(arguments)
    if not shutil.which("wrk"):
        raise Stop("wrk, which makes the load, is missing. Install it: apt-get install wrk")
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="sarangbang-bench-"))
        folder = Path(name)
        url = stack.enter_context(database(options.engine, folder))
        os.environ.update(surroundings(url, folder))
        furnish(folder)
        django.setup()
        return perform(options)


def perform(options: Namespace) -> int:
    """The measurement, and the stage left standing for as long as somebody wants to look."""
    # It knows the models: it can only be read now.
    code: int = import_module(f"bench.{options.command}").measure(options)
    if options.keep:
        with server.ours() as kept:
            say(f"\nDATABASE_URL={os.environ['DATABASE_URL']}\n{kept.url}\nCtrl-C ends both.")
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()
    return code


@contextlib.contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database; PostgreSQL with its promises kept (fsync on)."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    with contextlib.ExitStack() as stack:
        with step("Starting a private PostgreSQL"):
            url = stack.enter_context(running_postgres(durable=True))
        yield url


def surroundings(url: str, folder: Path) -> dict[str, str]:
    """Production, as an operator would set it, on an address of this machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SARANGBANG_MODE": "production",
        "SARANGBANG_VAR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_hex(32),
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def furnish(folder: Path) -> None:
    """Database, City Hall, static files, as `bin/run` makes them."""
    command = [sys.executable, "-m", "bin.furnish", str(folder / "accounts")]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(1)


if __name__ == "__main__":
    main(run)

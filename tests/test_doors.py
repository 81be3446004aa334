"""What bin/run and its parts say when they cannot go on: one clear line, and no traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bin import serve
from bin.report import Stop

ROOT = Path(__file__).resolve().parent.parent


def said(command: list[str], folder: Path, **environment: str) -> tuple[int, str]:
    """The exit code and the last line of what a command prints."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout.strip().splitlines()[-1]


def furnish(folder: Path, **environment: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "bin.furnish", str(folder / "accounts")]
    return said(command, ROOT, SARANGBANG_VAR=str(folder), **environment)


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, line = said([str(ROOT / "bin/run")], tmp_path, PORT=str(port))
    assert code == 1
    assert line.startswith(f"Nothing can be served at 127.0.0.1, port {port}: ")


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Stop, match="PORT is a number"):
        serve.place()


def test_a_database_out_of_reach_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://keeper:hush-hush@127.0.0.1:9/hall"
    code, line = furnish(tmp_path, DATABASE_URL=url)
    assert code == 1
    assert line.startswith("The database cannot be reached: postgresql://127.0.0.1:9/hall: ")
    assert "hush-hush" not in line


def test_a_database_address_that_is_none_is_refused(tmp_path: Path) -> None:
    code, line = furnish(tmp_path, DATABASE_URL="hush-hush")
    assert (code, line) == (1, "DATABASE_URL is not the address of a database.")


def test_production_without_a_secret_is_refused(tmp_path: Path) -> None:
    code, line = furnish(tmp_path, SARANGBANG_MODE="production", SECRET_KEY="")
    assert code == 1
    assert "SECRET_KEY is not set" in line


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("hall.example.kr", "http://hall.example.kr:8000"),
    ],
)
def test_the_address_shown_can_be_opened(
    host: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    assert serve.surroundings(host, 8000)["SITE_URL"] == address

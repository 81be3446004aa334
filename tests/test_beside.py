"""Two commands side by side, as the passes of the suite run: what the second says, and its end."""

import os
import sys
import time
from pathlib import Path

import pytest

from bin.report import beside
from bin.suite import on_postgresql

SPEAKS = "import sys; print('first', flush=True); print('second', file=sys.stderr); sys.exit(3)"
WAITS = """
import pathlib, signal, sys, time
try:
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(60)
except KeyboardInterrupt:
    pathlib.Path(sys.argv[1]).write_text("told to end")
"""


def test_what_it_says_is_told_in_its_turn(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with beside([sys.executable, "-c", SPEAKS], os.environ) as other:
        time.sleep(0.5)
        assert capfdbinary.readouterr().out == b""
        code = other.follow()
    assert code == 3
    assert capfdbinary.readouterr().out.split() == [b"first", b"second"]


def test_it_is_told_to_end_with_the_other(tmp_path: Path) -> None:
    trace = tmp_path / "trace"

    def interrupted() -> None:
        with beside([sys.executable, "-c", WAITS, str(trace)], os.environ):
            while not trace.exists():
                time.sleep(0.05)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert trace.read_text() == "told to end"


def test_the_passes_share_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"SARANGBANG_VAR": "/somewhere/tests"}
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    command, second = on_postgresql(["pytest", "-q"], first)
    assert command[1:3] == ["-m", "bin.postgres"]
    assert second["SARANGBANG_VAR"] == "/somewhere/tests-postgresql"
    assert f"cache_dir={second['SARANGBANG_VAR']}/cache" in command
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://tests@127.0.0.1/tests")
    command, second = on_postgresql(["pytest", "-q"], first)
    assert command[:2] == ["pytest", "-q"]
    assert second["DATABASE_URL"] == "postgresql://tests@127.0.0.1/tests"

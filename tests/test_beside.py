"""Two commands side by side, as the passes of the suite run: what the second says, and its end."""

import os
import sys
import time
from pathlib import Path

import pytest

from bin import chromium
from bin.report import beside
from bin.suite import passes

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
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(chromium, "see_to_it", lambda: "/usr/bin/chromium")
    surroundings = {"SARANGBANG_VAR": "/somewhere/tests"}
    engine, browser, postgres = passes(["-q"], surroundings)
    folders = [one.environment["SARANGBANG_VAR"] for one in (engine, browser, postgres)]
    assert folders == [
        "/somewhere/tests",
        "/somewhere/tests-browser",
        "/somewhere/tests-postgresql",
    ]
    assert f"cache_dir={folders[2]}/cache" in postgres.command
    assert postgres.command[1:3] == ["-m", "bin.postgres"]
    assert browser.environment["CHROMIUM"] == "/usr/bin/chromium"
    chosen = [one.environment["SUITE_PASS"] for one in (engine, browser, postgres)]
    assert chosen == ["engine", "browser", "engine"]
    assert len(passes(["-m", "not browser"], surroundings)) == 2


def test_a_server_that_is_offered_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://tests@127.0.0.1/tests")
    *_others, postgres = passes(["-m", "not browser"], {"SARANGBANG_VAR": "/somewhere/tests"})
    assert "bin.postgres" not in postgres.command
    assert postgres.environment["DATABASE_URL"] == "postgresql://tests@127.0.0.1/tests"

"""Somebody's own computer: vdirsyncer subscribes, khal shows what it brought."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair city]
a = "there"
b = "here"
collections = null
conflict_resolution = "a wins"

[storage there]
type = "http"
url = "{address}"

[storage here]
type = "filesystem"
path = "{home}/city/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[city]]
path = {home}/city/
readonly = True

[locale]
local_timezone = Asia/Seoul
default_timezone = Asia/Seoul
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.sqlite3
"""
SHOWN = "{start-long}|{end-long}|{title}|{status}|{location}"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as khal shows it."""

    starts: str
    ends: str
    title: str
    status: str
    location: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A home folder with the two programs set up for one address."""

    home: Path

    def subscribe(self, address: str) -> None:
        """Set both up and look for the first time."""
        (self.home / "city").mkdir()
        (self.home / "vdirsyncer").write_text(VDIRSYNCER.format(home=self.home, address=address))
        (self.home / "khal").write_text(KHAL.format(home=self.home))
        self._run("vdirsyncer", "-c", self.home / "vdirsyncer", "discover")
        self.look_again()

    def look_again(self) -> None:
        """As it does every hour."""
        self._run("vdirsyncer", "-c", self.home / "vdirsyncer", "sync")

    def shows(self, first: str, days: int = 30) -> list[Line]:
        """What the calendar shows from a day on, each entry once."""
        asked = ("list", "--once", "--day-format", "", "--format", SHOWN, first, f"{days}d")
        listed = self._run("khal", "-c", self.home / "khal", *asked)
        return [Line(*line.split("|")) for line in listed.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: object) -> str:
        done = subprocess.run(
            [Path(sys.executable).with_name(program), *map(str, arguments)],
            env=os.environ | {"HOME": str(self.home), "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,  # with what it said, below
        )
        assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
        return done.stdout

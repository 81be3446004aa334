"""Finds a Chromium that runs, or has the system install one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bin import system
from bin.report import Stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def candidates() -> Iterator[str]:
    """Where one may be; the one named by CHROMIUM and no other, if it is named."""
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    yield from (found for name in NAMES if (found := shutil.which(name)))
    yield from (place for place in PLACES if Path(place).exists())


def find() -> str | None:
    """The path of a Chromium that really runs (some systems put only a signpost there)."""
    for path in candidates():
        try:
            asked = subprocess.run([path, "--version"], capture_output=True, check=False)
        except OSError:
            continue
        if asked.returncode == 0:
            return path
    return None


def see_to_it() -> str:
    """A Chromium, installed if need be. Raises Stop with the way out where there is none."""
    found = find()
    if found is None and "CHROMIUM" not in os.environ:
        system.install(
            "Chromium",
            why="The browser tests need Chromium (or leave them out: bin/test -m 'not browser').",
        )
        found = find()
    if found is None:
        raise Stop("No Chromium runs here. Name one: CHROMIUM=/path/to/chromium bin/test")
    return found

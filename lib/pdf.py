"""PDF documents from HTML, made by a process that lives for one document.

WeasyPrint costs 40 MB of memory to load, more with each font, and never gives it back; a page that
is hard to lay out can take any time. So the server never imports it. `render` starts
`python -m lib.pdf_engine` for one document, hands the HTML over on standard input and takes the
PDF from standard output: the memory is back when it is done, a hang is ended after a bounded time,
a crash is an exception and not the end of the server. Measured: about 0.8 s and 60 to 75 MB for a
page, of which 0.5 s is the start. A process that stays would save that and keep its memory for
each web worker all day; passes are printed a few times an hour, so it does not stay.

Nobody waits for a place: a request that waits holds a thread of the server, of which there are few,
and a handful of people printing would stall every page. Whoever comes while as many documents as
AT_ONCE are being made gets PaperBusy at once.

The process gets neither the secrets of the environment nor the network: it reads only the folders
named in `folders()`, and a document that asks for anything else fails.

    <link rel="stylesheet" href="/css/paper.css">    a file of static/css/
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.db import connection

TIME_LIMIT = 20.0  # seconds for one document
AT_ONCE = 1  # documents that one server process makes at the same time: half of its threads

# What the process may know of the environment: where programs and fonts are, nothing else.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH")
_ENVIRONMENT_PREFIXES = ("FONTCONFIG_", "DYLD_")

_places = BoundedSemaphore(AT_ONCE)


class PaperError(Exception):
    """A document could not be made."""


class PaperTimeout(PaperError):
    """A document took longer than it may."""


class PaperBusy(PaperError):
    """Too many documents are being made; it can be tried again in a moment."""


def folders() -> dict[str, str]:
    """The only places a document may read, by the first part of the path in its addresses."""
    return {
        "css": str(settings.BASE_DIR / "static/css"),
        "img": str(settings.BASE_DIR / "static/img"),
        "pretendard": str(settings.NODE_MODULES / "krds-uiux/resources/fonts"),
        "noto": str(settings.NODE_MODULES / "@fontsource-variable/noto-sans-kr"),
    }


def render(html: str, *, title: str, language: str, time_limit: float = TIME_LIMIT) -> bytes:
    """The HTML document as a tagged PDF (PDF/UA-1) with our own fonts.

    `title` and `language` become those of the document. Raises PaperTimeout, PaperBusy, or
    PaperError with the reason; RuntimeError inside a transaction, because a lock on the database
    must not be held while a document is being laid out.
    """
    _refuse_in_transaction()
    job = {"html": html, "title": title, "language": language, "folders": folders()}
    if not _places.acquire(blocking=False):
        raise PaperBusy(f"documents being made at the moment: {AT_ONCE}")
    try:
        return _run(json.dumps(job).encode(), time_limit)
    finally:
        _places.release()


def _run(job: bytes, time_limit: float) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lib.pdf_engine"],
            input=job,
            capture_output=True,
            timeout=time_limit,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise PaperTimeout(f"the document took longer than {time_limit:g} seconds") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise PaperError(lines[-1] if lines else f"the process ended with {done.returncode}")
    return done.stdout


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_PREFIXES)
    }


def _refuse_in_transaction() -> None:
    """The rule of Django's own durable blocks: the transaction around a test does not count."""
    for block in connection.atomic_blocks:
        if not getattr(block, "_from_testcase", False):
            raise RuntimeError("a document must not be made inside a transaction")

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

What is open to everybody has a press of its own, so that who asks for it again and again keeps no
pass and no permit from being printed: a folder, which makes one document at a time for all server
processes of this machine.

The process gets neither the secrets of the environment nor the network: it reads only the folders
named in `folders()`, and a document that asks for anything else fails.

    <link rel="stylesheet" href="/css/paper.css">    a file of static/css/
"""

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from lib import apart

TIME_LIMIT = 20.0  # seconds for one document
AT_ONCE = 1  # documents that one server process makes at the same time: half of its threads

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


def render(
    html: str,
    *,
    title: str,
    language: str,
    press: Path | None = None,
    time_limit: float = TIME_LIMIT,
) -> bytes:
    """The HTML document as a tagged PDF (PDF/UA-1) with our own fonts.

    `title` and `language` become those of the document; `press`: the folder of a press of its own,
    made where it is missing. Raises PaperTimeout, PaperBusy, or PaperError with the reason;
    RuntimeError inside a transaction, because a lock on the database must not be held while a
    document is being laid out.
    """
    apart.refuse_in_transaction()
    job = {"html": html, "title": title, "language": language, "folders": folders()}
    with _a_place() if press is None else _alone(press):
        return _run(json.dumps(job).encode(), time_limit)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise PaperBusy(f"documents being made at the moment: {AT_ONCE}")
    try:
        yield
    finally:
        _places.release()


@contextmanager
def _alone(press: Path) -> Iterator[None]:
    """The system gives the lock back also when this process is killed."""
    press.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(press, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise PaperBusy(f"a document is being made at the press of {press.name}") from None
    try:
        yield
    finally:
        os.close(opened)


def _run(job: bytes, time_limit: float) -> bytes:
    try:
        done = apart.run("lib.pdf_engine", job, time_limit)
    except subprocess.TimeoutExpired:
        raise PaperTimeout(f"the document took longer than {time_limit:g} seconds") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise PaperError(apart.last_words(done))
    return done.stdout

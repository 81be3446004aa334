"""Calendars that somebody else wrote, read by a process that lives for one of them.

A file from outside may make its reader take any time and memory, and an address may lead anywhere:
both happen in `python -m lib.ics_engine`, with bounds of its own, and with neither the secrets of
the environment nor a connection to the database.
"""

import json
import signal
import subprocess
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from lib import apart

TIME_LIMIT = 60.0  # seconds for all of it: fetching, reading, unrolling
TOO_MUCH = "too_much"


class UnreadCalendar(Exception):
    """A calendar that could not be read. `reason` is a word of lib.fetching or lib.ics_engine."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Read:
    """The dates that were found, as lib.ics_engine.Found; and how many are no use, by reason."""

    found: list[dict[str, Any]]
    no_use: dict[str, int]


def read(
    since: datetime, until: datetime, *, content: bytes = b"", address: str = "", charset: str = ""
) -> Read:
    """The dates of a file, or of what is at an address, between two moments.

    Raises `UnreadCalendar`; RuntimeError inside a transaction.
    """
    job = {
        "address": address,
        "inside": list(settings.CALENDARS_INSIDE),
        "charset": charset,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    answer = _run(json.dumps(job).encode() + b"\n" + content)
    if "problem" in answer:
        raise UnreadCalendar(answer["problem"], answer.get("detail", ""))
    return Read(answer["found"], answer["no_use"])


def _run(job: bytes) -> dict[str, Any]:
    try:
        done = apart.run("lib.ics_engine", job, TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise UnreadCalendar(TOO_MUCH) from None
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL} or b"MemoryError" in done.stderr:
        raise UnreadCalendar(TOO_MUCH)
    if done.returncode != 0:
        raise RuntimeError(apart.last_words(done))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer

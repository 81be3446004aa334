"""Calendar entries as iCalendar (RFC 5545, RFC 7986), the same bytes as long as nothing changed.

A feed or an attachment is made from entries that keep their identity: the caller stores the UID
and a revision (SEQUENCE), and says when the entry last changed. DTSTAMP is that moment and not the
present one, so equal entries make equal bytes, and a feed can be answered with an ETag and 304.

How a cancellation is told. The file says METHOD:PUBLISH with the same UID, a higher SEQUENCE,
STATUS:CANCELLED, TRANSP:TRANSPARENT and "[취소]" before the title, which RFC 5546 §3.2.1 allows.
METHOD:CANCEL would be the word of an organiser to the attendees of a meeting (§3.2.5): it needs
ORGANIZER and ATTENDEE, and an application applies it only to a meeting that came by METHOD:REQUEST.
A person who added our entry to their calendar was never invited to anything, so their application
would find no such meeting, or offer nothing at all. With PUBLISH, opening the file replaces the
entry of the same UID where the application does that, and shows a plainly marked, free entry where
it does not know STATUS, as some subscribed calendars do not; nobody comes to a closed door either
way. `method="CANCEL"` stays possible for a caller that did send a REQUEST.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText, vUri

from lib.clock import SEOUL

PRODUCT = "-//Sarangbang//Sarangbang//KO"
CANCELLED_MARKS = {"ko": "[취소] ", "en": "[Cancelled] "}

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. Moments are aware; `uid` never changes, `sequence` only grows."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False


def calendar(
    entries: Iterable[Entry],
    *,
    name: str,
    language: str,
    method: Method = "PUBLISH",
    refresh: timedelta | None = None,
) -> bytes:
    """The entries as one iCalendar object in UTF-8, in the order given.

    `name` is what the reader's calendar is called; `language` is that of the mark of a cancelled
    entry. `refresh` asks subscribers to come back after that time (leave it out of attachments).
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for key in ("name", "x-wr-calname"):
        made.add(key, vText(_clean(name)))
    made.add("x-wr-timezone", vText(SEOUL.key))
    if refresh is not None:
        made.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(refresh))
    made.add_component(_seoul())
    mark = CANCELLED_MARKS.get(language[:2], CANCELLED_MARKS["en"])
    for entry in entries:
        made.add_component(_event(entry, mark if entry.cancelled else ""))
    return bytes(made.to_ical())


def _event(entry: Entry, mark: str) -> Event:
    if entry.ends_at <= entry.starts_at:
        raise ValueError(f"an entry must end after it starts: {entry.uid}")
    changed_at = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", vText(_clean(entry.uid)))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(SEOUL))
    event.add("dtend", entry.ends_at.astimezone(SEOUL))
    event.add("summary", vText(mark + _clean(entry.summary)))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    for key, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(key, vText(_clean(text)))
    if entry.url:
        event.add("url", vUri(_clean(entry.url).replace("\n", "")))
    return event


def _seoul() -> Timezone:
    """Seoul has had one offset and no summer time since 1988; bookings start long after."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1988, 10, 9))  # noqa: DTZ001 (local time by definition)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "KST")
    zone = Timezone()
    zone.add("tzid", SEOUL.key)
    zone.add_component(standard)
    return zone


_NEW_LINES = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})


def _clean(text: str) -> str:
    """Text as iCalendar can carry it: line ends as one sign, no control signs, no surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NEW_LINES)
    return "".join(
        sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )

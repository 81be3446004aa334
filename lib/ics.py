"""Calendar entries as iCalendar (RFC 5545, RFC 7986), the same bytes as long as nothing changed.

A feed or an attachment is made from entries that keep their identity: the caller stores the UID
and a revision (SEQUENCE), and says when the entry last changed. DTSTAMP is that moment and not the
present one, so equal entries make equal bytes, and a feed can be answered with an ETag and 304.

A feed may be long, so it is written entry by entry and is never in memory as a whole. The bytes
are those that the icalendar library writes (a test compares them), which builds all of a calendar
first and folds its lines sign by sign.

How a cancellation is told. The file says METHOD:PUBLISH with the same UID, a higher SEQUENCE,
STATUS:CANCELLED, TRANSP:TRANSPARENT and "[취소]" before the title, which RFC 5546 §3.2.1 allows.
METHOD:CANCEL would be the word of an organiser to the attendees of a meeting (§3.2.5): it needs
ORGANIZER and ATTENDEE, and an application applies it only to a meeting that came by METHOD:REQUEST.
A person who added our entry to their calendar was never invited to anything, so their application
would find no such meeting, or offer nothing at all. With PUBLISH, opening the file replaces the
entry of the same UID where the application does that, and shows a plainly marked, free entry where
it does not know STATUS, as some subscribed calendars do not; nobody comes to a closed door either
way. `method="CANCEL"` stays possible for a caller that did send a REQUEST.

What is postponed is told in the same way with a mark of its own, "[연기]": iCalendar has no word
for it, and TENTATIVE would leave people standing at the door. When it gets its new time, the same
UID comes back as CONFIRMED.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vText

from lib.clock import SEOUL
from lib.plain_text import plain

PRODUCT = "-//Sarangbang//Sarangbang//KO"
CANCELLED_MARKS = {"ko": "[취소] ", "en": "[Cancelled] "}
POSTPONED_MARKS = {"ko": "[연기] ", "en": "[Postponed] "}

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

_END = b"END:VCALENDAR\r\n"
# A line has at most 75 octets without its line end. The library counts to 74, so that the space
# with which a folded line goes on fits too.
_OCTETS = 74


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. Moments are aware; `uid` never changes, `sequence` only grows.

    All-day entries begin and end at a midnight in Seoul.
    """

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
    postponed: bool = False
    all_day: bool = False
    categories: tuple[str, ...] = ()


def calendar(
    entries: Iterable[Entry],
    *,
    name: str,
    language: str,
    method: Method = "PUBLISH",
    refresh: timedelta | None = None,
) -> bytes:
    """The entries as one iCalendar object in UTF-8, in the order given. As `written`."""
    return b"".join(written(entries, name=name, language=language, method=method, refresh=refresh))


def written(
    entries: Iterable[Entry],
    *,
    name: str,
    language: str,
    method: Method = "PUBLISH",
    refresh: timedelta | None = None,
) -> Iterator[bytes]:
    """The same piece by piece: the head, each entry when it is asked for, the end.

    `name` is what the reader's calendar is called; `language` is that of the mark of an entry that
    does not take place. `refresh` asks subscribers to come back after that time (leave it out of
    attachments).
    """
    yield head(name=name, method=method, refresh=refresh).to_ical().removesuffix(_END)
    for entry in entries:
        yield _event(entry, mark_of(entry, language))
    yield _END


def head(*, name: str, method: Method, refresh: timedelta | None) -> Calendar:
    """The calendar without its entries."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for key in ("name", "x-wr-calname"):
        made.add(key, vText(plain(name)))
    made.add("x-wr-timezone", vText(SEOUL.key))
    if refresh is not None:
        made.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(refresh))
    made.add_component(_seoul())
    return made


def webcal(address: str) -> str:
    """The same address as calendar applications open it by themselves."""
    return f"webcal://{address.partition('://')[2]}"


def mark_of(entry: Entry, language: str) -> str:
    """What stands before the title of an entry that does not take place."""
    if entry.cancelled:
        return CANCELLED_MARKS.get(language[:2], CANCELLED_MARKS["en"])
    if entry.postponed:
        return POSTPONED_MARKS.get(language[:2], POSTPONED_MARKS["en"])
    return ""


def days_of(entry: Entry) -> tuple[date, date]:
    """The first day of an all-day entry in Seoul, and the day after its last."""
    first = entry.starts_at.astimezone(SEOUL)
    end = entry.ends_at.astimezone(SEOUL)
    if first.time() != end.time() or first.time() != datetime.min.time():
        raise ValueError(f"an all-day entry must begin and end at midnight: {entry.uid}")
    return first.date(), end.date()


def _event(entry: Entry, mark: str) -> bytes:
    """The properties in the order in which the library sorts them."""
    if entry.ends_at <= entry.starts_at:
        raise ValueError(f"an entry must end after it starts: {entry.uid}")
    changed_at = f"{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    takes_place = not (entry.cancelled or entry.postponed)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(mark + entry.summary)}",
        *_times(entry),
        f"DTSTAMP:{changed_at}",
        f"UID:{_escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
    ]
    if entry.categories:
        lines.append(f"CATEGORIES:{','.join(_escaped(one) for one in entry.categories)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{_escaped(entry.description)}")
    lines.append(f"LAST-MODIFIED:{changed_at}")
    if entry.location:
        lines.append(f"LOCATION:{_escaped(entry.location)}")
    lines.append(f"STATUS:{'CONFIRMED' if takes_place else 'CANCELLED'}")
    lines.append(f"TRANSP:{'OPAQUE' if takes_place else 'TRANSPARENT'}")
    if entry.url:
        lines.append(f"URL:{_address(entry.url)}")
    lines.append("END:VEVENT\r\n")
    return b"\r\n".join([_folded(line.encode()) for line in lines])


def _times(entry: Entry) -> tuple[str, str]:
    if entry.all_day:
        first, end = days_of(entry)
        return f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"
    starts_at, ends_at = entry.starts_at.astimezone(SEOUL), entry.ends_at.astimezone(SEOUL)
    zone = SEOUL.key
    return (
        f"DTSTART;TZID={zone}:{starts_at:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{ends_at:%Y%m%dT%H%M%S}",
    )


def _escaped(text: str) -> str:
    return vText(plain(text)).to_ical().decode()


def _address(url: str) -> str:
    return plain(url).replace("\n", "")


def _folded(line: bytes) -> bytes:
    """A line folded by octets: no sign is cut in two, and no escape from what it escapes."""
    if len(line) <= _OCTETS:
        return line
    parts, begin = [], 0
    while len(line) - begin > _OCTETS:
        end = begin + _OCTETS
        while line[end] & 0xC0 == 0x80:  # within a sign
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        parts.append(line[begin:end])
        begin = end
    parts.append(line[begin:])
    return b"\r\n ".join(parts)


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

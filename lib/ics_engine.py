"""The process behind lib.ics_reading: reads a calendar that somebody else wrote.

A job is one line of JSON on standard input with the file behind it; the answer is JSON on standard
output. Knows neither Django nor the database. Run by lib.ics_reading only: whatever a file makes
the libraries do, it ends with this process, within its time and memory.
"""

import codecs
import json
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component

from lib.fetching import LARGEST, TOO_LARGE, TOO_SLOW, BadAddress, fetch
from lib.ics_entry import Found, is_for_everyone, told_of, uid_of, values

CPU_SECONDS = 30
MEMORY = 1024 * 1024 * 1024  # bytes of address space
FETCH_SECONDS = 25  # the last resort: a server may also send its head sign by sign

MOST_DATES = 500  # that are not over, within the time asked for
MOST_ENTRIES = 50_000  # BEGIN:VEVENT in a file
MOST_TIMES = 5_000  # that a rule says, or a list of dates
LONGEST = timedelta(days=366)
WITHOUT_END = timedelta(hours=1)  # what begins and says no end

NOT_A_CALENDAR, ENCODING, TOO_MANY_DATES = "not_a_calendar", "encoding", "too_many_dates"
WITHOUT_TIME, TOO_LONG, HIDDEN = "without_time", "too_long", "hidden"

_SEOUL = ZoneInfo("Asia/Seoul")
_WINDOW = timedelta(days=31)
_KOREAN = {"euc-kr", "euckr", "cp949", "ms949", "ks_c_5601-1987", "windows-949", "uhc"}
# An entry in which one of these cannot be read says nothing certain of when it is.
_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}


class BadCalendar(Exception):
    """A file that is not taken. `reason` is one of the words above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(content: bytes, charset: str) -> str:
    """The file as text. UTF-8, as RFC 5545 has it; Korean encodings only where the sender says so.

    What is UTF-8 is read as such whatever is said of it: hardly any other text is by chance.
    Raises `BadCalendar`.
    """
    if len(content) > LARGEST:
        raise BadCalendar(TOO_LARGE)
    content = content.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "cp949") if charset in _KOREAN else ("utf-8",):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    is_one = b"BEGIN:VCALENDAR" in content.replace(b"\0", b"")[:4096].upper()
    raise BadCalendar(ENCODING if is_one else NOT_A_CALENDAR)


def calendar_of(text: str) -> Calendar:
    """The calendar in the text. Raises `BadCalendar`."""
    if "BEGIN:VCALENDAR" not in text[:4096].upper():
        raise BadCalendar(NOT_A_CALENDAR)
    if text.upper().count("BEGIN:VEVENT") > MOST_ENTRIES:
        raise BadCalendar(TOO_MANY_DATES)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise BadCalendar(NOT_A_CALENDAR) from None
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise BadCalendar(NOT_A_CALENDAR)
    first = calendars[0]
    for other in calendars[1:]:
        first.subcomponents += other.subcomponents
    return first


def found_in(
    calendar: Calendar, since: datetime, until: datetime
) -> tuple[list[Found], Counter[str]]:
    """Its dates that are not over at `since` and begin before `until`; and how many are no use.

    Raises `BadCalendar`.
    """
    no_use: Counter[str] = Counter()
    series = _keep_what_can_be(calendar, since, until, no_use)
    found: dict[tuple[str, str], Found] = {}
    hidden: set[tuple[str, str]] = set()
    for one in _occurrences(calendar, since, until):
        starts_at, ends_at, is_all_day = _times(one)
        if ends_at <= since or starts_at >= until:
            continue
        uid = uid_of(one)
        occurrence = _iso(_dt(one, "RECURRENCE-ID")) if uid in series else ""
        known = found.get((uid, occurrence))
        # "This and all that follow" keep the name of the first; but what goes on from one window
        # into the next is met twice.
        if known and known.starts_at != starts_at.isoformat():
            occurrence = _iso(_dt(one, "DTSTART"))
        if not is_for_everyone(one):
            hidden.add((uid, occurrence))
            continue
        found[uid, occurrence] = Found(
            uid=uid,
            occurrence=occurrence,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            is_all_day=is_all_day,
            **told_of(one),
        )
        if len(found) > MOST_DATES:
            raise BadCalendar(TOO_MANY_DATES)
    if hidden:
        no_use[HIDDEN] = len(hidden)
    return sorted(found.values(), key=lambda one: (one.starts_at, one.uid)), no_use


def _keep_what_can_be(
    calendar: Calendar, since: datetime, until: datetime, no_use: Counter[str]
) -> set[str]:
    """Drop what has no time or UID, and what is long over; the UIDs of what repeats."""
    kept: list[Component] = []
    series: set[str] = set()
    uses: Counter[str] = Counter(uid_of(one) for one in calendar.walk("VEVENT"))
    for one in calendar.subcomponents:
        if one.name != "VEVENT":
            kept.append(one)
            continue
        uid = uid_of(one)
        broken = {name for name, _why in one.errors}
        if not uid or broken & _TIMES or not isinstance(_dt(one, "DTSTART"), date):
            no_use[WITHOUT_TIME] += 1
            continue
        try:
            starts_at, ends_at, _is_all_day = _times(one)
        except (ValueError, TypeError, AttributeError, OverflowError):
            no_use[WITHOUT_TIME] += 1
            continue
        if ends_at - starts_at > LONGEST:
            no_use[TOO_LONG] += 1
        elif uses[uid] > 1 or any(name in one for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            _refuse_what_never_ends(one)
            series.add(uid)
            kept.append(one)
        elif ends_at > since and starts_at < until:
            kept.append(one)
    calendar.subcomponents = kept
    return series


def _refuse_what_never_ends(one: Component) -> None:
    """By what it says of itself, before anything is unrolled. Raises `BadCalendar`."""
    for rule in values(one, "RRULE"):
        often = str(next(iter(rule.get("FREQ", ())), "")).upper()
        times = next(iter(rule.get("COUNT", ())), 0)
        if often == "SECONDLY" or int(times) > MOST_TIMES:
            raise BadCalendar(TOO_MANY_DATES)
    if sum(len(getattr(dates, "dts", ())) for dates in values(one, "RDATE")) > MOST_TIMES:
        raise BadCalendar(TOO_MANY_DATES)


def _occurrences(calendar: Calendar, since: datetime, until: datetime) -> Iterator[Component]:
    """Month by month: a rule for every second is noticed before a year of it was made."""
    query = recurring_ical_events.of(
        calendar, keep_recurrence_attributes=True, skip_bad_series=True
    )
    begin = since
    while begin < until:
        end = min(begin + _WINDOW, until)
        yield from query.between(begin, end)
        begin = end


def _times(one: Component) -> tuple[datetime, datetime, bool]:
    """From when until when, by the minute; and whether it is told in days."""
    start, end, lasts = (_dt(one, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if end is None and lasts is not None:
        end = start + lasts
    if not isinstance(start, datetime):
        last = end if isinstance(end, date) and end > start else start + timedelta(days=1)
        return _moment(start), _moment(last), True
    starts_at = _moment(start)
    ends_at = _moment(end) if end is not None else starts_at
    return starts_at, ends_at if ends_at > starts_at else starts_at + WITHOUT_END, False


def _dt(one: Component, name: str) -> Any:
    """The value in Python's own type; None where there is none that could be read."""
    return getattr(one.get(name), "dt", None)


def _moment(at: date) -> datetime:
    """A day is its midnight in Seoul; so is a time that names no zone a time in Seoul."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=_SEOUL)
    elif at.tzinfo is None:
        at = at.replace(tzinfo=_SEOUL)
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _iso(at: date) -> str:
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return at.strftime("%Y%m%dT%H%M%S" if isinstance(at, datetime) else "%Y%m%d")


def main() -> None:
    """Do one job."""
    _bound(resource.RLIMIT_CPU, CPU_SECONDS)
    _bound(resource.RLIMIT_AS, MEMORY)
    job = json.loads(sys.stdin.buffer.readline())
    try:
        answer = _answer(job, sys.stdin.buffer.read(LARGEST + 1))
    except BadAddress as error:
        answer = {"problem": error.reason, "detail": error.detail}
    except BadCalendar as error:
        answer = {"problem": error.reason}
    json.dump(answer, sys.stdout)


def _answer(job: dict[str, Any], content: bytes) -> dict[str, Any]:
    charset = str(job.get("charset", ""))
    if job.get("address"):
        signal.signal(signal.SIGALRM, _late)
        signal.alarm(FETCH_SECONDS)
        fetched = fetch(job["address"], job.get("inside", ()))
        signal.alarm(0)
        content, charset = fetched.content, fetched.charset
    since, until = (datetime.fromisoformat(job[name]) for name in ("since", "until"))
    calendar = calendar_of(text_of(content, charset))
    try:
        found, no_use = found_in(calendar, since, until)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, IndexError):
        raise BadCalendar(NOT_A_CALENDAR) from None
    return {"found": [asdict(one) for one in found], "no_use": no_use}


def _late(_number: int, _frame: FrameType | None) -> NoReturn:
    raise BadAddress(TOO_SLOW)


def _bound(what: int, most: int) -> None:
    with suppress(ValueError, OSError):  # some systems know no bound of memory
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()

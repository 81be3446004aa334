"""A week's hours and sessions as lines that people write: "Tue-Sat 10:00-12:00 7+7"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time

from facilities.models import Facility, WeeklySession

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_KO = "월화수목금토일"
NUMBERS = re.compile(r"([0-9]{1,4})(?:\+([0-9]{1,4}))?")
CLOCK_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


def days_and_times(line: str) -> tuple[range, time, time]:
    """ "Mon-Fri 09:00-18:00", "화-토 10:00-12:00" or one day. ValueError for anything else."""
    days, times = line.split()
    first, _, last = days.partition("-")
    starts_at, ends_at = (_clock_time(one) for one in times.split("-"))
    weekdays = range(_weekday(first), _weekday(last or first) + 1)
    if not weekdays:
        raise ValueError(line)
    return weekdays, starts_at, ends_at


def weekly_sessions(
    facility: Facility,
    line: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Iterator[WeeklySession]:
    """ "Tue-Sat 10:00-12:00 7+7": places to book, and perhaps places for who simply comes."""
    when, _, numbers = line.strip().rpartition(" ")
    weekdays, starts_at, ends_at = days_and_times(when)
    found = NUMBERS.fullmatch(numbers)
    if not found or ends_at <= starts_at or starts_at.minute % 15:
        raise ValueError(line)
    places, door_places = int(found[1]), int(found[2] or 0)
    if not places:
        raise ValueError(line)
    for weekday in weekdays:
        yield WeeklySession(
            facility=facility,
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            places=places,
            door_places=door_places,
            valid_from=valid_from,
            valid_until=valid_until,
        )


def line_of(row: WeeklySession, *, korean: bool) -> str:
    """A weekly session as a line of one day."""
    weekday = (WEEKDAYS_KO if korean else WEEKDAYS)[row.weekday]
    at_door = f"+{row.door_places}" if row.door_places else ""
    return f"{weekday} {row.starts_at:%H:%M}-{row.ends_at:%H:%M} {row.places}{at_door}"


def _clock_time(text: str) -> time:
    """Hours and minutes: `fromisoformat` alone would take seconds and time zones too."""
    if not CLOCK_TIME.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text)


def lines_of(rows: Sequence[WeeklySession], *, korean: bool) -> tuple[str, ...]:
    """Sessions alike on days in a row as one line: "Tue-Sat 10:00-12:00 7+7".

    `rows` come by time, then by day; `weekly_sessions` reads the lines back.
    """
    runs: list[list[WeeklySession]] = []
    for row in rows:
        if runs and _goes_on(runs[-1][-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    names = WEEKDAYS_KO if korean else WEEKDAYS
    lines = []
    for run in runs:
        first, _, rest = line_of(run[0], korean=korean).partition(" ")
        last = names[run[-1].weekday]
        lines.append(f"{first if len(run) == 1 else f'{first}-{last}'} {rest}")
    return tuple(lines)


def _goes_on(row: WeeklySession, following: WeeklySession) -> bool:
    def session(one: WeeklySession) -> tuple[object, ...]:
        return one.starts_at, one.ends_at, one.places, one.door_places

    return session(row) == session(following) and following.weekday == row.weekday + 1


def _weekday(text: str) -> int:
    known = WEEKDAYS_KO if len(text) == 1 else WEEKDAYS
    return known.index(text)

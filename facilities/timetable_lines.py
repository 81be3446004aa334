"""A week's hours and sessions as lines that people write: "Tue-Sat 10:00-12:00 7+7"."""

from collections.abc import Iterator
from datetime import date, time

from facilities.models import Facility, WeeklySession

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_KO = "월화수목금토일"


def days_and_times(line: str) -> tuple[range, time, time]:
    """ "Mon-Fri 09:00-18:00", "화-토 10:00-12:00" or one day. ValueError for anything else."""
    days, times = line.split()
    first, _, last = days.partition("-")
    starts_at, ends_at = (time.fromisoformat(one) for one in times.split("-"))
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
    booked, _, at_door = numbers.partition("+")
    places, door_places = int(booked), int(at_door or 0)
    if ends_at <= starts_at or not (0 < places < 10_000 and 0 <= door_places < 10_000):
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


def _weekday(text: str) -> int:
    known = WEEKDAYS_KO if len(text) == 1 else WEEKDAYS
    return known.index(text)

"""The weekly timetables of a facility as lines that people read and write, by their days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from facilities.catalogue import Listing
from facilities.models import WeeklySession
from facilities.timetable_lines import lines_of
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class ShownTimetable:
    """What holds from one day to another."""

    title: str
    lines: tuple[str, ...]


def in_force(listing: Listing) -> tuple[str, ...]:
    """The lines of today."""
    today = clock.today()
    return _lines(row for row in listing.weekly if _holds(row, today))


def shown_timetables(listing: Listing) -> tuple[ShownTimetable, ...]:
    """What holds today and what comes, each with its days, the earliest first."""
    today = clock.today()
    rows = [row for row in listing.weekly if (row.valid_until or date.max) >= today]
    rows.sort(key=_days)
    return tuple(
        ShownTimetable(_title(*days, today), _lines(group))
        for days, group in groupby(rows, key=_days)
    )


def _days(row: WeeklySession) -> tuple[date, date]:
    return row.valid_from or date.min, row.valid_until or date.max


def _holds(row: WeeklySession, day: date) -> bool:
    first, last = _days(row)
    return first <= day <= last


def _title(first: date, last: date, today: date) -> str:
    if first <= today:
        if last == date.max:
            return _("In force")
        return _("In force until %(day)s") % {"day": formats.day(last)}
    if last == date.max:
        return _("From %(day)s") % {"day": formats.day(first)}
    return formats.days(first, last)


def _lines(rows: Iterable[WeeklySession]) -> tuple[str, ...]:
    ordered: Sequence[WeeklySession] = sorted(rows, key=lambda row: (row.starts_at, row.weekday))
    return lines_of(ordered, korean=formats.is_korean())

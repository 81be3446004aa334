"""The weekly hours of a facility in words: "월요일~금요일 09:00~18:00"."""

from dataclasses import dataclass
from itertools import groupby

from facilities.catalogue import Listing
from facilities.models.hours import Weekday
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Consecutive weekdays with the same hours."""

    days: str
    hours: str


def hours_table(listing: Listing) -> list[HoursLine]:
    """The lines to print; days without hours are left out."""
    today = clock.today()
    by_day = []
    for weekday in Weekday:
        hours = [
            formats.from_to(formats.clock_time(row.opens_at), formats.clock_time(row.closes_at))
            for row in listing.hours
            if row.weekday == weekday
            and (row.valid_from is None or row.valid_from <= today)
            and (row.valid_until is None or today <= row.valid_until)
        ]
        by_day.append((weekday, ", ".join(hours)))
    return [
        HoursLine(_days([weekday for weekday, _ in run]), hours)
        for hours, group in groupby(by_day, key=lambda pair: pair[1])
        if (run := list(group)) and hours
    ]


def _days(run: list[Weekday]) -> str:
    first, last = str(run[0].label), str(run[-1].label)
    return first if len(run) == 1 else formats.from_to(first, last)

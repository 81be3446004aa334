"""When a facility is open: weekly hours, public holidays. Pure: takes facts, asks no clock."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from facilities.catalogue import Listing
from facilities.models import Holiday
from facilities.models.places import HolidayRule
from lib import clock
from lib.spans import Span


def holiday_that_closes(
    listing: Listing, day: date, holidays: Mapping[date, Holiday]
) -> Holiday | None:
    """The public holiday for which the facility is closed on that day."""
    holiday = holidays.get(day)
    if holiday is None:
        return None
    match listing.facility.holiday_rule:
        case HolidayRule.OPEN:
            return None
        case HolidayRule.FEAST_DAYS:
            return holiday if holiday.is_feast_day else None
        case HolidayRule.CLOSED_BUT_CHILDRENS_DAY:
            return None if (day.month, day.day) == (5, 5) else holiday
        case _:
            return holiday


@lru_cache(maxsize=2048)  # several rules ask for the same day, for every time of a page
def weekly_hours(listing: Listing, day: date) -> tuple[Span, ...]:
    """The hours of that weekday, whatever else closes the day, as moments."""
    return tuple(
        Span(clock.seoul(day, hours.opens_at), clock.seoul(day, hours.closes_at))
        for hours in listing.hours
        if hours.weekday == day.weekday()
        and (hours.valid_from is None or hours.valid_from <= day)
        and (hours.valid_until is None or day <= hours.valid_until)
    )


def open_spans(listing: Listing, day: date, holidays: Mapping[date, Holiday]) -> tuple[Span, ...]:
    """When the facility is open on that day; nothing on a holiday that closes it."""
    if holiday_that_closes(listing, day, holidays):
        return ()
    return weekly_hours(listing, day)

"""When a facility is open: weekly hours with their dates, public holidays, each by its rule."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from facilities.catalogue import catalogue
from facilities.models import Building, Holiday, OpeningHours
from facilities.opening import holiday_that_closes, open_spans, weekly_hours
from tests.places import NOON, listing, span

MONDAY = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)  # a Friday
SEOLLAL = date(2027, 2, 7)
AFTER_SEOLLAL = date(2027, 2, 8)
SUBSTITUTE = date(2027, 5, 3)  # a Monday, for Labour Day
LABOUR_DAY = date(2027, 5, 1)  # a Saturday
CHILDRENS_DAY = date(2027, 5, 5)  # a Wednesday


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def test_hours_of_a_weekday_are_moments_in_seoul() -> None:
    assert weekly_hours(listing("moran"), MONDAY) == (span(MONDAY, "09:00", "18:00"),)
    assert weekly_hours(listing("moran"), date(2026, 11, 28)) == ()


def test_two_rows_make_a_break() -> None:
    assert weekly_hours(listing("bookcafe-room"), MONDAY) == (
        span(MONDAY, "09:00", "12:00"),
        span(MONDAY, "13:00", "18:00"),
    )


def test_dated_hours_hold_from_their_first_to_their_last_day() -> None:
    OpeningHours(
        facility=listing("moran").facility,
        weekday=5,
        opens_at=time(9),
        closes_at=time(12),
        valid_from=date(2026, 12, 5),
        valid_until=date(2026, 12, 12),
    ).save()
    saturdays = [date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]
    assert [len(weekly_hours(listing("moran"), day)) for day in saturdays] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("slug", "day", "is_closed"),
    [
        ("moran", CHRISTMAS, True),
        ("moran", SUBSTITUTE, True),
        ("moran", date(2026, 12, 24), False),
        ("onnuri", SEOLLAL, True),
        ("onnuri", AFTER_SEOLLAL, False),
        ("onnuri", CHRISTMAS, False),
        ("plaza", SEOLLAL, False),
        ("play", CHILDRENS_DAY, False),
        ("play", LABOUR_DAY, True),
        ("moran", CHILDRENS_DAY, True),
    ],
)
def test_public_holiday_closes_by_the_rule_of_the_facility(
    slug: str, day: date, is_closed: bool
) -> None:
    holidays = catalogue().holidays
    assert bool(holiday_that_closes(listing(slug), day, holidays)) is is_closed
    hours = weekly_hours(listing(slug), day)
    assert open_spans(listing(slug), day, holidays) == (() if is_closed else hours)


def test_holiday_that_is_not_observed_closes_nothing() -> None:
    christmas = Holiday.objects.get(day=CHRISTMAS)
    christmas.is_observed = False
    christmas.save()
    assert open_spans(listing("moran"), CHRISTMAS, catalogue().holidays)


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        ((0, "09:00", "12:00"), (0, "11:45", "13:00"), True),
        ((0, "09:00", "12:00"), (0, "12:00", "13:00"), False),
        ((0, "09:00", "12:00"), (1, "09:00", "12:00"), False),
        ((0, "09:00", "18:00"), (0, "12:00", "13:00"), True),
    ],
)
def test_overlap_of_hours(
    one: tuple[int, str, str], other: tuple[int, str, str], do_overlap: bool
) -> None:
    rows = [
        OpeningHours(
            weekday=weekday,
            opens_at=time.fromisoformat(opens),
            closes_at=time.fromisoformat(closes),
        )
        for weekday, opens, closes in (one, other)
    ]
    assert rows[0].overlaps(rows[1]) is rows[1].overlaps(rows[0]) is do_overlap

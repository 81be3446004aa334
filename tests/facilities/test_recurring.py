"""The days of a series."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilities.recurring import (
    LONGEST,
    Every,
    Rule,
    days_of,
    which_of_the_month,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
NUMBERS = st.integers(1, 60)
RULES = st.builds(
    Rule,
    every=st.sampled_from(Every),
    first=DAYS,
    times=st.none() | NUMBERS,
    until=st.none() | DAYS,
)


def days(every: Every, first: date, times: int) -> list[date]:
    return days_of(Rule(every, first, times), 60)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (Every.WEEK, [date(2026, 12, 12), date(2026, 12, 19), date(2026, 12, 26)]),
        (Every.TWO_WEEKS, [date(2026, 12, 12), date(2026, 12, 26), date(2027, 1, 9)]),
        (Every.MONTH_WEEKDAY, [date(2026, 12, 12), date(2027, 1, 9), date(2027, 2, 13)]),
        (Every.MONTH_DAY, [date(2026, 12, 12), date(2027, 1, 12), date(2027, 2, 12)]),
    ],
)
def test_from_the_second_saturday_of_december(every: Every, expected: list[date]) -> None:
    assert days(every, date(2026, 12, 12), 3) == expected


def test_the_last_friday_is_the_last_in_every_month() -> None:
    assert days(Every.MONTH_LAST, date(2026, 11, 27), 4) == [
        date(2026, 11, 27),
        date(2026, 12, 25),
        date(2027, 1, 29),
        date(2027, 2, 26),
    ]


def test_the_last_friday_is_looked_for_from_an_earlier_one() -> None:
    assert days(Every.MONTH_LAST, date(2026, 11, 6), 1) == [date(2026, 11, 27)]


def test_the_fourth_friday_is_not_the_last() -> None:
    found = days(Every.MONTH_WEEKDAY, date(2026, 11, 27), 3)
    assert found[-1] == date(2027, 1, 22)


def test_a_month_without_such_a_day_is_left_out() -> None:
    assert days(Every.MONTH_DAY, date(2027, 1, 31), 3) == [
        date(2027, 1, 31),
        date(2027, 3, 31),
        date(2027, 5, 31),
    ]
    assert days(Every.MONTH_WEEKDAY, date(2027, 1, 30), 3) == [  # a fifth Saturday
        date(2027, 1, 30),
        date(2027, 5, 29),
        date(2027, 7, 31),
    ]


def test_until_a_day_that_is_in_it() -> None:
    rule = Rule(Every.WEEK, date(2026, 12, 1), until=date(2026, 12, 15))
    assert days_of(rule, 12) == [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]


def test_an_end_before_the_first_day_leaves_nothing() -> None:
    assert days_of(Rule(Every.WEEK, date(2026, 12, 2), until=date(2026, 12, 1)), 12) == []


def test_it_ends_with_the_calendar() -> None:
    assert days(Every.WEEK, date(9999, 12, 31), 5) == [date(9999, 12, 31)]
    assert days(Every.MONTH_DAY, date(9999, 11, 30), 5) == [date(9999, 11, 30), date(9999, 12, 30)]


@given(RULES, NUMBERS)
@example(Rule(Every.MONTH_DAY, date(2024, 2, 29)), 60)
def test_in_order_within_every_bound(rule: Rule, most: int) -> None:
    found = days_of(rule, most)

    assert found == sorted(set(found))
    assert len(found) <= min(most, rule.times or most)
    assert all(rule.first <= day <= rule.first + LONGEST for day in found)
    if rule.until:
        assert all(day <= rule.until for day in found)
    if rule.every != Every.MONTH_LAST and (rule.until is None or rule.until >= rule.first):
        assert found[0] == rule.first


@given(RULES, NUMBERS)
def test_a_longer_series_begins_with_the_shorter(rule: Rule, most: int) -> None:
    assert days_of(rule, 60)[:most] == days_of(rule, most)


@given(DAYS, NUMBERS, st.sampled_from([(Every.WEEK, 7), (Every.TWO_WEEKS, 14)]))
def test_by_the_week_the_gaps_are_the_same(
    first: date, times: int, step: tuple[Every, int]
) -> None:
    every, gap = step
    assert all(
        later - earlier == timedelta(days=gap)
        for earlier, later in pairwise(days(every, first, times))
    )


@given(DAYS)
def test_by_the_weekday_it_is_the_same_of_every_month_that_has_it(first: date) -> None:
    found = days(Every.MONTH_WEEKDAY, first, 60)

    number = which_of_the_month(first)
    assert all(day.weekday() == first.weekday() for day in found)
    assert all(which_of_the_month(day) == number for day in found)
    missing = _months(first) - {(day.year, day.month) for day in found}
    assert not missing if number < 5 else len(found) >= 4


@given(DAYS)
def test_the_last_of_its_weekday_is_so_in_every_month(first: date) -> None:
    found = days(Every.MONTH_LAST, first, 60)

    assert all(day.weekday() == first.weekday() for day in found)
    assert all((day + timedelta(days=7)).month != day.month for day in found)
    assert not _months(first) - {(day.year, day.month) for day in found}


@given(DAYS)
def test_by_the_date_every_month_that_has_it(first: date) -> None:
    found = days(Every.MONTH_DAY, first, 60)

    assert all(day.day == first.day for day in found)
    there = {one for one in _months(first) if first.day <= monthrange(*one)[1]}
    assert there <= {(day.year, day.month) for day in found}


def _months(first: date) -> set[tuple[int, int]]:
    """The months that lie whole within the longest series."""
    months = [first.year * 12 + first.month - 1 + more for more in range(12)]
    return {(month // 12, month % 12 + 1) for month in months}

"""What use costs: a published table, nights worked out by hand, and what always holds."""

from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.fees import (
    Line,
    days_before,
    due_at,
    fee_of,
    night_within,
    reduced,
    refund_percent,
    rounded_down,
)
from facilities.models import Policy
from facilities.models.fee_rules import FeeRules, FeeUnit
from lib.spans import Span
from tests.places import at_seoul

DAY = date(2026, 12, 5)
QUARTER = timedelta(minutes=15)


def but(rules: FeeRules, **changes: Any) -> FeeRules:
    """The same rules with some columns changed."""
    changed = copy(rules)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


# The rules of Seoul's plaza, and a room by the hour.
PLAZA = Policy(
    fee_won=10,
    fee_unit=FeeUnit.M2_HOUR,
    fee_min_m2=500,
    fee_min_minutes=120,
    night_percent=30,
    refunds=[[3, 100], [2, 90], [1, 80]],
)
ROOM = but(PLAZA, fee_won=20_000, fee_unit=FeeUnit.HOUR, fee_min_m2=0, fee_min_minutes=60)


def between(starts: str, ends: str, *, days: int = 0) -> Span:
    return Span(at_seoul(DAY, starts), at_seoul(DAY + timedelta(days=days), ends))


def fee(rules: FeeRules, area: int, span: Span, setup: int = 0, clearing: int = 0) -> int:
    return fee_of(rules, area, span, setup, clearing).amount_won


@pytest.mark.parametrize(
    ("area", "won"),
    [(500, 10_000), (1_200, 24_000), (2_000, 40_000), (6_449, 128_000), (13_207, 264_000)],
)
def test_the_published_table_of_seoul(area: int, won: int) -> None:
    assert fee(PLAZA, area, between("10:00", "12:00")) == won


def test_the_whole_square_by_day_and_by_night() -> None:
    """13,207 m² for one hour more: 132,070 → 132,000; at night 171,691 → 171,000."""
    hourly = but(PLAZA, fee_min_minutes=60)
    assert fee(hourly, 13_207, between("10:00", "11:00")) == 132_000
    assert fee(hourly, 13_207, between("20:00", "21:00")) == 171_000
    # As reported of the square when it had 13,000 m².
    assert fee(hourly, 13_000, between("10:00", "11:00")) == 130_000
    assert fee(hourly, 13_000, between("20:00", "21:00")) == 169_000


@pytest.mark.parametrize(
    ("starts", "ends", "days", "day_hours", "night_hours"),
    [
        ("16:00", "18:00", 0, 2, 0),  # ends as the night begins
        ("16:00", "20:00", 0, 2, 2),
        ("16:00", "19:15", 0, 2, 2),  # the second hour of the night has begun
        ("17:45", "18:45", 0, 0, 1),  # one hour, in which the night begins
        ("05:00", "07:00", 0, 1, 1),
        ("22:00", "02:00", 1, 0, 4),  # over midnight
        ("17:00", "07:00", 1, 2, 12),  # a whole night with an hour at each end
        ("10:00", "10:00", 2, 24, 24),  # two days, two nights
    ],
)
def test_the_hours_of_the_night(
    starts: str, ends: str, days: int, day_hours: int, night_hours: int
) -> None:
    line = fee_of(ROOM, 0, between(starts, ends, days=days), 0, 0)
    assert (line.day_hours, line.night_hours) == (day_hours, night_hours)
    assert line.amount_won == 20_000 * day_hours + 26_000 * night_hours


def test_a_night_within_one_day() -> None:
    """From midnight to six: it does not wrap."""
    small_hours = but(ROOM, night_from=time(0), night_until=time(6))
    assert fee_of(small_hours, 0, between("20:00", "02:00", days=1), 0, 0).night_hours == 2
    assert night_within(between("10:00", "10:00", days=1), time(9), time(9)) == timedelta()


def test_what_is_only_counted_to_reach_the_least_is_no_night() -> None:
    line = fee_of(PLAZA, 500, between("20:00", "21:00"), 0, 0)
    assert (line.day_hours, line.night_hours) == (1, 1)
    assert line.amount_won == 11_000  # 5,000 + 6,500 = 11,500


def test_hours_begun_count() -> None:
    assert fee(ROOM, 0, between("10:00", "10:30")) == 20_000
    assert fee(ROOM, 0, between("10:00", "12:15")) == 60_000


def test_set_up_and_clearing_count_where_the_policy_says_so() -> None:
    span = between("10:00", "12:00")
    assert fee(ROOM, 0, span, setup=60, clearing=60) == 80_000
    assert fee(but(ROOM, fee_counts_setup=False), 0, span, setup=60, clearing=60) == 40_000
    # Set-up of the evening before is night.
    assert fee_of(ROOM, 0, between("07:00", "09:00"), 120, 0).night_hours == 1


def test_the_line_tells_its_parts_and_is_read_back() -> None:
    line = fee_of(PLAZA, 300, between("17:00", "20:00"), 0, 0)
    assert line == Line(10, "m2_hour", 500, 1, 2, 30, 1000, 18_000)
    assert Line.from_json(line.as_json() | {"visit": 3}) == line
    assert line.hours == 3


def test_free_is_the_default() -> None:
    assert fee_of(Policy(), 6_000, between("10:00", "20:00"), 60, 60).amount_won == 0


def test_of_several_reductions_the_highest_counts() -> None:
    assert reduced(30_000, [10, 50, 30]) == 15_000
    assert reduced(30_000, []) == 30_000
    assert reduced(30_000, [100, 50]) == 0
    assert reduced(999, [50]) == 499


@pytest.mark.parametrize(
    ("days", "percent"), [(-1, 0), (0, 0), (1, 80), (2, 90), (3, 100), (30, 100)]
)
def test_paid_back_by_the_days_before(days: int, percent: int) -> None:
    assert refund_percent([[3, 100], [2, 90], [1, 80]], days) == percent
    assert refund_percent([], days) == 0


def test_days_before_are_those_of_seoul() -> None:
    starts_at = at_seoul(DAY, "08:00")  # still the day before in UTC
    assert days_before(at_seoul(DAY, "00:00"), starts_at) == 0
    assert days_before(at_seoul(DAY - timedelta(days=1), "23:59"), starts_at) == 1


@pytest.mark.parametrize(
    ("approved", "use", "last_day"),
    [
        ("2026-11-20", "2026-12-05", "2026-11-25"),  # five days
        ("2026-11-29", "2026-12-05", "2026-12-04"),  # the fifth day is the one before use
        ("2026-11-30", "2026-12-05", "2026-12-04"),  # it would be the day of use
        ("2026-12-01", "2026-12-05", "2026-12-04"),  # within four days: by the day before
        ("2026-12-04", "2026-12-05", "2026-12-04"),  # the day before: until it ends
    ],
)
def test_paid_within_days_and_never_after_the_day_before_use(
    approved: str, use: str, last_day: str
) -> None:
    at = at_seoul(date.fromisoformat(approved), "16:30")
    due = due_at(at, at_seoul(date.fromisoformat(use), "10:00"), PLAZA)
    end = at_seoul(date.fromisoformat(last_day) + timedelta(days=1), "00:00")
    assert due < end <= due + timedelta(microseconds=1)


def test_what_is_approved_on_the_day_of_use_is_paid_before_it_begins() -> None:
    first_use = at_seoul(DAY, "10:00")
    assert due_at(at_seoul(DAY, "08:00"), first_use, PLAZA) == first_use


moments = st.integers(0, 4 * 96).map(lambda quarter: at_seoul(DAY, "00:00") + quarter * QUARTER)
hours_of_day = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
rules = st.builds(
    Policy,
    fee_won=st.integers(0, 100_000),
    fee_unit=st.sampled_from([FeeUnit.HOUR, FeeUnit.M2_HOUR]),
    fee_min_m2=st.integers(0, 1_000),
    fee_min_minutes=st.integers(0, 300),
    night_percent=st.integers(0, 200),
    night_from=hours_of_day,
    night_until=hours_of_day,
    fee_counts_setup=st.booleans(),
    fee_rounds_down_to=st.sampled_from([0, 1, 10, 100, 1000]),
)
areas = st.integers(0, 20_000)
arounds = st.integers(0, 12).map(lambda quarters: quarters * 15)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    starts_at: datetime = draw(moments)
    return Span(starts_at, starts_at + draw(st.integers(1, 96)) * QUARTER)


@given(rules, areas, spans(), arounds, arounds)
def test_never_below_none_and_whole(
    rules: FeeRules, area: int, span: Span, setup: int, clearing: int
) -> None:
    line = fee_of(rules, area, span, setup, clearing)
    assert line.amount_won >= 0
    assert isinstance(line.amount_won, int)
    assert line.amount_won % max(rules.fee_rounds_down_to, 1) == 0
    assert min(line.day_hours, line.night_hours) >= 0
    assert Line.from_json(line.as_json()) == line


@given(rules, areas, spans(), arounds, arounds, arounds, arounds)
def test_longer_is_never_cheaper(
    rules: FeeRules, area: int, span: Span, earlier: int, later: int, setup: int, clearing: int
) -> None:
    """On whichever side it is longer, be it of the visit, the set-up or the clearing."""
    longer = span.widened(before=timedelta(minutes=earlier), after=timedelta(minutes=later))
    shorter = fee(rules, area, span)
    assert fee(rules, area, longer) >= shorter
    assert fee(rules, area, span, setup, clearing) >= shorter


@given(rules, areas, areas, spans())
def test_more_space_is_never_cheaper(rules: FeeRules, area: int, more: int, span: Span) -> None:
    assert fee(rules, area + more, span) >= fee(rules, area, span)


@given(rules, areas, spans())
def test_the_night_is_never_cheaper_than_the_day(rules: FeeRules, area: int, span: Span) -> None:
    assert fee(rules, area, span) >= fee(but(rules, night_percent=0), area, span)


@given(rules, areas, spans(), st.data())
def test_splitting_is_never_cheaper(
    rules: FeeRules, area: int, span: Span, data: st.DataObject
) -> None:
    """Two bookings instead of one save nothing, apart from what is rounded down twice."""
    exact = but(rules, fee_rounds_down_to=1)
    quarters = span.length // QUARTER
    if quarters < 2:
        return
    at = span.starts_at + data.draw(st.integers(1, quarters - 1)) * QUARTER
    parts = [fee(exact, area, part) for part in (Span(span.starts_at, at), Span(at, span.ends_at))]
    assert sum(parts) + 1 >= fee(exact, area, span)  # a won may be lost in each part's percent


@given(rules, areas, st.integers(0, 40), st.integers(1, 24), st.integers(1, 24))
def test_splitting_at_the_hour_costs_the_same(
    rules: FeeRules, area: int, start: int, first: int, second: int
) -> None:
    """On full hours, with nights on full hours and nothing least: nothing is begun twice."""
    exact = but(
        rules,
        fee_rounds_down_to=1,
        fee_min_minutes=0,
        night_percent=rules.night_percent * 100,  # no fraction of a won
        night_from=rules.night_from.replace(minute=0),
        night_until=rules.night_until.replace(minute=0),
    )
    begins = at_seoul(DAY, "00:00") + timedelta(hours=start)
    split, ends = begins + timedelta(hours=first), begins + timedelta(hours=first + second)
    parts = fee(exact, area, Span(begins, split)) + fee(exact, area, Span(split, ends))
    assert parts == fee(exact, area, Span(begins, ends))


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100)), st.integers(0, 100))
def test_a_reduction_never_raises_and_one_more_never_hurts(
    amount: int, percents: list[int], another: int
) -> None:
    assert 0 <= reduced(amount, [*percents, another]) <= reduced(amount, percents) <= amount


@given(st.integers(0, 10**9), st.integers(0, 5000))
def test_rounding_never_raises_and_takes_less_than_one_step(amount: int, to: int) -> None:
    assert 0 <= amount - rounded_down(amount, to) < max(to, 1)


refund_tables = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 100)))


@given(refund_tables, st.integers(-5, 40), st.integers(0, 40))
def test_earlier_is_never_less_back(table: list[tuple[int, int]], days: int, earlier: int) -> None:
    assert refund_percent(table, days + earlier) >= refund_percent(table, days)


@given(moments, st.integers(0, 400), st.integers(0, 30))
def test_due_after_the_approval_and_before_use(
    approved_at: datetime, quarters: int, within: int
) -> None:
    first_use = approved_at + (quarters + 1) * QUARTER
    due = due_at(approved_at, first_use, but(PLAZA, pay_within_days=within))
    assert approved_at < due <= first_use

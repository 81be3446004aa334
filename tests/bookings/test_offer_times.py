"""How long an offer is held: long enough to answer, short enough for who comes next."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookings.offer_times import LONGEST, MORNING, NIGHT, SHARE, SHORTEST, accept_until
from lib import clock
from tests.places import at_seoul

FRIDAY = date(2026, 11, 27)
MINUTE = timedelta(minutes=1)

quickly = settings(deadline=None, derandomize=True, database=None)
moments = st.integers(0, 3 * 366 * 24 * 60 * 60).map(
    lambda seconds: at_seoul(date(2026, 1, 1), "00:00") + timedelta(seconds=seconds)
)
lefts = st.timedeltas(timedelta(microseconds=1), timedelta(days=90))


def in_the_night(moment: datetime) -> bool:
    here = moment.astimezone(clock.SEOUL).time()
    return here >= NIGHT or here < MORNING


@pytest.mark.parametrize(
    ("day", "now", "starts", "until"),
    [
        # A quarter of the time that is left.
        (FRIDAY, "10:00", "18:00", "12:00"),
        (FRIDAY, "10:00", "14:00", "11:00"),
        # At least a quarter of an hour, but never longer than it is of use.
        (FRIDAY, "10:00", "10:30", "10:15"),
        (FRIDAY, "10:00", "10:10", "10:10"),
    ],
)
def test_the_time_to_accept_is_scaled(day: date, now: str, starts: str, until: str) -> None:
    assert accept_until(at_seoul(day, now), at_seoul(day, starts)) == at_seoul(day, until)


def test_it_is_at_most_a_day() -> None:
    now, last = at_seoul(FRIDAY, "10:00"), at_seoul(FRIDAY + timedelta(days=30), "14:00")
    assert accept_until(now, last) == now + LONGEST


def test_what_would_run_out_at_night_runs_until_the_morning() -> None:
    now, starts = at_seoul(FRIDAY, "19:00"), at_seoul(FRIDAY + timedelta(days=2), "14:00")
    # A quarter of 43 hours would be 05:45.
    assert accept_until(now, starts) == at_seoul(FRIDAY + timedelta(days=1), "09:00")


def test_late_in_the_evening_too() -> None:
    now, starts = at_seoul(FRIDAY, "20:00"), at_seoul(FRIDAY + timedelta(days=2), "04:00")
    # A quarter of 32 hours would be 04:00.
    assert accept_until(now, starts) == at_seoul(FRIDAY + timedelta(days=1), "09:00")


def test_not_where_the_morning_would_leave_nothing_to_others() -> None:
    now, starts = at_seoul(FRIDAY, "22:00"), at_seoul(FRIDAY + timedelta(days=1), "10:00")
    # The morning is eleven of the twelve hours that are left: three hours, as by day.
    assert accept_until(now, starts) == at_seoul(FRIDAY + timedelta(days=1), "01:00")


@quickly
@given(moments, lefts)
@example(at_seoul(FRIDAY, "08:59"), MINUTE)
@example(at_seoul(FRIDAY, "20:59"), timedelta(days=2))
def test_it_lasts_from_now_until_it_is_of_no_use(now: datetime, left: timedelta) -> None:
    last = now + left
    assert now < accept_until(now, last) <= last


@quickly
@given(moments, lefts)
def test_it_is_never_shorter_than_its_share_and_leaves_half_to_others(
    now: datetime, left: timedelta
) -> None:
    held = accept_until(now, now + left) - now
    assert held >= min(left / SHARE, LONGEST, left)
    assert held >= min(SHORTEST, left)
    assert held <= max(left / 2, SHORTEST)
    # A night at most on top of a day.
    assert held <= LONGEST + timedelta(hours=12)


@quickly
@given(moments, st.timedeltas(timedelta(hours=48), timedelta(days=90)))
def test_with_two_days_left_it_never_runs_out_at_night(now: datetime, left: timedelta) -> None:
    assert not in_the_night(accept_until(now, now + left))


@quickly
@given(moments, lefts, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_more_time_left_never_means_less_time_to_accept(
    now: datetime, left: timedelta, more: timedelta
) -> None:
    assert accept_until(now, now + left + more) >= accept_until(now, now + left)

"""Due dates: the table worked out by hand in receipts.py, and what always holds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.due_dates import counts_from, due_on, is_working_day
from facilities import public_holidays
from facilities.models import Policy
from facilities.models.application_rules import DaysCounted
from lib import clock
from lib.spans import Span
from tests.applications.receipts import (
    BY_CALENDAR,
    BY_WORKING_DAYS,
    HOLIDAYS,
    PAUSED,
    PAUSED_IN_WORKING_DAYS,
)
from tests.places import at_seoul

CALENDAR = Policy(decide_days=7, decide_days_before_use=2)
WORKING = Policy(decide_days=7, decide_days_before_use=2, decide_days_counted=DaysCounted.WORKING)


def spans(texts: Sequence[str]) -> list[Span]:
    """ "11-25 10:00 11-27 09:00", of 2026."""
    return [
        Span(
            at_seoul(date.fromisoformat(f"2026-{first}"), from_),
            at_seoul(date.fromisoformat(f"2026-{last}"), until),
        )
        for first, from_, last, until in (text.split() for text in texts)
    ]


def moment(text: str) -> datetime:
    day, at = text.split()
    return at_seoul(date.fromisoformat(day), at)


def test_the_table_has_sixty_days_and_more() -> None:
    assert len({received for received, *_ in BY_CALENDAR}) >= 60


def test_the_holidays_of_the_table_are_those_of_the_calendar() -> None:
    computed = set(public_holidays.computed(2026, 2028))
    assert {day for day in computed if day < date(2028, 4, 1)} == HOLIDAYS


@pytest.mark.parametrize(("received", "use", "due", "why"), BY_CALENDAR)
def test_calendar_days(received: str, use: str, due: str, why: str) -> None:
    found = due_on(moment(received), date.fromisoformat(use), CALENDAR, HOLIDAYS, ())
    assert found == date.fromisoformat(due), why


@pytest.mark.parametrize(("received", "use", "due", "why"), BY_WORKING_DAYS)
def test_working_days(received: str, use: str, due: str, why: str) -> None:
    found = due_on(moment(received), date.fromisoformat(use), WORKING, HOLIDAYS, ())
    assert found == date.fromisoformat(due), why


@pytest.mark.parametrize(("pauses", "due", "why"), PAUSED)
def test_while_something_is_asked_the_clock_stands(pauses: list[str], due: str, why: str) -> None:
    found = due_on(
        moment("2026-11-23 10:00"), date(2026, 12, 18), CALENDAR, HOLIDAYS, spans(pauses)
    )
    assert found == date.fromisoformat(due), why


@pytest.mark.parametrize(("pauses", "due", "why"), PAUSED_IN_WORKING_DAYS)
def test_only_working_days_of_a_pause_move_working_days(
    pauses: list[str], due: str, why: str
) -> None:
    found = due_on(moment("2026-11-23 10:00"), date(2026, 12, 18), WORKING, HOLIDAYS, spans(pauses))
    assert found == date.fromisoformat(due), why


def test_an_end_is_not_moved_onto_a_day_on_which_the_clock_stood() -> None:
    pauses = spans(["11-30 09:00 12-02 10:00"])
    found = due_on(moment("2026-11-21 10:00"), date(2026, 12, 18), CALENDAR, HOLIDAYS, pauses)
    assert found == date(2026, 12, 2), "Sat 28 goes on to Mon 30; it stood until Wed 2"


@pytest.mark.parametrize(
    ("received", "counted", "why"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00", "within office hours"),
        ("2026-11-23 09:00", "2026-11-23 09:00", "as the office opens"),
        ("2026-11-23 18:00", "2026-11-23 18:00", "as it closes"),
        ("2026-11-23 18:01", "2026-11-24 09:00", "Monday evening: Tuesday"),
        ("2026-11-23 23:59", "2026-11-24 09:00", "Monday night: Tuesday"),
        ("2026-11-24 00:00", "2026-11-24 09:00", "midnight is Tuesday's own morning"),
        ("2026-11-24 08:59", "2026-11-24 09:00", "before hours: 09:00 of the day that begins"),
        ("2026-11-27 18:30", "2026-11-30 09:00", "Friday evening: Monday"),
        ("2026-11-28 11:00", "2026-11-30 09:00", "Saturday: Monday"),
        ("2026-11-29 23:00", "2026-11-30 09:00", "Sunday: Monday"),
        ("2026-12-24 19:00", "2026-12-28 09:00", "Christmas is a Friday: Monday"),
        ("2026-12-31 20:00", "2027-01-04 09:00", "New Year is a Friday: Monday"),
        ("2026-02-13 19:00", "2026-02-19 09:00", "the Friday before Seollal: Thursday after"),
        ("2026-06-03 10:00", "2026-06-04 09:00", "the day of the election: Thursday"),
        ("2026-10-03 10:00", "2026-10-06 09:00", "Sat 3, Sun 4, substitute Mon 5: Tuesday"),
    ],
)
def test_the_order_of_receipt_goes_by_office_hours(received: str, counted: str, why: str) -> None:
    assert counts_from(moment(received), HOLIDAYS) == moment(counted), why


def test_an_evening_ranks_as_the_next_day_and_is_due_as_its_own() -> None:
    evening, next_morning = moment("2026-11-26 20:00"), moment("2026-11-27 09:00")
    assert counts_from(evening, HOLIDAYS) == counts_from(next_morning, HOLIDAYS)
    use = date(2026, 12, 18)
    assert due_on(evening, use, CALENDAR, HOLIDAYS, ()) == date(2026, 12, 3)
    assert due_on(next_morning, use, CALENDAR, HOLIDAYS, ()) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # Monday
        ("2026-11-28", False),  # Saturday
        ("2026-11-29", False),  # Sunday
        ("2026-12-25", False),  # Christmas, a Friday
        ("2026-03-02", False),  # a substitute, a Monday
        ("2028-02-29", True),  # the leap day, a Tuesday
    ],
)
def test_working_day(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), HOLIDAYS) is works


FIRST = at_seoul(date(2026, 1, 1), "00:00")
MINUTES_OF_TWO_YEARS = 2 * 365 * 24 * 60

moments = st.integers(0, MINUTES_OF_TWO_YEARS).map(lambda m: FIRST + timedelta(minutes=m))
ahead = st.integers(0, 100)
policies = st.builds(
    Policy,
    decide_days=st.integers(1, 20),
    decide_days_before_use=st.integers(0, 10),
    decide_days_counted=st.sampled_from(DaysCounted.values),
)
# Minutes after receipt, minutes long.
pauses_after = st.lists(st.tuples(st.integers(-3000, 40_000), st.integers(1, 30_000)), max_size=4)


def seoul_day(at: datetime) -> date:
    return at.astimezone(clock.SEOUL).date()


def spans_after(received: datetime, lengths: list[tuple[int, int]]) -> list[Span]:
    return [
        Span(start, start + timedelta(minutes=minutes))
        for after, minutes in lengths
        for start in [received + timedelta(minutes=after)]
    ]


@given(moments, ahead, policies, pauses_after)
def test_always_between_the_receipt_and_the_last_day(
    received: datetime, days: int, policy: Policy, lengths: list[tuple[int, int]]
) -> None:
    day = seoul_day(received)
    use = day + timedelta(days=days)
    due = due_on(received, use, policy, HOLIDAYS, spans_after(received, lengths))
    latest = use - timedelta(days=policy.decide_days_before_use)
    assert day <= due <= max(day, latest)


@given(moments, ahead, policies, pauses_after, pauses_after)
def test_a_pause_never_makes_it_earlier(
    received: datetime,
    days: int,
    policy: Policy,
    lengths: list[tuple[int, int]],
    more: list[tuple[int, int]],
) -> None:
    use = seoul_day(received) + timedelta(days=days)
    some = spans_after(received, lengths)
    before = due_on(received, use, policy, HOLIDAYS, some)
    assert due_on(received, use, policy, HOLIDAYS, some + spans_after(received, more)) >= before


@given(moments, st.integers(0, 60 * 24 * 30), ahead, policies, pauses_after)
def test_who_is_received_later_is_never_due_earlier(
    received: datetime, minutes: int, days: int, policy: Policy, lengths: list[tuple[int, int]]
) -> None:
    later = received + timedelta(minutes=minutes)
    use = seoul_day(received) + timedelta(days=days)
    pauses = spans_after(received, lengths)
    first = due_on(received, use, policy, HOLIDAYS, pauses)
    assert due_on(later, use, policy, HOLIDAYS, pauses) >= first
    assert counts_from(later, HOLIDAYS) >= counts_from(received, HOLIDAYS)


@given(moments, policies)
def test_far_from_the_use_it_falls_on_a_working_day(received: datetime, policy: Policy) -> None:
    use = seoul_day(received) + timedelta(days=100)
    assert is_working_day(due_on(received, use, policy, HOLIDAYS, ()), HOLIDAYS)


@given(moments)
def test_what_counts_is_a_moment_at_which_the_office_is_open(received: datetime) -> None:
    counted = counts_from(received, HOLIDAYS)
    local = counted.astimezone(clock.SEOUL)
    assert received <= counted
    assert is_working_day(local.date(), HOLIDAYS)
    assert (9, 0) <= (local.hour, local.minute) <= (18, 0)

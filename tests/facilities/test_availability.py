"""What is shown as free is free, what is not says why, and alternatives are real."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities import availability, closing, occupancy, rules
from facilities.availability import Facts, alternatives, day_of, judged, shortest, want, week
from facilities.catalogue import Listing, catalogue
from facilities.models import Building, Facility, OpeningHours, Policy, Space
from facilities.models.policies import Decision
from facilities.wish import Wish
from lib.spans import QUARTER, Span
from tests.places import NOON, at_seoul, listing, span

TUESDAY = date(2026, 12, 1)
NEXT_WEEK = date(2026, 11, 30)

quarter_minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)


def clock_of(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def hours(draw: st.DrawFn) -> tuple[OpeningHours, ...]:
    """Up to two stretches on the one weekday that is looked at."""
    edges = sorted(draw(st.lists(quarter_minutes, min_size=0, max_size=4, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(
        OpeningHours(
            weekday=TUESDAY.weekday(), opens_at=clock_of(opens), closes_at=clock_of(closes)
        )
        for opens, closes in pairs
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that the admin would let through."""
    step = draw(st.sampled_from([15, 30, 45, 60, 90, 120]))
    shortest_steps = draw(st.integers(1, 4))
    return Policy(
        valid_from=date(2026, 9, 28),
        decision=draw(st.sampled_from([Decision.AT_ONCE, Decision.AT_ONCE, Decision.OFFICER])),
        step_minutes=step,
        min_minutes=step * shortest_steps,
        max_minutes=step * (shortest_steps + draw(st.integers(0, 4))),
        setup_minutes=draw(st.sampled_from([0, 15, 30, 60])),
        clearing_minutes=draw(st.sampled_from([0, 15, 30, 60])),
        opens_days_before=draw(st.integers(1, 40)),
        opens_at=time(9),
        closes_days_before=draw(st.integers(0, 1)),
    )


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    spaces = tuple(Space(pk=pk, code=str(pk)) for pk in range(1, draw(st.integers(1, 3)) + 1))
    return Listing(
        facility=Facility(pk=1, slug="room", capacity=draw(st.none() | st.integers(1, 30))),
        spaces=spaces,
        policies=(draw(policies()),),
        hours=draw(hours()),
        closures=(),
    )


taken_somewhere = st.sets(st.tuples(st.integers(1, 4), st.integers(0, 95)), max_size=60)
nows = st.datetimes(datetime(2026, 10, 20), datetime(2026, 12, 1, 23, 59)).map(  # noqa: DTZ001
    lambda local: at_seoul(local.date(), "00:00") + timedelta(minutes=local.hour * 60)
)


@given(
    room=listings(),
    taken=taken_somewhere,
    now=nows,
    minutes=st.integers(1, 600),
    people=st.none() | st.integers(0, 40),
)
def test_a_free_start_passes_all_rules_and_touches_nothing_taken(
    room: Listing,
    taken: set[tuple[int, int]],
    now: datetime,
    minutes: int,
    people: int | None,
) -> None:
    midnight = at_seoul(TUESDAY, "00:00")
    quarters = {(space, midnight + quarter * QUARTER) for space, quarter in taken}
    length = shortest(room, minutes, now)
    day = day_of(room, TUESDAY, length, people, Facts(now, {}, quarters))
    policy = room.policies[0]
    for start in day.starts:
        # Said a second time, without the functions under test.
        held = [
            begins
            for space, begins in quarters
            if space in room.space_ids
            and begins < start.span.ends_at + timedelta(minutes=policy.clearing_minutes)
            and start.span.starts_at - timedelta(minutes=policy.setup_minutes) < begins + QUARTER
        ]
        broken = rules.first_refusal(Wish(room, start.span, now, {}, people))
        assert start.is_free is (not held and broken is None)
        if start.refusal:
            assert start.refusal.code
            assert start.refusal.message
            assert start.refusal.next_step
            assert start.refusal.short or start.refusal.code == "too_few_people"
    if not room.hours:
        assert day.refusal
        assert day.refusal.code == "closed_that_day"


@given(room=listings(), now=nows, minutes=st.integers(1, 600))
def test_the_length_shown_is_one_that_may_be_booked(
    room: Listing, now: datetime, minutes: int
) -> None:
    policy = room.policies[0]
    length = shortest(room, minutes, now)
    assert policy.min_minutes <= length <= policy.max_minutes
    assert length % policy.step_minutes == 0
    if policy.min_minutes <= minutes <= policy.max_minutes:
        assert minutes <= length < minutes + policy.step_minutes


@given(room=listings(), now=nows)
def test_no_free_time_is_left_out(room: Listing, now: datetime) -> None:
    """Every span of the shortest length that no rule refuses is among the starts."""
    length = timedelta(minutes=room.policies[0].min_minutes)
    shown = day_of(room, TUESDAY, room.policies[0].min_minutes, None, Facts(now, {}, set()))
    free = {start.span for start in shown.starts if start.is_free}
    for quarter in range(96):
        starts = at_seoul(TUESDAY, "00:00") + quarter * QUARTER
        wanted = Span(starts, starts + length)
        if rules.first_refusal(Wish(room, wanted, now, {})) is None:
            assert wanted in free


# With City Hall


@pytest.fixture
def house(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def take(slug: str, wanted: Span) -> None:
    with transaction.atomic():
        occupancy.take([occupancy.Want(listing(slug).space_ids, wanted)])


def wish(slug: str, wanted: Span, people: int | None = 5, now: datetime = NOON) -> Wish:
    return Wish(listing(slug), wanted, now, catalogue().holidays, people)


SLUGS = ("moran", "tancheon", "bookcafe-room")
some_spans = st.builds(
    lambda day, quarter, length: Span(
        at_seoul(NEXT_WEEK + timedelta(days=day), "00:00") + quarter * QUARTER,
        at_seoul(NEXT_WEEK + timedelta(days=day), "00:00") + (quarter + length) * QUARTER,
    ),
    st.integers(-9, 40),
    st.integers(0, 95),
    st.integers(1, 20),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    busy=st.lists(st.tuples(st.sampled_from(SLUGS), some_spans), max_size=6),
    slug=st.sampled_from([*SLUGS, "onnuri"]),
    wanted=some_spans,
    people=st.integers(0, 20),
)
def test_alternatives_can_really_be_booked(
    house: None, busy: list[tuple[str, Span]], slug: str, wanted: Span, people: int
) -> None:
    with transaction.atomic():
        for other, held in busy:
            try:
                take(other, held)
            except occupancy.SpaceTaken:
                continue
        asked = wish(slug, wanted, people)
        found = alternatives(catalogue(), asked)
        assert len(found) <= 3
        assert len({(start.listing, start.span) for start in found}) == len(found)
        for start in found:
            again = wish(start.listing.facility.slug, start.span, people or 1)
            assert rules.first_refusal(again) is None
            with transaction.atomic():
                occupancy.take([want(start.listing, start.span, NOON)])
                transaction.set_rollback(True)
        transaction.set_rollback(True)


def offered(asked: Wish) -> list[tuple[str, str]]:
    return [
        (start.listing.facility.slug, f"{start.span.starts_at:%d %H}")
        for start in alternatives(catalogue(), asked)
    ]


def test_alternatives_are_near_the_wish(house: None) -> None:
    wanted = span(TUESDAY, "10:00", "12:00")
    take("moran", wanted)
    assert judged(
        listing("moran"),
        wanted,
        5,
        Facts(NOON, {}, availability.taken_between([listing("moran")], TUESDAY, TUESDAY, NOON)),
    ).refusal
    # The same room later, then another at the very time, the smallest that is large enough
    # (01 UTC is ten in Seoul).
    later = [("moran", "01 03"), ("moran", "01 04")]
    assert offered(wish("moran", wanted)) == [*later, ("bookcafe-room", "01 01")]
    assert offered(wish("moran", wanted, people=10)) == [*later, ("tancheon", "01 01")]


def test_alternatives_when_the_day_is_too_far_lie_within_the_window(house: None) -> None:
    found = alternatives(catalogue(), wish("moran", span(date(2027, 6, 1), "10:00", "11:00")))
    assert len(found) == 3


def test_alternatives_at_the_end_of_the_calendar_are_no_fault(house: None) -> None:
    assert alternatives(catalogue(), wish("moran", span(date(9999, 12, 30), "10:00", "11:00")))


@pytest.mark.parametrize(
    ("now", "asked_for"),
    [
        # The 30th day opens at 09:00: before that, the last open day is the one before it.
        (at_seoul(date(2026, 11, 24), "08:59"), date(2027, 1, 5)),
        # The 30th day is a Saturday: what can be booked lies before it.
        (at_seoul(date(2026, 11, 26), "10:00"), date(2027, 1, 5)),
    ],
)
def test_alternatives_look_back_from_the_end_of_the_window(
    house: None, now: datetime, asked_for: date
) -> None:
    known = catalogue()
    wish = Wish(listing("moran"), span(asked_for, "10:00", "11:00"), now, known.holidays, 2)
    assert len(alternatives(known, wish)) == availability.ALTERNATIVES


def test_alternatives_keep_to_what_is_acceptable(house: None) -> None:
    wanted = span(TUESDAY, "10:00", "12:00")
    found = alternatives(
        catalogue(),
        wish("moran", wanted),
        lambda other, _: other.facility.slug == "tancheon",
    )
    assert {start.listing.facility.slug for start in found} == {"tancheon"}


def test_alternatives_over_a_long_holiday(house: None) -> None:
    now = at_seoul(date(2027, 2, 4), "20:00")
    found = alternatives(
        catalogue(), wish("moran", span(date(2027, 2, 5), "20:00", "21:00"), now=now)
    )
    assert len(found) == 3


def test_the_week_costs_one_query(house: None, django_assert_num_queries: object) -> None:
    known, room = catalogue(), listing("moran")
    with django_assert_num_queries(1):  # type: ignore[operator]
        days = week(room, NEXT_WEEK, 60, known, NOON)
    assert [len(day.starts) for day in days] == [9, 9, 9, 9, 9, 0, 0]
    assert all(start.is_free for start in days[0].starts)
    assert days[5].refusal
    assert days[5].refusal.code == "closed_that_day"


def test_the_week_shows_what_is_taken_and_what_is_closed(house: None) -> None:
    take("moran", span(TUESDAY, "10:00", "11:00"))
    closing.close(
        Facility.objects.get(slug="moran"), span(TUESDAY, "14:00", "15:00"), reason_ko="소독"
    )
    codes = [
        start.refusal.code if start.refusal else ""
        for start in week(listing("moran"), NEXT_WEEK, 60, catalogue(), NOON)[1].starts
    ]
    assert codes == ["", "taken", "", "", "", "closure", "", "", ""]


def test_the_week_names_the_holiday(house: None) -> None:
    now = at_seoul(date(2026, 12, 20), "12:00")
    friday = week(listing("moran"), date(2026, 12, 21), 60, catalogue(), now)[4]
    assert friday.holiday
    assert friday.refusal
    assert friday.refusal.code == "public_holiday"
    assert friday.starts == ()

"""The rules of time and size: each refusal beside what is allowed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import override

from facilities import closing, rules
from facilities.catalogue import catalogue
from facilities.models import Building, Facility, Policy
from facilities.models.policies import Decision
from facilities.rules import first_refusal
from facilities.wish import Wish
from lib import clock
from lib.spans import Span
from tests.places import NOON, at_seoul, listing, span

TODAY = date(2026, 11, 23)  # a Monday
TUESDAY = date(2026, 12, 1)
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def wish(
    when: Span | None = None,
    *,
    slug: str = "moran",
    now: datetime = NOON,
    people: int | None = 5,
) -> Wish:
    """A wish that every rule lets pass, but for what is said."""
    found = listing(slug)
    when = when or span(TUESDAY, "10:00", "12:00")
    return Wish(found, when, now, catalogue().holidays, people)


def code(of: Wish) -> str | None:
    refusal = first_refusal(of)
    if refusal:
        assert refusal.message
        assert refusal.next_step
        assert refusal.status in {409, 422}
    return refusal.code if refusal else None


def test_an_ordinary_wish_is_allowed() -> None:
    assert code(wish()) is None
    assert code(wish(people=None)) is None


# Where


@pytest.mark.parametrize("slug", ["onnuri", "plaza", "gonggam", "fitness", "play", "bookcafe"])
def test_what_is_not_decided_at_once_is_not_bookable_here(slug: str) -> None:
    refusal = first_refusal(wish(slug=slug))
    assert refusal
    assert refusal.code == "not_bookable_here"
    assert "-" in refusal.next_step  # the telephone number


def test_policy_that_is_not_yet_in_force_does_not_count() -> None:
    policy = Policy.objects.get(facility__slug="moran")
    Policy(
        facility=policy.facility, valid_from=date(2026, 11, 24), decision=Decision.OFFICER
    ).save()
    last_moment = at_seoul(date(2026, 11, 24), "00:00") - timedelta(seconds=1)
    assert code(wish(now=last_moment)) is None
    assert code(wish(now=last_moment + timedelta(seconds=1))) == "not_bookable_here"


# The grid and the past


@pytest.mark.parametrize("minute", [1, 7, 14, 16, 59])
def test_time_off_the_grid_is_refused(minute: int) -> None:
    starts = at_seoul(TUESDAY, "10:00") + timedelta(minutes=minute)
    assert code(wish(Span(starts, starts + timedelta(hours=1)))) == "off_grid"
    assert code(wish(Span(at_seoul(TUESDAY, "09:00"), starts))) == "off_grid"


def test_second_off_the_grid_is_refused() -> None:
    starts = at_seoul(TUESDAY, "10:00") + timedelta(seconds=1)
    assert code(wish(Span(starts, starts + timedelta(hours=1)))) == "off_grid"


def test_what_has_begun_is_past() -> None:
    at_one = at_seoul(TODAY, "13:00")
    wanted = span(TODAY, "13:00", "14:00")
    assert code(wish(wanted, slug="bookcafe-room", now=at_one - timedelta(seconds=1))) is None
    assert code(wish(wanted, slug="bookcafe-room", now=at_one)) == "in_the_past"
    assert code(wish(span(date(1970, 1, 1), "10:00", "11:00"))) == "in_the_past"


# The window

OPENS = date(2026, 12, 23)  # thirty days from today


def test_window_opens_at_nine_thirty_days_before() -> None:
    wanted = span(OPENS, "10:00", "11:00")
    nine = at_seoul(TODAY, "09:00")
    assert code(wish(wanted, now=nine - timedelta(seconds=1))) == "too_early"
    assert code(wish(wanted, now=nine)) is None
    assert code(wish(span(date(2026, 12, 24), "10:00", "11:00"), now=nine)) == "too_early"


def test_window_says_when_it_opens() -> None:
    refusal = first_refusal(wish(span(date(2026, 12, 24), "10:00", "11:00")))
    assert refusal
    assert "2026. 11. 24.(화) 09:00" in refusal.message


def test_window_is_measured_to_the_last_day() -> None:
    until_midnight = Span(at_seoul(OPENS, "22:00"), at_seoul(date(2026, 12, 24), "00:00"))
    over_midnight = Span(at_seoul(OPENS, "22:00"), at_seoul(date(2026, 12, 24), "00:15"))
    assert rules.too_early(wish(until_midnight)) is None
    assert rules.too_early(wish(over_midnight)) is not None


def test_window_closes_with_the_day_before_in_seoul() -> None:
    wanted = span(TUESDAY, "10:00", "11:00")
    midnight = at_seoul(TUESDAY, "00:00")
    assert code(wish(wanted, now=midnight - timedelta(seconds=1))) is None
    assert code(wish(wanted, now=midnight)) == "too_late"
    # In UTC it is the day before until nine in the morning: that does not help.
    assert code(wish(wanted, now=at_seoul(TUESDAY, "08:59"))) == "too_late"


def test_window_of_the_book_cafe_lasts_until_the_start() -> None:
    wanted = span(TODAY, "14:00", "15:00")
    assert code(wish(wanted, slug="bookcafe-room")) is None
    fourteen = TODAY + timedelta(days=14)
    assert code(wish(span(fourteen, "09:00", "10:00"), slug="bookcafe-room")) is None
    later = fourteen + timedelta(days=1)
    assert code(wish(span(later, "09:00", "10:00"), slug="bookcafe-room")) == "too_early"


# Days and hours


def test_public_holiday_is_refused_with_its_name() -> None:
    now = at_seoul(date(2026, 12, 20), "12:00")
    refusal = first_refusal(wish(span(CHRISTMAS, "10:00", "11:00"), now=now))
    assert refusal
    assert refusal.code == "public_holiday"
    assert "성탄절" in refusal.message
    assert code(wish(span(date(2026, 12, 24), "10:00", "11:00"), now=now)) is None


def test_substitute_holiday_is_a_holiday() -> None:
    now = at_seoul(date(2027, 4, 20), "12:00")
    assert code(wish(span(date(2027, 5, 3), "10:00", "11:00"), now=now)) == "public_holiday"
    assert code(wish(span(date(2027, 5, 4), "10:00", "11:00"), now=now)) is None


def test_weekend_is_closed() -> None:
    assert code(wish(span(date(2026, 11, 28), "10:00", "11:00"))) == "closed_that_day"
    assert code(wish(span(date(2026, 11, 27), "10:00", "11:00"))) is None


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [
        ("09:00", "10:00", None),
        ("08:00", "09:00", "outside_hours"),
        ("08:00", "10:00", "outside_hours"),
        ("17:00", "18:00", None),
        ("17:00", "19:00", "outside_hours"),
        ("18:00", "19:00", "outside_hours"),
    ],
)
def test_hours_of_the_day(starts: str, ends: str, refused: str | None) -> None:
    assert code(wish(span(TUESDAY, starts, ends))) == refused


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [
        ("11:00", "12:00", None),
        ("11:00", "13:00", "outside_hours"),
        ("12:00", "13:00", "outside_hours"),
        ("12:00", "14:00", "outside_hours"),
        ("13:00", "14:00", None),
    ],
)
def test_lunch_break_of_the_book_cafe(starts: str, ends: str, refused: str | None) -> None:
    assert code(wish(span(TUESDAY, starts, ends), slug="bookcafe-room")) == refused


def test_closure_is_refused_with_its_reason() -> None:
    closing.close(
        Facility.objects.get(slug="moran"), span(TUESDAY, "11:00", "13:00"), reason_ko="소독"
    )
    refusal = first_refusal(wish(span(TUESDAY, "10:00", "12:00")))
    assert refusal
    assert (refusal.code, refusal.status) == ("closure", 409)
    assert "소독" in refusal.message
    assert code(wish(span(TUESDAY, "09:00", "11:00"))) is None
    assert code(wish(span(TUESDAY, "13:00", "14:00"))) is None
    assert code(wish(span(TUESDAY, "10:00", "12:00"), slug="tancheon")) is None


# Length and step


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [
        ("10:00", "10:45", "too_short"),
        ("10:00", "11:00", None),
        ("10:00", "13:00", None),
        ("10:00", "13:15", "too_long"),
        ("10:15", "11:15", "off_step"),
        ("10:00", "11:15", "off_step"),
    ],
)
def test_length_and_step(starts: str, ends: str, refused: str | None) -> None:
    assert code(wish(span(TUESDAY, starts, ends))) == refused


def test_step_counts_from_the_opening_of_each_stretch() -> None:
    room = Facility.objects.get(slug="bookcafe-room")
    afternoon = room.opening_hours.get(weekday=1, opens_at=time(13))
    afternoon.opens_at = time(13, 30)
    afternoon.save()
    assert code(wish(span(TUESDAY, "13:30", "14:30"), slug="bookcafe-room")) is None
    assert code(wish(span(TUESDAY, "14:00", "15:00"), slug="bookcafe-room")) == "off_step"


# People


@pytest.mark.parametrize(
    ("people", "refused"),
    [
        (-1, "too_few_people"),
        (0, "too_few_people"),
        (1, None),
        (17, None),
        (18, "too_many_people"),
        (10_000, "too_many_people"),
    ],
)
def test_number_of_people(people: int, refused: str | None) -> None:
    assert code(wish(people=people)) == refused


def test_room_whose_capacity_is_not_known_takes_any_number() -> None:
    moran = Facility.objects.get(slug="moran")
    moran.capacity = None
    moran.save()
    assert code(wish(people=10_000)) is None


# How it is said


def test_refusals_are_said_in_the_reader_s_language() -> None:
    with override("en"):
        refusal = first_refusal(wish(people=18))
        assert refusal
        assert refusal.message == "This room holds 17 people."


def test_every_rule_has_a_code_of_its_own_name() -> None:
    names = [rule.__name__ for rule in rules.RULES]
    assert len(set(names)) == len(names)
    assert rules.taken(listing("moran")).code == "taken"


def test_rules_ask_no_clock(at: Callable[[datetime], None]) -> None:
    """What they judge by is in the wish."""
    judged = wish()
    at(clock.seoul(date(2030, 1, 1), time(12)))
    assert code(judged) is None

"""The rules of places in a session, each allowed and refused, and the moments of a policy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from facilities import closing, rules, session_rules
from facilities.catalogue import catalogue
from facilities.models import Building, Policy
from facilities.models.policies import Decision, PartyKind, PlaceFor
from facilities.parties import Party, family, places_for
from facilities.session_rules import first_refusal, party_refusal, session_full
from facilities.sessions import SessionFacts
from facilities.wish import Wish
from lib import clock
from lib.spans import Span
from tests.places import NOON, at_seoul, listing, span

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _noon(city_hall: Building) -> Iterator[None]:
    with clock.stopped(NOON), translation.override("ko"):
        yield


def session(when: Span, **changes: Any) -> SessionFacts:
    given: dict[str, Any] = {
        "pk": 1,
        "reference": "222222222222",
        "facility_id": 1,
        "span": when,
        "places": 14,
        "taken": 0,
        "door_places": 0,
        "door_taken": 0,
        "waiting": 0,
        "run_out": 0,
        "is_cancelled": False,
    }
    return SessionFacts(**given | changes)


def wish(
    slug: str = "play",
    day: date = WEDNESDAY,
    now: datetime = NOON,
    party: Party | None = None,
    **changes: Any,
) -> Wish:
    """A family for the play area on Wednesday at ten, where nothing else is said."""
    when = span(day, "10:00", "12:00")
    asked = party or family(1, 0, 1, 0)
    return Wish(
        listing(slug),
        when,
        now,
        catalogue().holidays,
        asked.people,
        session(when, **changes),
        asked,
    )


def code(wanted: Wish) -> str:
    refusal = first_refusal(wanted)
    return refusal.code if refusal else ""


def test_a_family_may_come() -> None:
    assert code(wish()) == ""


def test_before_anybody_says_who_comes_the_party_is_not_judged() -> None:
    assert code(replace(wish(), people=None, party=None)) == ""


@pytest.mark.parametrize(("is_cancelled", "said"), [(True, "session_gone"), (False, "")])
def test_a_session_that_does_not_take_place(is_cancelled: bool, said: str) -> None:
    assert code(wish(is_cancelled=is_cancelled)) == said


def test_a_wish_by_time_is_judged_by_the_rules_of_time() -> None:
    assert session_rules.session_cancelled(Wish(listing("moran"), wish().span, NOON, {})) is None
    assert code(Wish(listing("moran"), wish().span, NOON, {}, 99)) == "too_many_people"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at_seoul(WEDNESDAY, "09:59"), "too_late"),
        (at_seoul(WEDNESDAY, "10:00"), "in_the_past"),
        (at_seoul(date(2026, 11, 24), "23:59"), ""),
        (at_seoul(WEDNESDAY, "00:00"), "too_late"),
        (at_seoul(date(2026, 11, 17), "09:00"), ""),
        (at_seoul(date(2026, 11, 17), "08:59"), "too_early"),
    ],
)
def test_the_window_is_measured_in_seoul(now: datetime, said: str) -> None:
    assert code(wish(now=now)) == said


@pytest.mark.parametrize(
    ("slug", "day", "said"),
    [
        ("play", date(2027, 5, 5), ""),
        ("play", date(2027, 5, 1), "public_holiday"),
        ("fitness", date(2027, 5, 5), "public_holiday"),
    ],
)
def test_childrens_day_is_no_holiday_for_the_play_area(slug: str, day: date, said: str) -> None:
    party = family(1, 0, 1, 0) if slug == "play" else Party(1)
    now = at_seoul(day - timedelta(days=1), "12:00")
    assert code(wish(slug, day, now=now, party=party)) == said


@pytest.mark.parametrize(
    ("party", "said"),
    [
        (family(1, 0, 1, 0), ""),
        (family(1, 1, 0, 0), ""),
        (family(0, 0, 1, 0), "no_guardian"),
        (family(1, 0, 0, 0), "no_child"),
        (family(1, 0, 0, 1), "child_too_old"),
        (family(1, 1, 1, 1), "child_too_old"),
        (family(1, 2, 3, 0), ""),
        (family(2, 2, 3, 0), "party_too_large"),
        (family(0, 0, 0, 0), "too_few_people"),
        (Party(2), "no_guardian"),
    ],
)
def test_who_may_come_to_the_play_area(party: Party, said: str) -> None:
    assert code(wish(party=party)) == said
    refusal = party_refusal(wish(party=party))
    assert (refusal.code if refusal else "") == said


@pytest.mark.parametrize(
    ("people", "places", "said"),
    [(4, 20, ""), (5, 20, "party_too_large"), (3, 2, "party_too_large"), (0, 20, "too_few_people")],
)
def test_who_may_come_to_the_fitness_room(people: int, places: int, said: str) -> None:
    assert code(wish("fitness", party=Party(people), places=places)) == said


def test_at_the_door_the_share_of_who_books_is_no_limit() -> None:
    assert party_refusal(wish("fitness", party=Party(3), places=2)) is None


def test_a_place_for_a_party_is_for_all_of_it() -> None:
    """Six people in one family take one place, also of the last one."""
    assert code(wish(party=family(2, 2, 2, 0), places=1)) == ""


@pytest.mark.parametrize(
    ("taken", "people", "sentence"),
    [(14, 1, "full"), (13, 2, "left"), (12, 3, "left"), (14, 3, "full")],
)
def test_a_full_session_says_whether_anything_is_left(
    taken: int, people: int, sentence: str
) -> None:
    wanted = wish("fitness", party=Party(people), taken=taken)
    assert wanted.session
    with translation.override("en"):
        refusal = session_full(wanted.session, wanted)
    assert refusal.code == "session_full"
    assert (f"Only {14 - taken}" in refusal.message) is (sentence == "left")


def test_the_order_of_the_rules_is_that_of_a_person() -> None:
    """A session that is gone is not explained by the age of the children."""
    worst = wish(now=at_seoul(WEDNESDAY, "11:00"), party=family(0, 0, 0, 1), is_cancelled=True)
    assert code(worst) == "session_gone"
    assert rules.in_the_past in session_rules.RULES


def test_a_closed_session_says_why() -> None:
    closing.close(
        listing("play").facility,
        span(WEDNESDAY, "10:00", "12:00"),
        reason_ko="누수",
        reason_en="A leak",
    )
    assert code(wish(is_cancelled=True)) == "closure"
    refusal = first_refusal(wish(is_cancelled=True))
    assert refusal
    assert "누수" in refusal.message


# A policy's moments, by the clock of Seoul


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_opens_as_a_whole_on_the_weekday_of_the_week_before(weekday: int) -> None:
    policy = Policy(opens_weekday=1, opens_at=time(9))
    day = date(2026, 11, 30) + timedelta(days=weekday)
    assert policy.opening_for(day) == at_seoul(date(2026, 11, 24), "09:00")


@pytest.mark.parametrize(
    ("opens_weekday", "opens_on"), [(0, date(2026, 11, 23)), (6, date(2026, 11, 29))]
)
def test_any_weekday_may_open_the_next_week(opens_weekday: int, opens_on: date) -> None:
    policy = Policy(opens_weekday=opens_weekday, opens_at=time(9))
    assert policy.opening_for(date(2026, 11, 30)) == at_seoul(opens_on, "09:00")


def test_without_a_weekday_it_opens_so_many_days_before() -> None:
    policy = Policy(opens_days_before=7, opens_at=time(0))
    assert policy.opening_for(date(2026, 12, 2)) == at_seoul(WEDNESDAY, "00:00")


@pytest.mark.parametrize(
    ("rules_of", "starts_at", "until"),
    [
        ({"cancel_minutes_before": 60}, "10:00", at_seoul(WEDNESDAY, "09:00")),
        ({"cancel_minutes_before": 0}, "10:00", at_seoul(WEDNESDAY, "10:00")),
        # Just after midnight in Seoul it is still the day before in Greenwich.
        (
            {"cancel_days_before": 1, "cancel_at": time(18)},
            "00:30",
            at_seoul(date(2026, 11, 24), "18:00"),
        ),
        (
            {"cancel_days_before": 1, "cancel_at": time(18)},
            "23:30",
            at_seoul(date(2026, 11, 24), "18:00"),
        ),
        ({"cancel_days_before": 0, "cancel_at": time(0)}, "10:00", at_seoul(WEDNESDAY, "00:00")),
        # Never after it has begun.
        ({"cancel_days_before": 0, "cancel_at": time(18)}, "10:00", at_seoul(WEDNESDAY, "10:00")),
    ],
)
def test_until_when_a_visit_may_be_cancelled(
    rules_of: dict[str, Any], starts_at: str, until: datetime
) -> None:
    assert Policy(**rules_of).cancel_until(at_seoul(WEDNESDAY, starts_at)) == until


@pytest.mark.parametrize(("minutes", "expected"), [(30, "10:30"), (1, "10:01"), (None, None)])
def test_from_when_on_who_has_not_come_is_absent(minutes: int | None, expected: str | None) -> None:
    at = Policy(absent_after_minutes=minutes).absent_at(at_seoul(WEDNESDAY, "10:00"))
    assert at == (at_seoul(WEDNESDAY, expected) if expected else None)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, "10:00"), (60, "11:00"), (30, "11:30"), (180, "10:00")],
)
def test_until_when_places_are_of_use(minutes: int, expected: str) -> None:
    when = span(WEDNESDAY, "10:00", "12:00")
    last = Policy(last_entry_minutes=minutes).last_entry(when.starts_at, when.ends_at)
    assert last == at_seoul(WEDNESDAY, expected)


@pytest.mark.parametrize(
    ("decision", "officer_from", "people", "expected"),
    [
        (Decision.AT_ONCE, None, 99, Decision.AT_ONCE),
        (Decision.OFFICER, None, 1, Decision.OFFICER),
        (Decision.OFFICER, 5, 4, Decision.AT_ONCE),
        (Decision.OFFICER, 5, 5, Decision.OFFICER),
        (Decision.AT_ONCE, 5, 5, Decision.OFFICER),
        (Decision.DRAW, 5, 4, Decision.DRAW),
    ],
)
def test_who_decides_for_a_party(
    decision: str, officer_from: int | None, people: int, expected: str
) -> None:
    policy = Policy(decision=decision, officer_from_people=officer_from)
    assert policy.decides(people) == expected


@pytest.mark.parametrize(("place_for", "places"), [(PlaceFor.PARTY, 1), (PlaceFor.PERSON, 5)])
def test_how_many_places_a_party_takes(place_for: str, places: int) -> None:
    assert places_for(5, Policy(place_for=place_for, party=PartyKind.FAMILY)) == places


@pytest.mark.parametrize(
    ("party", "oldest"),
    [
        (family(1, 0, 0, 0), None),
        (family(1, 1, 0, 0), 0),
        (family(1, 1, 1, 0), 3),
        (family(1, 1, 1, 1), 6),
    ],
)
def test_the_oldest_child_is_known_by_its_band(party: Party, oldest: int | None) -> None:
    assert party.oldest_from == oldest
    assert party.children == party.people - 1

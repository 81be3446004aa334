"""On which days an event is: those that its places touch, in runs of consecutive days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from events import finding
from events.finding import in_turn, taking_days
from events.models import Event
from events.planning import plan
from events.runs import days_of, runs, with_runs
from events.shown import shown_event
from events.wanted import EventWanted
from lib.spans import Span
from tests.events.many import many
from tests.events.samples import (
    FRIDAY,
    MARKET,
    SATURDAY,
    TEN_DAYS_LATER,
    apart,
    fair,
    festival,
    market,
    place,
    published,
)
from tests.places import at_seoul, span

DAY = timedelta(days=1)


def days(first: date, *after: int) -> list[date]:
    return [first + number * DAY for number in (0, *after)]


def test_days_apart_are_a_run_each(officer: User) -> None:
    event = plan(officer, apart())
    assert runs(event) == (
        span(FRIDAY, "10:00", "16:00"),
        span(TEN_DAYS_LATER, "10:00", "16:00"),
    )


def test_days_that_follow_each_other_are_one(officer: User) -> None:
    event = plan(officer, apart(*days(FRIDAY, 1, 2, 9)))
    assert runs(event) == (
        Span(at_seoul(FRIDAY, "10:00"), at_seoul(FRIDAY + 2 * DAY, "16:00")),
        span(FRIDAY + 9 * DAY, "10:00", "16:00"),
    )


@pytest.mark.parametrize("wanted", [market(), fair(), festival()])
def test_most_events_have_one_which_is_their_span(officer: User, wanted: EventWanted) -> None:
    event = plan(officer, wanted)
    assert runs(event) == (event.span,) == (wanted.span,)


def test_without_places_or_elsewhere_it_is_one(officer: User) -> None:
    whole = replace(apart(), places=())
    assert len(runs(plan(officer, whole))) == 1
    elsewhere = replace(apart(), about=replace(MARKET, location_ko="여수천"))
    assert runs(plan(officer, elsewhere)) == (elsewhere.span,)


def test_of_a_booking_another_word_for_the_place_fills_no_days(officer: User) -> None:
    event = plan(officer, replace(apart(), about=replace(MARKET, location_ko="비 오면 로비")))
    event.is_of_booking = True
    assert len(runs(event)) == 2


def test_it_begins_and_ends_as_it_was_announced(officer: User) -> None:
    wide = apart()
    first, last = at_seoul(FRIDAY, "09:30"), at_seoul(TEN_DAYS_LATER, "17:00")
    event = plan(officer, replace(wide, span=Span(first, last)))
    assert runs(event) == (
        span(FRIDAY, "09:30", "16:00"),
        span(TEN_DAYS_LATER, "10:00", "17:00"),
    )


def test_before_its_first_place_and_after_its_last_it_is_as_announced(officer: User) -> None:
    wanted = market(FRIDAY)
    long = Span(wanted.span.starts_at, at_seoul(TEN_DAYS_LATER, "16:00"))
    assert runs(plan(officer, replace(wanted, span=long))) == (long,)


def test_a_day_of_several_places_is_from_the_first_to_the_last(officer: User) -> None:
    wanted = apart()
    more = place("moran", TEN_DAYS_LATER, "14:00", "16:00")
    early = place("onnuri", FRIDAY, "12:00", "15:00")
    event = plan(officer, replace(wanted, places=(*wanted.places, more, early)))
    assert runs(event) == runs(plan(officer, apart(slug="plaza-b")))


def test_over_midnight_and_until_midnight(officer: User) -> None:
    late = Span(at_seoul(FRIDAY, "22:00"), at_seoul(FRIDAY + DAY, "02:00"))
    until = Span(at_seoul(FRIDAY + 2 * DAY, "20:00"), at_seoul(FRIDAY + 3 * DAY, "00:00"))
    after = span(FRIDAY + 4 * DAY, "10:00", "16:00")
    places = tuple(
        replace(place("plaza-a", FRIDAY, "10:00", "16:00"), span=one) for one in (late, until)
    )
    last = place("plaza-a", FRIDAY + 4 * DAY, "10:00", "16:00")
    wanted = EventWanted(MARKET, Span(late.starts_at, after.ends_at), places=(*places, last))
    # The night of Friday is on Saturday too, and Sunday follows it; Monday is free.
    assert runs(plan(officer, wanted)) == (Span(late.starts_at, until.ends_at), after)


def test_all_day_it_is_whole_days(officer: User) -> None:
    whole = Span(at_seoul(FRIDAY, "00:00"), at_seoul(TEN_DAYS_LATER + DAY, "00:00"))
    event = plan(officer, replace(apart(), span=whole, is_all_day=True))
    assert runs(event) == (
        Span(at_seoul(FRIDAY, "00:00"), at_seoul(FRIDAY + DAY, "00:00")),
        Span(at_seoul(TEN_DAYS_LATER, "00:00"), at_seoul(TEN_DAYS_LATER + DAY, "00:00")),
    )
    with translation.override("en"):
        assert shown_event(event).when == "Fri 18 Dec 2026 all day; Mon 28 Dec all day"


@pytest.mark.parametrize(
    ("number", "korean", "english"),
    [
        (
            2,
            "2026. 12. 18.(금) 10:00~16:00, 12. 28.(월) 10:00~16:00",
            "Fri 18 Dec 2026, 10:00–16:00; Mon 28 Dec, 10:00–16:00",
        ),
        (
            5,
            "2026. 12. 18.(금) 10:00~16:00, 12. 28.(월) 10:00~16:00, "
            "2027. 1. 7.(목) 10:00~16:00, 그 밖에 2회",
            "Fri 18 Dec 2026, 10:00–16:00; Mon 28 Dec, 10:00–16:00; "
            "Thu 7 Jan 2027, 10:00–16:00 and 2 more dates",
        ),
    ],
)
def test_its_days_are_told(officer: User, number: int, korean: str, english: str) -> None:
    event = plan(officer, apart(*days(FRIDAY, *(10 * more for more in range(1, number)))))
    for language, told in (("ko", korean), ("en", english)):
        with translation.override(language):
            assert shown_event(event).when == told


def test_only_of_several_days_the_places_are_read(
    officer: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    many(20)
    with django_assert_num_queries(1):
        assert all(len(runs(one)) == 1 for one in with_runs(Event.objects.all()))
    published(officer, apart())
    published(officer, apart(slug="plaza-b"))
    published(officer, festival(SATURDAY))
    with django_assert_num_queries(2):
        found = [runs(one) for one in with_runs(Event.objects.all())]
    assert sorted(len(one) for one in found) == [*[1] * 21, 2, 2]


@pytest.mark.parametrize(
    "wanted",
    [
        apart(),
        apart(FRIDAY, FRIDAY + DAY, TEN_DAYS_LATER),
        replace(apart(), places=()),
        replace(apart(), about=replace(MARKET, location_ko="여수천")),
        replace(apart(), about=replace(MARKET, location_en="By the stream")),
        replace(apart(), places=apart().places[:1]),
        replace(apart(), places=apart().places[1:]),
        festival(FRIDAY),
        market(FRIDAY),
    ],
)
def test_the_database_finds_the_same_days(officer: User, wanted: EventWanted) -> None:
    event = plan(officer, wanted)
    on = {
        day
        for first, last in map(days_of, runs(event))
        for day in (first + number * DAY for number in range((last - first).days + 1))
    }
    around = [FRIDAY + number * DAY for number in range(-1, 13)]
    events = Event.objects.all()
    found = [day for day in around if taking_days(events, finding.days(day, day)).exists()]
    assert found == [day for day in around if day in on]


def test_what_is_on_again_later_stands_back(officer: User) -> None:
    both, between = published(officer, apart()), published(officer, market(FRIDAY + 3 * DAY))
    events = Event.objects.all()
    assert list(in_turn(events, at_seoul(FRIDAY, "12:00"))) == [both, between]
    assert list(in_turn(events, at_seoul(FRIDAY, "16:00"))) == [between, both]

"""At the same moment, on real connections: the calendar and the rooms agree afterwards."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from applications.announcing import publish_event
from applications.deciding import approve
from applications.withdrawing import withdraw
from bookings.models import Booking
from bookings.on_calendar import places_of
from bookings.reserve import reserve
from events import editing, scope
from events.as_it_stands import places_wanted, wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan
from events.publication import Published
from events.publishing import cancel, postpone
from facilities import occupancy
from lib.spans import quarters
from tests.applications.samples import approved, hand_in, hand_in_change, wants
from tests.bookings.closures import closed
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.samples import TUESDAY, asked, new_key, request_for
from tests.bookings.unguarded import no_locks, slots_without_key
from tests.events.samples import fresh, market, published, slots
from tests.places import listing, span

__all__ = ["no_locks", "slots_without_key"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WHY = "비가 옵니다."


def both_take(*jobs: Any) -> list[Any]:
    """All have judged; then all take."""
    with pausing(occupancy, "take", Meeting(len(jobs)).before):
        return at_once(*jobs)


def retitled(event: Event, by: User, title: str) -> partial[Any]:
    """An edit of its title, from the page that showed it as it is now."""
    wanted = wanted_of(event)
    about = replace(wanted.about, title_ko=title)
    return partial(edit, event, event.revision, Edit(by, replace(wanted, about=about)))


def moved(event: Event, by: User, starts: str, ends: str) -> partial[Any]:
    """An edit of its hours."""
    wanted = wanted_of(event)
    at = span(TUESDAY, starts, ends)
    places = tuple(replace(one, span=at) for one in wanted.places)
    change = replace(wanted, span=at, places=places, programme=())
    return partial(edit, event, event.revision, Edit(by, change, reason_ko=WHY))


def test_an_event_against_a_booking(officer: User, citizen: User) -> None:
    visit = asked("moran", TUESDAY, "14:00", "15:00")
    outcomes = both_take(
        partial(plan, officer, market(TUESDAY, "moran"), publish=True),
        partial(reserve, citizen, request_for(visit), new_key()),
    )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) in (["taken"], ["event_space_taken"])
    assert Event.objects.count() + Booking.objects.count() == 1


def test_two_events_of_two_officers(officer: User, administrator: User) -> None:
    outcomes = both_take(
        partial(plan, officer, market(TUESDAY), publish=True),
        partial(plan, administrator, market(TUESDAY, "plaza"), publish=True),
    )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["event_space_taken"]
    assert Event.objects.count() == 1


def test_without_the_key_of_the_slots_there_are_two(
    slots_without_key: None, officer: User, administrator: User
) -> None:
    outcomes = both_take(
        partial(plan, officer, market(TUESDAY), publish=True),
        partial(plan, administrator, market(TUESDAY, "plaza"), publish=True),
    )
    assert len(made(outcomes)) == Event.objects.count() == 2


def test_two_officers_change_one_event(officer: User, administrator: User) -> None:
    event = published(officer, market(TUESDAY))
    with pausing(scope, "_rows", Meeting(2).after):
        outcomes = at_once(
            moved(event, officer, "09:00", "12:00"), retitled(event, administrator, "다른 이름")
        )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["event_changed_meanwhile"]
    now = fresh(event)
    assert now.revision == 2
    assert (now.title_ko == "다른 이름") != (now.span == span(TUESDAY, "09:00", "12:00"))
    assert held(now) == slots()


@pytest.mark.usefixtures("no_locks")
def test_without_the_locks_nobody_is_told(officer: User, administrator: User) -> None:
    event = published(officer, market(TUESDAY))
    meeting = Meeting(2)
    with pausing(editing, "locked_dates", meeting.after):
        outcomes = at_once(retitled(event, officer, "하나"), retitled(event, administrator, "둘"))
    # Both change it, or the database ends one of them; nobody is told.
    assert not refusals(outcomes)


@pytest.mark.parametrize("step", [cancel, postpone])
def test_changed_while_it_is_called_off(officer: User, administrator: User, step: Any) -> None:
    event = published(officer, market(TUESDAY))
    with pausing(scope, "_rows", Meeting(2).after):
        outcomes = at_once(
            partial(step, officer, event, 1, WHY), moved(event, administrator, "09:00", "12:00")
        )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["event_changed_meanwhile"]
    now = fresh(event)
    assert slots() == (held(now) if now.state == Published.PUBLISHED else set())


def test_two_events_change_places(officer: User, administrator: User) -> None:
    """Each wants the hours of the other: no deadlock, and no slot in two hands."""
    first = published(officer, market(TUESDAY))
    second = plan(officer, _at("09:00", "12:00"), publish=True)
    outcomes = both_take(
        moved(first, officer, "09:00", "12:00"), moved(second, administrator, "13:00", "16:00")
    )
    assert set(refusals(outcomes)) <= {"event_space_taken"}
    made(outcomes)
    both = held(fresh(first)), held(fresh(second))
    assert not both[0] & both[1]
    assert both[0] | both[1] == slots()


def test_an_approved_change_while_its_event_is_reworded(
    organiser: User, officer: User, administrator: User
) -> None:
    application = approved(officer, hand_in(organiser, wants("plaza-a", ends="16:00")))
    event = publish_event(officer, application.booking)
    change = hand_in_change(organiser, application.booking, wants("plaza-b", ends="17:00"))
    outcomes = at_once(
        partial(approve, officer, change, change.revision),
        retitled(event, administrator, "다른 이름"),
    )
    made(outcomes)
    assert set(refusals(outcomes)) <= {"event_changed_meanwhile"}
    now = fresh(event)
    booking = Booking.objects.get(pk=application.booking_id)
    assert list(places_wanted(now)) == places_of(booking)
    assert [one.facility.slug for one in now.places.all()] == ["plaza-b"]


def test_withdrawn_while_its_event_is_reworded(
    organiser: User, officer: User, administrator: User
) -> None:
    application = approved(officer, hand_in(organiser, wants("plaza-a", ends="16:00")))
    event = publish_event(officer, application.booking)
    outcomes = at_once(
        partial(withdraw, organiser, application.booking),
        retitled(event, administrator, "다른 이름"),
    )
    made(outcomes)
    assert fresh(event).state == Published.CANCELLED
    assert not slots()


def test_closed_over_while_its_event_is_reworded(
    organiser: User, officer: User, administrator: User
) -> None:
    application = approved(officer, hand_in(organiser, wants("plaza-a", ends="16:00")))
    event = publish_event(officer, application.booking)
    outcomes = at_once(
        partial(closed, officer, "plaza-a", event.span, application.booking),
        retitled(event, administrator, "다른 이름"),
    )
    made(outcomes)
    assert set(refusals(outcomes)) <= {"event_changed_meanwhile"}
    assert fresh(event).state == Published.CANCELLED


def test_published_while_it_is_withdrawn(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser, wants("plaza-a", ends="16:00")))
    outcomes = at_once(
        partial(publish_event, officer, application.booking),
        partial(withdraw, organiser, application.booking),
    )
    made(outcomes)
    assert set(refusals(outcomes)) <= {"event_not_approved"}
    assert not Event.objects.exclude(state=Published.CANCELLED).exists()


def held(event: Event) -> set[tuple[int, Any]]:
    """Every space and quarter of its places."""
    return {
        (space, at)
        for place in event.places.all()
        for space in listing(place.facility.slug).space_ids
        for at in quarters(place.span)
    }


def _at(starts: str, ends: str) -> Any:
    wanted, at = market(TUESDAY), span(TUESDAY, starts, ends)
    places = tuple(replace(one, span=at) for one in wanted.places)
    return replace(wanted, span=at, places=places, programme=())

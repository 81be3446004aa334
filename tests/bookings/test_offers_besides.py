"""An offer of a room, and of what is held instead of a booking that the city cancelled."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from accounts.models import User
from bookings import close as closing
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Offer
from bookings.offers import accept, decline
from bookings.queueing import Offered
from bookings.waiting import join
from facilities.models import Building, Facility, Occupancy, Session
from lib.spans import Span
from tests.bookings.door import code_of
from tests.bookings.samples import TUESDAY, asked, book, policy, request_for
from tests.bookings.sessions import (
    again,
    session_of,
    take,
    with_places,
)
from tests.places import at_seoul, span

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


@pytest.fixture
def session(city_hall: Building) -> Session:
    """With four places."""
    return with_places(session_of(), 4)


@pytest.fixture
def room(city_hall: Building, citizen: User, organiser: User) -> Offer:
    """모란관 held for the citizen, after the organiser cancelled."""
    taken = book(organiser)
    join(citizen, request_for(asked(people=4), purpose="바느질"))
    cancel(organiser, taken)
    return Offer.objects.get()


def test_a_room_is_held_and_booked_as_it_was_asked_for(room: Offer, citizen: User) -> None:
    assert room.occupancy
    assert room.occupancy.expires_at == room.expires_at
    booking = accept(citizen, room)
    visit = booking.visits.get()
    assert (booking.purpose, visit.people) == ("바느질", 4)
    assert visit.span == span(TUESDAY, "14:00", "16:00")
    assert visit.occupancy == Occupancy.objects.get()
    assert visit.occupancy.expires_at is None
    room.refresh_from_db()
    assert room.state == Offered.ACCEPTED
    assert room.occupancy_id is None


def test_a_room_is_held_with_set_up_and_clearing(
    city_hall: Building, citizen: User, organiser: User
) -> None:
    policy("moran", setup_minutes=30, clearing_minutes=15, absent_after_minutes=20)
    taken = book(organiser)
    join(citizen, request_for())
    cancel(organiser, taken)
    visit = accept(citizen, Offer.objects.get()).visits.get()
    held = Occupancy.objects.get()
    assert (held.starts_at, held.ends_at) == (
        at_seoul(TUESDAY, "13:30"),
        at_seoul(TUESDAY, "16:15"),
    )
    assert held.expires_at == visit.absent_at == at_seoul(TUESDAY, "14:20")


def test_a_room_is_held_against_others(room: Offer, second_citizen: User) -> None:
    assert code_of(lambda: book(second_citizen)) == "taken"


def test_a_room_that_was_let_go_is_free(room: Offer, citizen: User, second_citizen: User) -> None:
    decline(citizen, room)
    assert not Occupancy.objects.exists()
    book(second_citizen)


def test_a_room_that_ran_out_is_free_and_not_accepted(
    room: Offer, citizen: User, second_citizen: User, at: Hold
) -> None:
    at(room.expires_at)
    assert code_of(lambda: accept(citizen, room)) == "offer_ran_out"
    book(second_citizen)
    assert code_of(lambda: accept(citizen, room)) == "offer_ran_out"
    room.refresh_from_db()
    assert room.state == Offered.LAPSED


def test_of_what_is_held_instead_one_is_accepted_and_the_rest_let_go(
    session: Session, citizen: User, second_citizen: User, officer: User
) -> None:
    booking = take(citizen, session, 2)
    closing.close(
        officer,
        Facility.objects.get(slug="fitness"),
        session.span,
        reason_ko="누수",
        seen=frozenset({booking.reference}),
    )
    first, second = Offer.objects.order_by("pk")
    assert first.instead_of == second.instead_of == booking
    made = accept(citizen, first)
    assert made.visits.get().session == first.session
    second.refresh_from_db()
    assert (second.state, second.allocation) == (Offered.DECLINED, None)
    assert second.session
    assert again(second.session).taken == 0
    assert code_of(lambda: accept(citizen, second)) == "offer_declined"
    assert accept(citizen, first) == made


def test_what_is_held_for_one_visit_stays_when_that_for_another_is_accepted(
    city_hall: Building, citizen: User, officer: User
) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 3)))
    closed = Span(at_seoul(TUESDAY, "09:00"), at_seoul(date(2026, 12, 4), "18:00"))
    closing.close(
        officer,
        Facility.objects.get(slug="moran"),
        closed,
        reason_ko="누수",
        seen=frozenset({booking.reference}),
    )
    held = Offer.objects.filter(instead_of=booking)
    first, second = (list(held.filter(instead_of_number=number)) for number in (1, 2))
    assert len(first) == len(second) == 2

    accept(citizen, first[0])

    states = dict(held.values_list("pk", "state"))
    assert [states[one.pk] for one in first] == [Offered.ACCEPTED, Offered.DECLINED]
    assert [states[one.pk] for one in second] == [Offered.OPEN, Offered.OPEN]
    assert accept(citizen, second[0]).state == Decided.APPROVED

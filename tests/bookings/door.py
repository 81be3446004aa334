"""At the door: what the tests of arrivals and absences share."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from bookings.models import Booking, Offer, Visit
from bookings.offers import accept
from facilities.models import Building, Session
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.sessions import (
    WEDNESDAY,
    again,
    session_of,
    take,
)
from tests.places import at_seoul

Hold = Callable[[datetime], None]


def visit_of(booking: Booking) -> Visit:
    return booking.visits.get()


def fresh(booking: Booking) -> Visit:
    return Visit.objects.get(booking=booking)


def code_of(verb: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        verb()
    return caught.value.refusal.code


def accepted(who: User) -> Booking:
    """The booking of the one offer that the person has."""
    return accept(who, Offer.objects.get(person=who))


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def shares(session: Session) -> tuple[int, int]:
    """Places taken of the two shares, as the session says and as its allocations add up."""
    session = again(session)
    given = list(session.allocations.values_list("is_at_door", "places"))
    assert session.taken == sum(places for at_door, places in given if not at_door)
    assert session.door_taken == sum(places for at_door, places in given if at_door)
    return session.taken, session.door_taken


@pytest.fixture
def booking(city_hall: Building, citizen: User) -> Booking:
    """Two people in the fitness room on Wednesday from 14:00."""
    return take(citizen, session_of(), 2)


@pytest.fixture
def missed(booking: Booking, at: Hold) -> Booking:
    """The same, a minute after it became an absence; no worker ran."""
    at(at_seoul(WEDNESDAY, "14:31"))
    return booking

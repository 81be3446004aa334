"""The races for places and queues again, with the guard taken out: what test_session_races.py
forbids does happen then.

On SQLite the queue at BEGIN IMMEDIATE is the lock; without it a rival finds the file changed under
it, which is an error page.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection

from accounts.models import User
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.models import Booking, Offer, Wait
from bookings.queueing import Waited
from bookings.waiting import join
from facilities.models import Allocation, Building, Occupancy, Session
from tests.bookings import session_races as races
from tests.bookings.rivals import made, refusals
from tests.bookings.samples import book, request_for, residents
from tests.bookings.sessions import again, session_of, take, wait_for, with_places
from tests.bookings.unguarded_places import queues_unlocked, read_then_written, taken_unasked

__all__ = ["queues_unlocked", "read_then_written", "taken_unasked"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Hold = Callable[[datetime], None]


@pytest.fixture
def small(city_hall: Building) -> Session:
    """With four places."""
    return with_places(session_of(), 4)


def given(session: Session) -> int:
    return sum(Allocation.objects.filter(session=session).values_list("places", flat=True))


@pytest.mark.usefixtures("read_then_written", "no_locks")
def test_reading_and_then_writing_gives_one_place_twice(small: Session) -> None:
    outcomes = races.for_the_same_places(residents(2), small, 3)

    if connection.vendor == "postgresql":
        assert len(made(outcomes)) == 2
        assert (given(small), again(small).taken) == (6, 3)
    else:
        assert sum(isinstance(outcome, OperationalError) for outcome in outcomes) == 1


@pytest.mark.usefixtures("taken_unasked")
def test_when_nobody_asks_the_database_still_refuses(small: Session) -> None:
    outcomes = races.for_the_same_places(residents(2), small, 3)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert given(small) == again(small).taken == 3


@pytest.mark.postgres
@pytest.mark.usefixtures("queues_unlocked")
def test_without_the_lock_who_joins_is_left_beside_a_free_room(
    city_hall: Building, citizen: User, organiser: User
) -> None:
    outcomes = races.room_cancelled_and_waited_for(book(organiser), citizen)

    assert len(made(outcomes)) == 2
    assert Wait.objects.get().state == Waited.WAITING
    assert not Occupancy.objects.exists()


@pytest.mark.postgres
@pytest.mark.usefixtures("queues_unlocked")
def test_without_the_lock_what_was_just_accepted_is_taken_for_run_out(
    city_hall: Building, citizen: User, second_citizen: User, organiser: User, at: Hold
) -> None:
    booking = book(organiser)
    for person in (citizen, second_citizen):
        join(person, request_for())
    cancel(organiser, booking)
    offer = Offer.objects.get()
    at(offer.expires_at - timedelta(seconds=1))
    outcomes = races.accepted_and_run_out(citizen, offer)

    booked, settled = outcomes
    assert isinstance(booked, Booking)
    # Told yes, and the room is taken away; or the worker falls over the visit that points at it.
    assert isinstance(settled, IntegrityError) or booked.visits.get().occupancy is None


@pytest.mark.postgres
@pytest.mark.usefixtures("queues_unlocked")
def test_without_the_lock_who_arrived_loses_the_place(
    small: Session, citizen: User, second_citizen: User, desk: User, at: Hold
) -> None:
    visit = take(citizen, small, 4).visits.get()
    wait_for(second_citizen, small, 4)
    assert visit.absent_at
    at(visit.absent_at - timedelta(seconds=1))
    outcomes = races.arrived_and_absent(desk, visit)

    made(outcomes)
    assert refusals(outcomes) == []
    visit.refresh_from_db()
    assert visit.attendance == Attended.ARRIVED
    assert visit.allocation is None

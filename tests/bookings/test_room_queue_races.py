"""Rivals in the queue of a room at the same moment, on real connections.
tests/bookings/test_session_guard_removed.py shows what happens without the locks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Offer, Visit
from bookings.queueing import Offered
from bookings.waiting import join
from facilities import occupancy
from facilities.models import Building
from tests.bookings import session_races as races
from tests.bookings.rivals import Meeting, at_once, made, pausing
from tests.bookings.samples import asked, book, policy, request_for, residents

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Hold = Callable[[datetime], None]


def test_a_room_accepted_in_the_last_moment_is_not_passed_on(
    city_hall: Building, citizen: User, second_citizen: User, organiser: User, at: Hold
) -> None:
    booking = book(organiser)
    for person in (citizen, second_citizen):
        join(person, request_for())
    cancel(organiser, booking)
    offer = Offer.objects.get()
    at(offer.expires_at - timedelta(seconds=1))
    outcomes = races.accepted_and_run_out(citizen, offer)

    races.one_of_both(outcomes, offer)
    for visit in Visit.objects.filter(booking__person=citizen):
        assert visit.occupancy


def test_who_joins_while_a_room_is_given_back_is_not_left_waiting(
    city_hall: Building, citizen: User, organiser: User
) -> None:
    outcomes = races.room_cancelled_and_waited_for(book(organiser), citizen)

    races.nobody_is_left(outcomes)


def test_two_bookings_of_the_same_rooms_in_opposite_order_do_not_lock_each_other_out(
    city_hall: Building,
) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, max_per_day=None)
    first, second, *in_line = residents(4)
    early = [asked(slug, starts="10:00", ends="11:00") for slug in ("moran", "tancheon")]
    late = [asked(slug, starts="15:00", ends="16:00") for slug in ("tancheon", "moran")]
    bookings = [book(first, *early), book(second, *late)]
    for person, visits in zip(in_line, (early, late), strict=True):
        for visit in visits:
            join(person, request_for(visit))
    with pausing(occupancy, "release", Meeting(2).before):
        outcomes = at_once(
            *(
                partial(cancel, person, booking)
                for person, booking in zip((first, second), bookings, strict=True)
            )
        )

    assert len(made(outcomes)) == 2
    assert Offer.objects.filter(state=Offered.OPEN).count() == 4

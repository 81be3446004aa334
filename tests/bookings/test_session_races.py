"""Rivals for places, queues and offers at the same moment, on real connections.
tests/bookings/test_session_guard_removed.py shows that these tests would see it if the guard were
not there."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from bookings import waiting
from bookings.attend import arrive, walk_in
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.models import Booking, Offer, Wait
from bookings.offers import accept, decline
from bookings.queueing import Offered, Waited
from bookings.settling import settle_due
from bookings.waiting import join, leave
from facilities import allocation
from facilities.models import Allocation, Building, Session
from facilities.parties import Party
from lib import clock
from notices.models import Notice
from tests.bookings import session_races as races
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.samples import residents
from tests.bookings.sessions import again, places_in, session_of, take, wait_for, with_places

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Hold = Callable[[datetime], None]


@pytest.fixture
def session(city_hall: Building) -> Session:
    """With fourteen places."""
    return with_places(session_of(), 14)


@pytest.fixture
def small(session: Session) -> Session:
    """With four places."""
    return with_places(session, 4)


def held_for(person: User, session: Session, size: int, holder: User) -> Offer:
    """Places held for the person, after the holder of all places cancelled."""
    booking = take(holder, session, size)
    wait_for(person, session, size)
    cancel(holder, booking)
    return Offer.objects.get(person=person)


def test_forty_parties_for_fourteen_places_while_others_cancel_and_accept(
    session: Session,
) -> None:
    people = residents(44)
    holders, offered, in_line, comers = people[:6], people[6:9], people[9:15], people[15:]
    bookings = _taken(session, zip(holders, (4, 3, 2, 1, 2, 2), strict=True))
    _waiting(session, zip(offered, (2, 1, 1), strict=True))
    for booking in bookings[:2]:  # of seven places four are held then, and three are free
        cancel(_person(booking), booking)
    offers = [Offer.objects.get(person=person) for person in offered]
    take(comers[0], session, 3)
    waits = _waiting(session, zip(in_line, (4, 3, 2, 4, 1, 2), strict=True))
    assert again(session).taken == 14
    before = Offer.objects.latest("pk").pk

    accepting = [partial(accept, offer.person, offer) for offer in (offers[0], *offers[:2])]
    coming = [
        partial(take, person, session, 1 + number % 4) for number, person in enumerate(comers[1:18])
    ]
    beside: list[Callable[[], Any]] = [
        *(partial(cancel, _person(booking), booking) for booking in bookings[2:]),
        *(partial(wait_for, who, session, 1 + at % 4) for at, who in enumerate(comers[18:])),
        partial(decline, offered[2], offers[2]),
        partial(leave, in_line[5], waits[5]),
        *[partial(settle_due, clock.now())] * 2,
    ]
    with pausing(allocation, "take", Meeting(6).before):
        outcomes = at_once(*accepting, *coming, *beside)

    made(outcomes)  # nothing was raised but refusals
    assert set(refusals(outcomes)) <= {"session_full", "free_now"}
    first, second, third = made(outcomes[:3])
    assert first == second
    # Nobody who was told yes is missing, and nobody is split.
    for booking in (first, third, *made(outcomes[3 : 3 + len(coming)])):
        visit = booking.visits.get()
        assert visit.attendance == Attended.EXPECTED
        assert visit.allocation.places == visit.places == visit.people
    taken = sum(Allocation.objects.filter(session=session).values_list("places", flat=True))
    assert again(session).taken == taken <= 14
    races.in_order()
    # Whoever waits on was too large for each of those who came before it.
    for wait in Wait.objects.filter(session=session, state=Waited.WAITING):
        behind = Offer.objects.filter(pk__gt=before, wait__rank__gt=wait.rank)
        assert not behind.filter(places__gte=wait.places).exists()


def _taken(session: Session, parties: Iterable[tuple[User, int]]) -> list[Booking]:
    return [take(person, session, size) for person, size in parties]


def _waiting(session: Session, parties: Iterable[tuple[User, int]]) -> list[Wait]:
    return [wait_for(person, session, size) for person, size in parties]


def _person(booking: Booking) -> User:
    assert booking.person
    return booking.person


def test_the_last_places_go_to_as_many_as_fit(session: Session) -> None:
    outcomes = races.for_the_same_places(residents(8), session, 3)

    assert len(made(outcomes)) == 4
    assert refusals(outcomes) == ["session_full"] * 4
    assert again(session).taken == 12
    assert Notice.objects.count() == 4
    races.in_order()


def test_two_tabs_of_one_person_take_one_session_a_day(session: Session, citizen: User) -> None:
    other = session_of(starts="16:00")
    with pausing(allocation, "take", Meeting(2).before):
        outcomes = at_once(partial(take, citizen, session, 2), partial(take, citizen, other, 2))

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["most_a_day"]
    assert again(session).taken + again(other).taken == 2


def test_an_offer_accepted_in_two_tabs_makes_one_booking(
    small: Session, citizen: User, organiser: User
) -> None:
    offer = held_for(citizen, small, 4, organiser)
    outcomes = races.accepted_twice(citizen, offer)

    first, second = made(outcomes)
    assert first == second
    assert Booking.objects.filter(person=citizen).count() == 1
    assert Notice.objects.filter(kind="bookings.confirmed", person=citizen).count() == 1
    assert again(small).taken == 4


def test_an_offer_accepted_and_declined_at_once_is_one_of_both(
    small: Session, citizen: User, organiser: User
) -> None:
    offer = held_for(citizen, small, 4, organiser)
    outcomes = at_once(partial(accept, citizen, offer), partial(decline, citizen, offer))

    made(outcomes)
    offer.refresh_from_db()
    is_booked = offer.state == Offered.ACCEPTED
    assert refusals(outcomes) == ([] if is_booked else ["offer_declined"])
    assert again(small).taken == (4 if is_booked else 0)
    races.in_order()


def test_what_is_accepted_in_the_last_moment_is_not_passed_on(
    small: Session, citizen: User, second_citizen: User, organiser: User, at: Hold
) -> None:
    offer = held_for(citizen, small, 4, organiser)
    wait_for(second_citizen, small, 4)
    at(offer.expires_at - timedelta(seconds=1))
    outcomes = races.accepted_and_run_out(citizen, offer)

    races.one_of_both(outcomes, offer)
    assert again(small).taken == 4
    races.in_order(offer.expires_at)


def test_who_joins_while_places_are_given_back_is_not_left_waiting(
    small: Session, citizen: User, organiser: User
) -> None:
    booking = take(organiser, small, 4)
    outcomes = races.places_cancelled_and_waited_for(booking, citizen, small, 3)

    races.nobody_is_left(outcomes)
    races.in_order()


def test_two_tabs_join_once(small: Session, citizen: User, organiser: User) -> None:
    take(organiser, small, 4)
    with pausing(waiting, "_judge", Meeting(2).after):
        outcomes = at_once(*(partial(join, citizen, places_in(small, 2)) for _ in range(2)))

    first, second = made(outcomes)
    assert first == second
    assert (Wait.objects.count(), again(small).waiting) == (1, 1)


def test_who_join_at_once_stand_one_behind_the_other(small: Session, organiser: User) -> None:
    take(organiser, small, 4)
    with pausing(waiting, "_can_be_booked", Meeting(6).after):
        outcomes = at_once(*(partial(wait_for, person, small) for person in residents(6)))

    assert sorted(wait.rank for wait in made(outcomes)) == [1, 2, 3, 4, 5, 6]
    assert again(small).waiting == 6


def test_who_arrives_in_the_last_moment_keeps_the_place(
    small: Session, citizen: User, second_citizen: User, desk: User, at: Hold
) -> None:
    visit = take(citizen, small, 4).visits.get()
    wait_for(second_citizen, small, 4)
    assert visit.absent_at
    at(visit.absent_at - timedelta(seconds=1))
    outcomes = races.arrived_and_absent(desk, visit)

    made(outcomes)
    visit.refresh_from_db()
    is_here = visit.attendance == Attended.ARRIVED
    assert refusals(outcomes) == ([] if is_here else ["absent_already"])
    assert Offer.objects.count() == (0 if is_here else 1)
    races.in_order(visit.absent_at)


def test_the_last_place_of_the_day_goes_to_one_at_the_door(
    session: Session, citizen: User, desk: User, at: Hold
) -> None:
    small = with_places(session, 4, 1)
    visit = take(citizen, small, 2).visits.get()
    at(small.starts_at)
    with pausing(allocation, "take", Meeting(4).before):
        outcomes = at_once(
            partial(arrive, desk, visit),
            *(partial(walk_in, desk, small.reference, Party(2)) for _ in range(4)),
        )

    made(outcomes)
    assert refusals(outcomes) == ["no_places_at_the_door"] * 3
    assert (again(small).taken, again(small).door_taken) == (4, 0)
    races.in_order()

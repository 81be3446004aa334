"""The verb of the door for a party that simply comes."""

import pytest

from accounts.models import User
from bookings.attend import note_absences, walk_in
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Contact, Offer
from bookings.queueing import Offered
from config.timetable import settle_queues
from facilities.models import Facility, Session
from facilities.parties import Party
from lib import clock
from notices.models import Notice
from tests.bookings.door import Hold, booking, code_of, missed, shares, visit_of
from tests.bookings.samples import NOW
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    session_of,
    wait_for,
    with_places,
)
from tests.places import at_seoul

__all__ = ["booking", "missed"]

pytestmark = pytest.mark.usefixtures("city_hall")


def test_a_family_takes_a_place_of_the_door_and_leaves_no_name(desk: User, at: Hold) -> None:
    session = session_of("play", starts="10:00")
    at(at_seoul(WEDNESDAY, "09:45"))
    booking = walk_in(desk, session.reference, a_family(1, 1, 1))
    assert (booking.person, booking.state) == (None, Decided.APPROVED)
    assert not Contact.objects.exists()
    assert not Notice.objects.exists()
    visit = visit_of(booking)
    assert (visit.attendance, visit.arrived_at) == (Attended.ARRIVED, clock.now())
    assert (visit.people, visit.guardians, visit.places) == (3, 1, 1)
    assert shares(session) == (0, 1)
    assert [one.what for one in booking.records.all()] == ["walked in"]


def test_two_that_walk_in_are_two(desk: User, at: Hold) -> None:
    session = session_of("play", starts="10:00")
    at(at_seoul(WEDNESDAY, "10:00"))
    for _ in range(2):
        walk_in(desk, session.reference, a_family())
    assert shares(session) == (0, 2)


def test_when_the_door_is_used_up_free_places_are_given(desk: User, at: Hold) -> None:
    session = with_places(session_of("play", starts="10:00"), 1, 1)
    at(at_seoul(WEDNESDAY, "10:00"))
    walk_in(desk, session.reference, a_family())
    walk_in(desk, session.reference, a_family())
    assert shares(session) == (1, 1)
    assert code_of(lambda: walk_in(desk, session.reference, a_family())) == "no_places_at_the_door"
    assert shares(session) == (1, 1)
    assert Booking.objects.count() == 2


def test_a_party_is_not_split_over_the_shares(desk: User, at: Hold) -> None:
    session = with_places(session_of(), 1, 1)
    at(at_seoul(WEDNESDAY, "14:00"))
    code = code_of(lambda: walk_in(desk, session.reference, Party(2)))
    assert code == "no_places_at_the_door"
    assert shares(session) == (0, 0)


def test_the_share_of_the_door_may_be_the_larger_one(desk: User, at: Hold) -> None:
    session = with_places(session_of(), 1, 3)
    at(at_seoul(WEDNESDAY, "14:00"))
    walk_in(desk, session.reference, Party(3))
    assert shares(session) == (0, 3)


def test_it_takes_what_an_absent_party_left(missed: Booking, desk: User) -> None:
    session = with_places(session_of(), 2)
    walk_in(desk, session.reference, Party(2))
    assert shares(session) == (2, 0)
    assert note_absences(clock.now()) == 1
    assert shares(session) == (2, 0)


def test_who_waits_comes_before_who_simply_comes(
    booking: Booking, second_citizen: User, desk: User, at: Hold
) -> None:
    session = with_places(session_of(), 2)
    wait_for(second_citizen, session, 2)
    at(at_seoul(WEDNESDAY, "14:30"))
    code = code_of(lambda: walk_in(desk, session.reference, Party(1)))
    assert code == "no_places_at_the_door"
    settle_queues.func()
    assert Offer.objects.get().state == Offered.OPEN
    at(Offer.objects.get().expires_at)
    walk_in(desk, session.reference, Party(1))
    assert shares(session) == (1, 0)


@pytest.mark.parametrize(
    ("slug", "starts", "moment", "allowed"),
    [
        ("play", "10:00", "09:29", False),
        ("play", "10:00", "09:30", True),
        ("play", "10:00", "10:59", True),
        ("play", "10:00", "11:00", False),  # last entry: an hour before the end
        ("fitness", "14:00", "13:29", False),
        ("fitness", "14:00", "15:29", True),
        ("fitness", "14:00", "15:30", False),
    ],
)
def test_the_door_is_open_until_the_last_entry(
    desk: User, at: Hold, slug: str, starts: str, moment: str, allowed: bool
) -> None:
    session = session_of(slug, starts=starts)
    at(at_seoul(WEDNESDAY, moment))
    party = a_family() if slug == "play" else Party(1)
    if allowed:
        assert walk_in(desk, session.reference, party)
        return
    assert code_of(lambda: walk_in(desk, session.reference, party)) == "door_is_closed"
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (a_family(0, 0, 1), "no_guardian"),
        (a_family(1, 0, 0), "no_child"),
        (a_family(1, 0, 1, 1), "child_too_old"),
        (a_family(2, 2, 3), "party_too_large"),
        (Party(2), "no_guardian"),
        (Party(0), "too_few_people"),
    ],
)
def test_the_rules_of_the_party_hold_at_the_door_too(
    desk: User, at: Hold, party: Party, code: str
) -> None:
    session = session_of("play", starts="10:00")
    at(at_seoul(WEDNESDAY, "10:00"))
    assert code_of(lambda: walk_in(desk, session.reference, party)) == code


def test_a_session_that_does_not_take_place(desk: User, at: Hold) -> None:
    session = session_of()
    at(at_seoul(WEDNESDAY, "14:00"))
    assert code_of(lambda: walk_in(desk, "222222222222", Party(1))) == "session_gone"
    Session.objects.filter(pk=session.pk).update(cancelled_at=NOW)
    assert code_of(lambda: walk_in(desk, session.reference, Party(1))) == "session_gone"


@pytest.mark.parametrize("what", ["unpublished", "without policy"])
def test_a_facility_that_is_not_booked_here_any_more(desk: User, at: Hold, what: str) -> None:
    session = session_of()
    facility = Facility.objects.get(slug="fitness")
    if what == "unpublished":
        facility.is_published = False
        facility.save()
    else:
        facility.policies.get().delete()
    at(at_seoul(WEDNESDAY, "14:00"))
    assert code_of(lambda: walk_in(desk, session.reference, Party(1))) == "session_gone"

"""An offer: accepted once, let go, run out; what the person may not have any more is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings import offers
from bookings.attend import note_absences
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking, Contact, Offer, Suspension, Wait
from bookings.offers import accept, decline
from bookings.queueing import Offered, Waited
from facilities.catalogue import SetUpChanged
from facilities.models import Allocation, Building, Session
from notices.models import Notice
from tests.bookings.door import code_of
from tests.bookings.samples import NOW
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


@pytest.fixture
def session(city_hall: Building) -> Session:
    """With four places."""
    return with_places(session_of(), 4)


@pytest.fixture
def offer(session: Session, citizen: User, organiser: User) -> Offer:
    """Three of four places held for the citizen, after the organiser cancelled."""
    taken = take(organiser, session, 4)
    wait_for(citizen, session, 3)
    cancel(organiser, taken)
    return Offer.objects.get()


def letters(kind: str) -> int:
    return Notice.objects.filter(kind=f"bookings.{kind}").count()


def test_an_offer_holds_its_places_until_a_moment(offer: Offer, session: Session) -> None:
    held = Allocation.objects.get()
    assert (offer.allocation, offer.places) == (held, 3)
    assert NOW < offer.expires_at < session.starts_at
    assert (held.places, held.expires_at) == (3, offer.expires_at)
    assert (again(session).taken, again(session).waiting) == (3, 0)
    assert Wait.objects.get().state == Waited.OFFERED
    assert letters("offered") == 1


def test_accepting_makes_the_booking_of_what_is_held(
    offer: Offer, session: Session, citizen: User
) -> None:
    booking = accept(citizen, offer)
    visit = booking.visits.get()
    assert (booking.person, booking.state) == (citizen, Decided.APPROVED)
    assert (visit.session, visit.places, visit.people) == (session, 3, 3)
    assert (visit.starts_at, visit.ends_at) == (session.starts_at, session.ends_at)
    assert visit.absent_at == session.starts_at + timedelta(minutes=30)
    held = Allocation.objects.get()
    assert (visit.allocation, held.places, held.expires_at) == (held, 3, visit.absent_at)
    assert again(session).taken == 3
    offer.refresh_from_db()
    assert (offer.state, offer.booking, offer.allocation) == (Offered.ACCEPTED, booking, None)
    wait = Wait.objects.get()
    assert (wait.state, wait.ended_at) == (Waited.BOOKED, NOW)
    assert Contact.objects.get(booking=booking).name == "나들이"
    assert booking.records.get().what == "reserved"
    assert Notice.objects.filter(person=citizen, kind="bookings.confirmed").count() == 1


def test_what_was_asked_for_is_forgotten_once_it_is_over(offer: Offer, citizen: User) -> None:
    assert offer.asked["contact_name"] == "나들이"
    accept(citizen, offer)
    assert Offer.objects.get().asked == Wait.objects.get().asked == {}


def test_the_second_press_shows_the_booking_of_the_first(
    offer: Offer, session: Session, citizen: User
) -> None:
    assert accept(citizen, offer) == accept(citizen, offer)
    assert Booking.objects.filter(person=citizen).count() == 1
    assert again(session).taken == 3
    assert Notice.objects.filter(person=citizen, kind="bookings.confirmed").count() == 1


def test_the_second_press_shows_it_even_when_it_is_cancelled_since(
    offer: Offer, citizen: User
) -> None:
    booking = accept(citizen, offer)
    cancel(citizen, booking)
    assert accept(citizen, offer) == booking


def test_a_family_comes_with_its_ages(city_hall: Building, citizen: User, organiser: User) -> None:
    session = with_places(session_of("play", starts="10:00"), 1)
    taken = take(organiser, session, a_family())
    wait_for(citizen, session, a_family(2, 1, 1))
    cancel(organiser, taken)
    visit = accept(citizen, Offer.objects.get()).visits.get()
    assert (visit.guardians, visit.children_0_2, visit.children_3_5, visit.places) == (2, 1, 1, 1)


def test_accepted_until_the_last_moment(offer: Offer, citizen: User, at: Hold) -> None:
    at(offer.expires_at - timedelta(microseconds=1))
    assert accept(citizen, offer).state == Decided.APPROVED


def test_what_ran_out_is_refused_whether_or_not_it_was_noted(
    offer: Offer, citizen: User, at: Hold
) -> None:
    at(offer.expires_at)
    assert code_of(lambda: accept(citizen, offer)) == "offer_ran_out"
    assert not Booking.objects.filter(person=citizen).exists()


def test_what_was_swept_is_refused(offer: Offer, citizen: User) -> None:
    Allocation.objects.all().delete()
    assert code_of(lambda: accept(citizen, offer)) == "offer_ran_out"
    assert not Booking.objects.filter(person=citizen).exists()


def test_letting_go_passes_it_on(
    offer: Offer, session: Session, citizen: User, second_citizen: User
) -> None:
    wait_for(second_citizen, session, 4)
    assert decline(citizen, offer).state == Offered.DECLINED
    assert Wait.objects.get(person=citizen).state == Waited.LEFT
    assert Offer.objects.get(state=Offered.OPEN).person == second_citizen
    assert again(session).taken == 4


def test_what_was_let_go_is_not_accepted(offer: Offer, session: Session, citizen: User) -> None:
    decline(citizen, offer)
    assert code_of(lambda: accept(citizen, offer)) == "offer_declined"
    assert again(session).taken == 0


def test_letting_go_twice_gives_nothing_back_twice(
    offer: Offer, session: Session, citizen: User, second_citizen: User
) -> None:
    decline(citizen, offer)
    take(second_citizen, session, 2)
    decline(citizen, offer)
    assert again(session).taken == 2


def test_what_is_booked_is_not_let_go(offer: Offer, session: Session, citizen: User) -> None:
    accept(citizen, offer)
    assert decline(citizen, offer).state == Offered.ACCEPTED
    assert again(session).taken == 3


def test_what_ran_out_is_not_let_go(offer: Offer, citizen: User, at: Hold) -> None:
    at(offer.expires_at)
    assert decline(citizen, offer).state == Offered.OPEN


def test_who_booked_the_day_meanwhile_has_to_choose(
    offer: Offer, session: Session, citizen: User
) -> None:
    other = take(citizen, session_of(starts="09:00"))
    assert code_of(lambda: accept(citizen, offer)) == "most_a_day"
    offer.refresh_from_db()
    assert (offer.state, again(session).taken) == (Offered.OPEN, 3)
    cancel(citizen, other)
    assert accept(citizen, offer).state == Decided.APPROVED


def test_of_two_offers_on_a_day_one_is_accepted(
    offer: Offer, citizen: User, organiser: User
) -> None:
    other = with_places(session_of(starts="16:00"), 1)
    taken = take(organiser, other)
    wait_for(citizen, other)
    cancel(organiser, taken)
    accept(citizen, Offer.objects.get(session=other))
    assert code_of(lambda: accept(citizen, offer)) == "most_a_day"


def test_who_is_suspended_meanwhile_is_refused(offer: Offer, citizen: User) -> None:
    Suspension.objects.create(
        person=citizen, starts_at=NOW, ends_at=NOW + timedelta(days=1), reason="사유"
    )
    assert code_of(lambda: accept(citizen, offer)) == "suspended"


def test_a_session_that_is_cancelled_is_not_booked(
    offer: Offer, session: Session, citizen: User
) -> None:
    Session.objects.filter(pk=session.pk).update(cancelled_at=NOW)
    assert code_of(lambda: accept(citizen, offer)) == "session_gone"


def test_a_large_tour_that_is_accepted_is_still_decided_by_an_officer(
    city_hall: Building, citizen: User, organiser: User
) -> None:
    session = with_places(session_of("promotion-hall", date(2026, 12, 2), "10:00"), 6)
    taken = take(organiser, session, 4)
    wait_for(citizen, session, 6)
    cancel(organiser, taken)
    assert accept(citizen, Offer.objects.get()).state == Decided.SUBMITTED
    assert Notice.objects.filter(person=citizen, kind="bookings.received").count() == 1


def test_who_accepts_after_the_start_has_as_long_as_everybody(
    city_hall: Building, citizen: User, organiser: User, at: Hold
) -> None:
    """Places of who did not come, offered until the last entry of the play area."""
    session = with_places(session_of("play", starts="10:00"), 1)
    take(organiser, session, a_family())
    wait_for(citizen, session, a_family())
    at(at_seoul(WEDNESDAY, "10:30"))
    assert note_absences(at_seoul(WEDNESDAY, "10:30")) == 1
    visit = accept(citizen, Offer.objects.get()).visits.get()
    assert visit.absent_at == at_seoul(WEDNESDAY, "11:00")
    assert visit.attendance == Attended.EXPECTED
    assert visit.allocation
    assert visit.allocation.expires_at == visit.absent_at


def test_accepting_begins_anew_when_the_set_up_changed(
    offer: Offer, citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def changing(known: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise SetUpChanged

    monkeypatch.setattr(offers, "hold_still", changing)
    accept(citizen, offer)
    assert len(tries) == 3

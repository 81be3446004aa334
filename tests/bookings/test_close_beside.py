"""What a closure meets beside bookings to come: who waits, who is there, what is over."""

from datetime import date

import pytest

from accounts.models import User
from bookings.asking import Asked
from bookings.attend import arrive, note_absences, walk_in
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.close import preview
from bookings.decision import Decided
from bookings.models import Offer
from bookings.offers import accept
from bookings.queueing import Offered, Waited
from bookings.waiting import join
from config.timetable import settle_queues
from facilities import closing
from facilities.generating import generate
from facilities.models import Session, Slot
from lib import clock
from notices.letters import compose
from notices.models import Notice
from tests.bookings.closures import AFTERNOON, CANCELLED, STANDS, closed, facility, state_of
from tests.bookings.door import Hold, code_of, shares, told
from tests.bookings.samples import TUESDAY, asked, book, policy, request_for, residents
from tests.bookings.sessions import (
    WEDNESDAY,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")


def test_who_waits_and_who_is_offered_something_in_a_closed_session(
    citizen: User, second_citizen: User, organiser: User, officer: User, at: Hold
) -> None:
    session = with_places(session_of(), 2)
    booking = take(citizen, session, 2)
    first, second = wait_for(second_citizen, session, 2), wait_for(organiser, session, 2)
    at(at_seoul(date(2026, 11, 24), "10:00"))
    cancel(citizen, booking)
    offer = Offer.objects.get(wait=first)
    hits = preview(facility("fitness"), AFTERNOON)
    assert (hits.waiting, hits.offers, hits.visits) == (2, (offer,), ())
    closed(officer, "fitness", AFTERNOON)
    for wait in (first, second):
        wait.refresh_from_db()
        assert (wait.state, wait.ended_at, wait.asked) == (Waited.ENDED, clock.now(), {})
    offer.refresh_from_db()
    assert (offer.state, offer.asked) == (Offered.WITHDRAWN, {})
    told = Notice.objects.filter(kind="bookings.ended").values_list("to", flat=True)
    assert sorted(told) == sorted([second_citizen.email, organiser.email])
    for notice in Notice.objects.filter(kind="bookings.ended"):
        assert notice.facts["why"] in compose(notice).text
    assert shares(session) == (0, 0)
    assert again(session).waiting == 0
    assert code_of(lambda: accept(second_citizen, offer)) == "session_gone"
    assert settle_queues.func() == 0


def test_an_offer_of_a_closed_room_ends(citizen: User, second_citizen: User, officer: User) -> None:
    booking = book(citizen)
    wait = join(second_citizen, request_for(asked()))
    cancel(citizen, booking)
    offer = Offer.objects.get()
    assert offer.state == Offered.OPEN
    closed(officer, "moran", span(TUESDAY, "09:00", "18:00"))
    offer.refresh_from_db()
    wait.refresh_from_db()
    assert (offer.state, wait.state) == (Offered.WITHDRAWN, Waited.ENDED)
    assert Slot.objects.count() == 9 * 4


def test_reopened_the_sessions_come_back_empty(
    citizen: User, second_citizen: User, officer: User
) -> None:
    session = session_of()
    fitness = frozenset({session.facility_id})
    booking = take(citizen, session, 3)
    done = closed(officer, "fitness", AFTERNOON, booking)
    assert generate(fitness).made == 0
    closing.reopen(done.closure)
    assert generate(fitness).made == 2
    assert again(session).cancelled_at is None
    assert shares(session) == (0, 0)
    assert again(session).occupancy
    assert state_of(booking) == CANCELLED
    assert take(second_citizen, session, 4).state == Decided.APPROVED


def test_a_person_who_left_is_not_told_and_nothing_is_held(citizen: User, officer: User) -> None:
    booking = take(citizen, session_of())
    citizen.delete()
    done = closed(officer, "fitness", AFTERNOON, booking)
    assert (done.cancelled, done.held) == (1, 0)
    assert state_of(booking) == CANCELLED
    assert told("bookings.closed") == 0


def test_who_was_absent_already_stays_absent(citizen: User, officer: User, at: Hold) -> None:
    """A closure in the afternoon does not take back what was missed, although no worker ran."""
    booking = take(citizen, session_of())
    at(at_seoul(WEDNESDAY, "14:45"))
    assert preview(facility("fitness"), AFTERNOON).visits == ()
    closed(officer, "fitness", AFTERNOON)
    assert again(session_of()).cancelled_at
    note_absences(clock.now())
    assert state_of(booking) == (Decided.APPROVED, [Attended.ABSENT])
    assert shares(session_of()) == (0, 0)
    assert told("bookings.closed") == 0


def test_who_is_there_already_was_there(
    citizen: User, second_citizen: User, desk: User, officer: User, at: Hold
) -> None:
    """A burst pipe: those in the rooms are told by voice, and have come all the same."""
    with_session, with_room = take(citizen, session_of()), book(second_citizen, of_wednesday())
    at(at_seoul(WEDNESDAY, "14:10"))
    for booking in (with_session, with_room):
        arrive(desk, booking.visits.get())
    walk_in(desk, session_of().reference, with_session.visits.get().party)
    for slug in ("fitness", "moran"):
        assert preview(facility(slug), AFTERNOON).visits == ()
        assert closed(officer, slug, AFTERNOON).cancelled == 0
    for booking in (with_session, with_room):
        assert state_of(booking) == (Decided.APPROVED, [Attended.ARRIVED])
    assert again(session_of()).cancelled_at


def of_wednesday(starts: str = "14:00", ends: str = "16:00") -> Asked:
    return asked(day=WEDNESDAY, starts=starts, ends=ends)


def test_what_is_over_is_left_alone_by_a_closure_that_reaches_back(
    citizen: User, second_citizen: User, officer: User, at: Hold
) -> None:
    over = book(citizen, of_wednesday("09:00", "10:00"))
    to_come = book(second_citizen, of_wednesday("15:00", "16:00"))
    session = session_of(starts="09:00")
    at(at_seoul(WEDNESDAY, "12:05"))
    whole_day = span(WEDNESDAY, "09:00", "18:00")
    assert preview(facility("moran"), whole_day).references == {to_come.reference}
    closed(officer, "moran", whole_day, to_come)
    assert state_of(over) == STANDS
    assert state_of(to_come) == CANCELLED
    assert told("bookings.closed") == 1
    closed(officer, "fitness", whole_day)
    assert again(session).cancelled_at is None
    assert again(session_of(starts="11:00")).cancelled_at == clock.now()


@pytest.fixture
def ran_out(city_hall: object, at: Hold) -> Session:
    """A full session at 16:00 whose one place was offered and not accepted; no worker ran."""
    first, second = residents(2)
    session = with_places(session_of(starts="16:00"), 1)
    booking = take(first, session)
    wait_for(second, session)
    cancel(first, booking)
    at(Offer.objects.get().expires_at)
    assert shares(session) == (1, 0)
    return session


def test_what_ran_out_elsewhere_is_held_instead(
    ran_out: Session, citizen: User, officer: User
) -> None:
    booking = take(citizen, session_of())
    assert closed(officer, "fitness", span(WEDNESDAY, "14:00", "16:00"), booking).held == 2
    assert Offer.objects.filter(person=citizen, session=ran_out, state=Offered.OPEN).exists()
    assert Offer.objects.filter(session=ran_out, state=Offered.LAPSED).count() == 1
    assert shares(ran_out) == (1, 0)


def test_a_room_whose_hold_ran_out_is_held_instead(citizen: User, officer: User, at: Hold) -> None:
    first, second = residents(2)
    booking = book(first, asked(starts="11:00", ends="13:00"))
    join(second, request_for(asked(starts="11:00", ends="13:00")))
    cancel(first, booking)
    at(Offer.objects.get().expires_at)
    mine = book(citizen, asked(starts="13:00", ends="15:00"))
    done = closed(officer, "moran", span(TUESDAY, "13:00", "18:00"), mine)
    assert done.held == 2
    assert Offer.objects.filter(
        person=citizen, facility=facility("moran"), starts_at=at_seoul(TUESDAY, "11:00")
    ).exists()


def test_what_the_person_may_not_book_is_not_held(citizen: User, officer: User) -> None:
    policy("fitness", residents_only=True)
    booking = take(citizen, session_of())
    User.objects.filter(pk=citizen.pk).update(residency="none", residency_verified_at=None)
    assert closed(officer, "fitness", AFTERNOON, booking).held == 0
    assert Notice.objects.get(kind="bookings.closed").facts["offers"] == []


def test_an_unpublished_facility_is_closed_too(citizen: User, officer: User) -> None:
    booking = take(citizen, session_of())
    fitness = facility("fitness")
    fitness.is_published = False
    fitness.save()
    done = closed(officer, "fitness", AFTERNOON, booking)
    assert (done.cancelled, done.held) == (1, 0)
    assert told("bookings.closed") == 1


def test_who_waits_for_a_room_that_closes_is_told(
    citizen: User, second_citizen: User, officer: User
) -> None:
    booking = book(citizen)
    wait = join(second_citizen, request_for(asked()))
    closed(officer, "moran", span(TUESDAY, "15:00", "18:00"), booking)
    wait.refresh_from_db()
    assert (wait.state, wait.asked) == (Waited.ENDED, {})
    assert Notice.objects.get(kind="bookings.ended").to == second_citizen.email

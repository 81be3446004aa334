"""The verb that notes who did not come: once, and told once."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings.attend import arrive, note_absences, waive, walk_in
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Offer
from bookings.queueing import Offered
from bookings.waiting import join
from config.timetable import settle_queues
from facilities import occupancy
from facilities.models import Allocation, Building
from facilities.parties import Party
from lib import clock
from notices.models import Notice
from tests.bookings.door import Hold, accepted, booking, fresh, missed, shares, told, visit_of
from tests.bookings.samples import asked, book, policy, request_for, residents
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul

__all__ = ["booking", "missed"]

pytestmark = pytest.mark.usefixtures("city_hall")


def test_it_is_noted_once_and_told_once(missed: Booking) -> None:
    assert note_absences(clock.now()) == 1
    assert note_absences(clock.now()) == 0
    visit = fresh(missed)
    assert (visit.attendance, visit.allocation_id) == (Attended.ABSENT, None)
    assert shares(session_of()) == (0, 0)
    assert not Allocation.objects.exists()
    notice = Notice.objects.get(kind="bookings.absent")
    assert notice.facts["reference"] == missed.reference
    assert (notice.facts["counted"], notice.facts["allowed"]) == (1, 3)
    assert notice.facts["suspended_until"] is None
    record = missed.records.get(what="absent")
    assert (record.who, record.at) == (None, at_seoul(WEDNESDAY, "14:30"))


def test_the_booking_stays_and_is_counted(missed: Booking) -> None:
    note_absences(clock.now())
    missed.refresh_from_db()
    assert missed.state == Decided.APPROVED


def test_the_letter_of_the_one_that_suspends_says_until_when(citizen: User, at: Hold) -> None:
    take(citizen, session_of("play", starts="10:00"), a_family())
    at(at_seoul(WEDNESDAY, "23:00"))  # the worker stood still all day
    note_absences(clock.now())
    facts = Notice.objects.get(kind="bookings.absent").facts
    assert (facts["counted"], facts["allowed"], facts["days"]) == (1, 1, 30)
    until = datetime.fromisoformat(facts["suspended_until"])
    assert until == at_seoul(date(2026, 12, 25), "10:30")


def test_letters_count_in_order_although_noted_together(citizen: User, at: Hold) -> None:
    for day in (24, 25, 26):
        take(citizen, session_of(day=date(2026, 11, day)))
    at(at_seoul(date(2026, 11, 26), "15:00"))
    assert note_absences(clock.now()) == 3
    letters = Notice.objects.filter(kind="bookings.absent").order_by("pk")
    assert [one.facts["counted"] for one in letters] == [1, 2, 3]
    assert [bool(one.facts["suspended_until"]) for one in letters] == [False, False, True]


def test_two_that_were_missed_in_the_same_minute_are_counted_one_after_the_other(
    citizen: User, at: Hold
) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, absent_after_minutes=30, max_per_day=2)
    book(citizen, asked("moran"), asked("tancheon"))
    at(at_seoul(date(2026, 12, 1), "14:30"))
    assert note_absences(clock.now()) == 2
    letters = Notice.objects.filter(kind="bookings.absent").order_by("pk")
    assert [one.facts["counted"] for one in letters] == [1, 2]
    assert [bool(one.facts["suspended_until"]) for one in letters] == [False, True]


def test_before_its_moment_nobody_is_absent(booking: Booking, at: Hold) -> None:
    at(at_seoul(WEDNESDAY, "14:30") - timedelta(seconds=1))
    assert note_absences(clock.now()) == 0
    assert fresh(booking).attendance == Attended.EXPECTED


def test_it_makes_no_difference_who_gives_back_first(missed: Booking, second_citizen: User) -> None:
    """A verb swept the places before the worker noted the absence: given back once."""
    session = with_places(session_of(), 2)
    walked = walk_in(second_citizen, session.reference, Party(1))
    assert shares(session) == (1, 0)
    note_absences(clock.now())
    assert shares(session) == (1, 0)
    assert fresh(missed).attendance == Attended.ABSENT
    assert fresh(walked).attendance == Attended.ARRIVED


def test_the_places_go_to_who_waits(booking: Booking, second_citizen: User, at: Hold) -> None:
    session = with_places(session_of(), 2)
    wait_for(second_citizen, session, 2)
    at(at_seoul(WEDNESDAY, "14:30"))
    note_absences(clock.now())
    offer = Offer.objects.get()
    assert (offer.person, offer.state, offer.places) == (second_citizen, Offered.OPEN, 2)
    assert shares(session) == (2, 0)


@pytest.mark.parametrize("is_swept", [False, True])
def test_a_room_goes_to_who_waits(
    citizen: User, second_citizen: User, at: Hold, is_swept: bool
) -> None:
    """Also when somebody had tidied up the hold before the absence was noted."""
    policy("moran", absent_after_minutes=30)
    booking = book(citizen)
    # The time from 14:00 on has begun by then; the one from 15:00 on is still of use.
    wait = join(second_citizen, request_for(asked(starts="15:00", ends="16:00")))
    at(at_seoul(date(2026, 12, 1), "14:30"))
    if is_swept:
        occupancy.sweep_all(clock.now())
    note_absences(clock.now())
    assert fresh(booking).attendance == Attended.ABSENT
    assert Offer.objects.get().wait == wait


def test_whose_account_is_gone_is_noted_and_nobody_told(missed: Booking, citizen: User) -> None:
    citizen.delete()
    assert note_absences(clock.now()) == 1
    assert fresh(missed).attendance == Attended.ABSENT
    assert told("bookings.absent") == 0


def test_whose_contact_is_forgotten_is_noted_and_nobody_told(missed: Booking) -> None:
    missed.contact.delete()
    assert note_absences(clock.now()) == 1
    assert told("bookings.absent") == 0


def test_what_was_waived_before_it_was_noted_is_not_told_of_as_an_absence(
    missed: Booking, officer: User
) -> None:
    waive(officer, visit_of(missed), "엘리베이터가 멈추었습니다.")
    note_absences(clock.now())
    assert fresh(missed).attendance == Attended.ABSENT
    assert (told("bookings.waived"), told("bookings.absent")) == (1, 0)


def test_a_booking_of_several_visits_loses_only_what_was_missed(
    citizen: User, desk: User, at: Hold
) -> None:
    policy("moran", absent_after_minutes=30)
    booking = book(citizen, asked(), asked(day=date(2026, 12, 2)))
    at(at_seoul(date(2026, 12, 1), "15:00"))
    assert note_absences(clock.now()) == 1
    first, second = booking.visits.order_by("number")
    assert (first.attendance, second.attendance) == (Attended.ABSENT, Attended.EXPECTED)
    assert (first.occupancy, bool(second.occupancy)) == (None, True)
    booking.refresh_from_db()
    assert booking.state == Decided.APPROVED
    at(at_seoul(date(2026, 12, 2), "14:00"))
    assert arrive(desk, second).attendance == Attended.ARRIVED


def test_what_nobody_decided_is_no_absence(citizen: User, at: Hold) -> None:
    policy("fitness", officer_from_people=1)
    booking = take(citizen, session_of())
    assert booking.state == Decided.SUBMITTED
    at(at_seoul(WEDNESDAY, "14:30"))
    settle_queues.func()
    booking.refresh_from_db()
    assert booking.state == Decided.LAPSED
    assert fresh(booking).attendance == Attended.CANCELLED
    assert (told("bookings.lapsed"), told("bookings.absent")) == (1, 0)


def test_who_accepts_late_has_as_long_as_everybody(city_hall: Building, at: Hold) -> None:
    first, second = residents(2)
    session = with_places(session_of(), 1)
    take(first, session)
    wait_for(second, session)
    at(at_seoul(WEDNESDAY, "14:30"))
    note_absences(clock.now())
    from_offer = accepted(second)
    assert visit_of(from_offer).absent_at == at_seoul(WEDNESDAY, "15:00")
    at(at_seoul(WEDNESDAY, "14:59"))
    assert note_absences(clock.now()) == 0
    at(at_seoul(WEDNESDAY, "15:00"))
    assert note_absences(clock.now()) == 1

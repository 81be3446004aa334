"""The verbs of the door: who arrives, and which absence does not count."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings.attend import arrive, note_absences, waive
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.models import Booking
from config.timetable import settle_queues
from facilities import occupancy
from facilities.models import Occupancy
from lib import clock
from notices.models import Notice
from tests.bookings.door import Hold, booking, code_of, fresh, missed, shares, told, visit_of
from tests.bookings.samples import asked, book, policy
from tests.bookings.sessions import (
    WEDNESDAY,
    session_of,
    take,
)
from tests.places import at_seoul

__all__ = ["booking", "missed"]

pytestmark = pytest.mark.usefixtures("city_hall")


def test_who_arrives_keeps_the_places_for_good(booking: Booking, desk: User, at: Hold) -> None:
    at(at_seoul(WEDNESDAY, "14:05"))
    arrive(desk, visit_of(booking))
    visit = fresh(booking)
    assert (visit.attendance, visit.arrived_at) == (Attended.ARRIVED, clock.now())
    assert visit.allocation
    assert visit.allocation.expires_at is None
    last = booking.records.last()
    assert last
    assert (last.what, last.who, last.at) == ("arrived", desk, clock.now())
    at(at_seoul(WEDNESDAY, "15:00"))
    settle_queues.func()
    assert fresh(booking).attendance == Attended.ARRIVED
    assert shares(session_of()) == (2, 0)


def test_a_second_press_changes_nothing(booking: Booking, desk: User, at: Hold) -> None:
    at(at_seoul(WEDNESDAY, "14:05"))
    arrive(desk, visit_of(booking))
    at(at_seoul(WEDNESDAY, "15:00"))
    assert arrive(desk, visit_of(booking)).arrived_at == at_seoul(WEDNESDAY, "14:05")
    assert booking.records.filter(what="arrived").count() == 1


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False)])
def test_the_moment_of_absence_is_too_late(
    booking: Booking, desk: User, at: Hold, late: int, allowed: bool
) -> None:
    at(at_seoul(WEDNESDAY, "14:30") + timedelta(seconds=late))
    if allowed:
        assert arrive(desk, visit_of(booking)).attendance == Attended.ARRIVED
        return
    assert code_of(lambda: arrive(desk, visit_of(booking))) == "absent_already"
    assert fresh(booking).attendance == Attended.EXPECTED


def test_after_the_absence_was_noted_it_says_the_same(missed: Booking, desk: User) -> None:
    note_absences(clock.now())
    assert code_of(lambda: arrive(desk, visit_of(missed))) == "absent_already"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (at_seoul(date(2026, 11, 24), "14:00"), "not_now"),
        (at_seoul(WEDNESDAY, "12:59"), "not_now"),
        (at_seoul(WEDNESDAY, "13:00"), ""),
    ],
)
def test_from_an_hour_before_and_not_earlier(
    booking: Booking, desk: User, at: Hold, moment: datetime, code: str
) -> None:
    at(moment)
    if code:
        assert code_of(lambda: arrive(desk, visit_of(booking))) == code
    else:
        assert arrive(desk, visit_of(booking)).arrived_at == moment


def test_a_room_that_knows_no_absence_is_entered_until_its_end(
    citizen: User, desk: User, at: Hold
) -> None:
    booking = book(citizen)
    at(at_seoul(date(2026, 12, 1), "16:00"))
    assert code_of(lambda: arrive(desk, visit_of(booking))) == "not_now"
    at(at_seoul(date(2026, 12, 1), "15:59"))
    assert arrive(desk, visit_of(booking)).attendance == Attended.ARRIVED


def test_a_room_with_absence_is_kept_for_who_arrives(citizen: User, desk: User, at: Hold) -> None:
    policy("moran", absent_after_minutes=30)
    booking = book(citizen)
    at(at_seoul(date(2026, 12, 1), "14:29"))
    arrive(desk, visit_of(booking))
    at(at_seoul(date(2026, 12, 1), "14:45"))
    assert occupancy.sweep_all(clock.now()) == 0
    assert Occupancy.objects.get().expires_at is None


def test_a_booking_that_does_not_stand_is_refused(
    booking: Booking, citizen: User, desk: User, at: Hold
) -> None:
    cancel(citizen, booking)
    at(at_seoul(WEDNESDAY, "14:00"))
    assert code_of(lambda: arrive(desk, visit_of(booking))) == "not_expected"


def test_what_is_still_to_be_decided_is_refused(citizen: User, desk: User, at: Hold) -> None:
    asked_for = take(citizen, session_of("promotion-hall", date(2026, 12, 2), "10:00"), 5)
    at(at_seoul(date(2026, 12, 2), "09:50"))
    assert code_of(lambda: arrive(desk, visit_of(asked_for))) == "not_expected"


def test_whose_account_is_gone_is_let_in(
    booking: Booking, citizen: User, desk: User, at: Hold
) -> None:
    citizen.delete()
    at(at_seoul(WEDNESDAY, "14:00"))
    assert arrive(desk, visit_of(booking)).attendance == Attended.ARRIVED


def test_of_several_visits_each_is_attended_by_itself(citizen: User, desk: User, at: Hold) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 2)))
    first, second = booking.visits.order_by("number")
    at(at_seoul(date(2026, 12, 1), "14:00"))
    arrive(desk, first)
    assert code_of(lambda: arrive(desk, second)) == "not_now"
    at(at_seoul(date(2026, 12, 2), "14:00"))
    arrive(desk, second)
    assert booking.records.filter(what="arrived").count() == 2


def test_an_absence_does_not_count_and_who_and_why_is_kept(missed: Booking, officer: User) -> None:
    note_absences(clock.now())
    waive(officer, visit_of(missed), "  버스가 멈추었습니다.  ")
    visit = fresh(missed)
    assert (visit.attendance, visit.waived_at) == (Attended.ABSENT, clock.now())
    record = missed.records.get(what="absence waived")
    assert (record.who, record.why) == (officer, "버스가 멈추었습니다.")
    assert Notice.objects.get(kind="bookings.waived").facts["why"] == "버스가 멈추었습니다."


def test_a_second_waiver_changes_nothing(missed: Booking, officer: User, at: Hold) -> None:
    first = waive(officer, visit_of(missed), "까닭").waived_at
    at(at_seoul(WEDNESDAY, "18:00"))
    assert waive(officer, visit_of(missed), "다른 까닭").waived_at == first
    assert missed.records.filter(what="absence waived").count() == 1
    assert told("bookings.waived") == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_without_a_reason_it_is_refused(missed: Booking, officer: User, why: str) -> None:
    assert code_of(lambda: waive(officer, visit_of(missed), why)) == "reason_missing"
    assert fresh(missed).waived_at is None


def test_what_is_no_absence_is_refused(
    booking: Booking, officer: User, citizen: User, at: Hold
) -> None:
    def code() -> str:
        return code_of(lambda: waive(officer, visit_of(booking), "까닭"))

    at(at_seoul(WEDNESDAY, "13:00"))
    assert code() == "not_absent"
    cancel(citizen, booking)
    at(at_seoul(WEDNESDAY, "15:00"))
    assert code() == "not_absent"


def test_what_nobody_decided_is_no_absence_to_waive(citizen: User, officer: User, at: Hold) -> None:
    policy("fitness", officer_from_people=1)
    booking = take(citizen, session_of())
    at(at_seoul(WEDNESDAY, "14:30"))
    assert code_of(lambda: waive(officer, visit_of(booking), "까닭")) == "not_absent"


def test_whose_account_is_gone_can_be_waived(missed: Booking, citizen: User, officer: User) -> None:
    citizen.delete()
    assert waive(officer, visit_of(missed), "까닭").waived_at
    assert told("bookings.waived") == 0

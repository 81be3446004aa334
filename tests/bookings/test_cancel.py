"""The verb that cancels, and until when it may."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings import letters
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Occupancy, Slot
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.samples import NOW, asked, book, policy

Hold = Callable[[datetime], None]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def booking(citizen: User) -> Booking:
    """모란관 on the sample Tuesday from 14:00 to 16:00."""
    return book(citizen)


def test_cancelling_gives_back_the_room_and_keeps_the_booking(
    citizen: User, booking: Booking, at: Hold
) -> None:
    at(NOW + timedelta(hours=1))

    cancel(citizen, booking)

    booking.refresh_from_db()
    visit = booking.visits.get()
    assert (booking.state, booking.revision) == (Decided.CANCELLED, 1)
    assert booking.changed_at == NOW + timedelta(hours=1)
    assert booking.created_at == NOW
    assert (visit.attendance, visit.occupancy_id) == (Attended.CANCELLED, None)
    assert not Slot.objects.exists()
    assert not Occupancy.objects.exists()
    last = booking.records.last()
    assert last
    assert (last.what, last.who_id, last.at) == ("cancelled", citizen.pk, booking.changed_at)


def test_what_is_given_back_can_be_booked_by_another(
    citizen: User, second_citizen: User, booking: Booking
) -> None:
    cancel(citizen, booking)

    assert book(second_citizen).state == Decided.APPROVED


def test_a_cancelled_booking_counts_for_no_limit(citizen: User, booking: Booking) -> None:
    cancel(citizen, booking)

    assert book(citizen, asked(starts="10:00", ends="11:00")).state == Decided.APPROVED


def test_a_second_time_changes_nothing(citizen: User, booking: Booking, at: Hold) -> None:
    first = cancel(citizen, booking)
    at(NOW + timedelta(hours=1))

    second = cancel(citizen, booking)

    assert (second.revision, second.changed_at) == (first.revision, first.changed_at)
    assert Notice.objects.count() == 2
    assert booking.records.count() == 2


def test_a_cancelled_booking_stays_cancelled_after_the_deadline(
    citizen: User, booking: Booking, at: Hold
) -> None:
    cancel(citizen, booking)
    at(booking.visits.get().ends_at)

    assert cancel(citizen, booking).state == Decided.CANCELLED


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, True), (1, False)])
def test_the_deadline_itself_is_the_last_moment(
    citizen: User, booking: Booking, at: Hold, late: int, allowed: bool
) -> None:
    at(booking.visits.get().starts_at - timedelta(minutes=60) + timedelta(seconds=late))

    if allowed:
        assert cancel(citizen, booking).state == Decided.CANCELLED
        return
    with pytest.raises(Refused) as caught:
        cancel(citizen, booking)
    assert caught.value.refusal.code == "cannot_cancel_any_more"
    booking.refresh_from_db()
    assert booking.state == Decided.APPROVED
    assert Slot.objects.count() == 8


def test_the_deadline_is_that_of_the_policy_it_was_made_under(
    citizen: User, booking: Booking, at: Hold
) -> None:
    policy("moran", cancel_minutes_before=60 * 24 * 3)
    at(booking.visits.get().starts_at - timedelta(minutes=61))

    assert cancel(citizen, booking).state == Decided.CANCELLED


def test_a_booking_of_several_visits_is_cancelled_whole(citizen: User) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 2)))

    cancel(citizen, booking)

    assert {visit.attendance for visit in booking.visits.all()} == {Attended.CANCELLED}
    assert not Slot.objects.exists()


def test_a_letter_that_cannot_be_written_takes_the_cancellation_back(
    citizen: User, booking: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(letters, "write", break_down)

    with pytest.raises(RuntimeError):
        cancel(citizen, booking)

    booking.refresh_from_db()
    assert (booking.state, booking.revision) == (Decided.APPROVED, 0)
    assert Slot.objects.count() == 8


def test_without_a_contact_it_is_cancelled_without_a_letter(
    citizen: User, booking: Booking
) -> None:
    booking.contact.delete()

    cancel(citizen, booking)

    assert list(Notice.objects.values_list("kind", flat=True)) == ["bookings.confirmed"]

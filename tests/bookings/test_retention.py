"""Contacts go in time, bookings stay."""

from datetime import timedelta

import pytest

from accounts.models import User
from bookings import waiting
from bookings.attend import waive
from bookings.models import Booking, Contact, Record
from bookings.retention import forget_contacts
from lib import clock
from tests.bookings.samples import NOW, TUESDAY, asked, book
from tests.bookings.sessions import session_of, take, wait_for, with_places
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")


def test_a_contact_goes_a_year_after_the_last_visit_and_not_before(
    citizen: User, second_citizen: User
) -> None:
    with clock.stopped(NOW):
        book(citizen)
        book(second_citizen, asked(day=TUESDAY + timedelta(days=1)))
    a_year_after = at_seoul(TUESDAY, "16:00") + timedelta(days=365)

    assert forget_contacts(a_year_after) == 0
    assert forget_contacts(a_year_after + timedelta(seconds=1)) == 1

    assert Booking.objects.count() == 2
    assert Contact.objects.get().booking.person == second_citizen


def test_many_go_in_several_steps(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookings.retention.FORGOTTEN_AT_A_TIME", 1)
    with clock.stopped(NOW):
        book(citizen)
        book(citizen, asked(day=TUESDAY + timedelta(days=1)))

    assert forget_contacts(NOW + timedelta(days=400)) == 2
    assert not Contact.objects.exists()


def test_why_something_was_done_to_it_goes_too(citizen: User, officer: User) -> None:
    with clock.stopped(NOW):
        visit = take(citizen, session_of()).visits.get()
    with clock.stopped(visit.ends_at):
        waive(officer, visit, "아이가 아팠음")
    year = timedelta(days=365)

    forget_contacts(visit.ends_at + year)
    assert Record.objects.get(what="absence waived").why == "아이가 아팠음"
    forget_contacts(visit.ends_at + year + timedelta(seconds=1))

    record = Record.objects.get(what="absence waived")
    assert (record.who, record.why) == (officer, "")


def test_why_a_party_was_moved_goes_and_the_move_stays(
    citizen: User, second_citizen: User, desk: User
) -> None:
    with clock.stopped(NOW):
        session = with_places(session_of(), 1)
        take(citizen, session)
        move = waiting.move(desk, wait_for(second_citizen, session), 1, "아이가 아픔")
    year = timedelta(days=365)

    forget_contacts(session.ends_at + year)
    move.refresh_from_db()
    assert move.why == "아이가 아픔"
    forget_contacts(session.ends_at + year + timedelta(seconds=1))

    move.refresh_from_db()
    assert (move.who, move.from_position, move.to_position, move.why) == (desk, 1, 1, "-")

"""Contacts go in time, bookings stay."""

from datetime import timedelta

import pytest

from accounts.models import User
from bookings.models import Booking, Contact
from bookings.retention import forget_contacts
from lib import clock
from tests.bookings.samples import NOW, TUESDAY, asked, book
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

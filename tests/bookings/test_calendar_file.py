"""The visits for one's own calendar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from bookings.cancel import cancel
from bookings.changing import cancel_visits
from bookings.decision import Decided
from bookings.models import Booking
from lib.references import spaced
from notices.letters import compose
from notices.models import Notice
from tests.bookings.samples import TUESDAY, asked, book

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


def entry_in(content: bytes) -> Any:
    """The one entry of a calendar file."""
    (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    return event


def test_the_file_says_what_when_and_where(client_of: ClientOf, citizen: User) -> None:
    booking = book(citizen)

    response = client_of(citizen).get(f"/en/bookings/{booking.reference}/booking.ics")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{booking.reference}.ics"'
    event = entry_in(response.content)
    visit = booking.visits.get()
    assert event["UID"] == f"{booking.reference}-1@sarangbang"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (visit.starts_at, visit.ends_at)
    assert event["SUMMARY"] == "Moran Room: 독서 모임"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert spaced(booking.reference) in event["DESCRIPTION"]
    assert event["URL"].endswith(f"/en/bookings/{booking.reference}/")


def test_the_file_of_the_page_and_of_the_letter_are_the_same(
    client_of: ClientOf, citizen: User
) -> None:
    booking = book(citizen)

    response = client_of(citizen).get(f"/bookings/{booking.reference}/booking.ics")

    (attachment,) = compose(Notice.objects.get()).attachments
    assert response.content == attachment.content


def test_a_cancelled_booking_takes_its_entry_out(client_of: ClientOf, citizen: User) -> None:
    booking: Booking = book(citizen)
    cancel(citizen, booking)

    response = client_of(citizen).get(f"/bookings/{booking.reference}/booking.ics")

    event = entry_in(response.content)
    assert event["UID"] == f"{booking.reference}-1@sarangbang"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


@pytest.mark.parametrize("state", [Decided.SUBMITTED, Decided.REFUSED, Decided.LAPSED])
def test_what_does_not_stand_has_no_entry(
    client_of: ClientOf, citizen: User, state: Decided
) -> None:
    booking = book(citizen)
    address = f"/bookings/{booking.reference}/"
    assert "booking.ics" in client_of(citizen).get(address).content.decode()
    Booking.objects.filter(pk=booking.pk).update(state=state)

    assert client_of(citizen).get(f"{address}booking.ics").status_code == 404
    assert "booking.ics" not in client_of(citizen).get(address).content.decode()


def test_of_a_series_each_visit_says_whether_it_stands(client_of: ClientOf, citizen: User) -> None:
    days = (TUESDAY, TUESDAY + timedelta(days=7))
    booking = book(citizen, *(asked(day=day) for day in days))
    cancel_visits(citizen, booking, [1])

    response = client_of(citizen).get(f"/en/bookings/{booking.reference}/booking.ics")

    events = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CANCELLED", "CONFIRMED"]
    assert [event["SEQUENCE"] for event in events] == [1, 1]

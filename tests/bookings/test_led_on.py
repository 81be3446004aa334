"""What was applied for has pages of its own: those of bookings lead there."""

from collections.abc import Callable

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking
from tests.bookings.samples import asked, book

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def booking(citizen: User) -> Booking:
    made = book(citizen)
    Booking.objects.filter(pk=made.pk).update(is_application=True)
    return made


@pytest.mark.parametrize(("page", "leads_to"), [("", ""), ("cancel/", "withdraw/")])
def test_to_the_pages_of_the_application(
    client_of: ClientOf, citizen: User, booking: Booking, page: str, leads_to: str
) -> None:
    path = f"/en/bookings/{booking.reference}/{page}"
    response = client_of(citizen).get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/en/applications/{booking.reference}/{leads_to}"


def test_nothing_is_cancelled_on_the_way(
    client_of: ClientOf, citizen: User, booking: Booking
) -> None:
    assert client_of(citizen).post(f"/en/bookings/{booking.reference}/cancel/").status_code == 302
    booking.refresh_from_db()
    assert booking.state == Decided.APPROVED


def test_a_stranger_is_led_nowhere(client_of: ClientOf, booking: Booking, stranger: User) -> None:
    for page in ("", "cancel/"):
        path = f"/en/bookings/{booking.reference}/{page}"
        assert client_of(stranger).get(path).status_code == 404


def test_the_calendar_says_which_visits_stand(client_of: ClientOf, citizen: User) -> None:
    made = book(citizen, asked(), asked("bookcafe-room", day=asked().span.starts_at.date()))
    path = f"/bookings/{made.reference}/booking.ics"
    made.visits.filter(number=1).update(attendance="cancelled")
    assert states(client_of(citizen).get(path).content) == ["CANCELLED", "CONFIRMED"]
    cancel(citizen, made)
    assert states(client_of(citizen).get(path).content) == ["CANCELLED", "CANCELLED"]


def states(content: bytes) -> list[str]:
    events = Calendar.from_ical(content.decode()).walk("VEVENT")
    return [str(event["STATUS"]) for event in events]

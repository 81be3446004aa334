"""Asking once more, then cancelling."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Slot
from notices.models import Notice
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import book

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def booking(citizen: User) -> Booking:
    """모란관 on the sample Tuesday from 14:00 to 16:00."""
    return book(citizen)


@pytest.fixture
def address(booking: Booking) -> str:
    return f"/en/bookings/{booking.reference}/cancel/"


def state_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.state


def test_asking_shows_the_booking_and_its_deadline_and_changes_nothing(
    client_of: ClientOf, citizen: User, booking: Booking, address: str
) -> None:
    page = client_of(citizen).get(address)

    assert page.status_code == 200
    assert "Tue 1 Dec 2026, 14:00–16:00" in said(page)
    assert "Cancel until Tue 1 Dec 2026, 13:00" in said(page)
    assert state_of(booking) == Decided.APPROVED


def test_cancelling_gives_the_room_back_and_says_so(
    client_of: ClientOf, citizen: User, booking: Booking, address: str
) -> None:
    response = client_of(citizen).post(address, follow=True)

    assert response.redirect_chain == [(f"/en/bookings/{booking.reference}/", 302)]
    assert "The booking is cancelled." in said(response)
    assert state_of(booking) == Decided.CANCELLED
    assert not Slot.objects.exists()


def test_a_second_press_changes_nothing_more(
    client_of: ClientOf, citizen: User, booking: Booking, address: str
) -> None:
    client = client_of(citizen)

    first, second = client.post(address), client.post(address)

    assert (first.status_code, second.status_code) == (302, 302)
    assert booking.records.filter(what="cancelled").count() == 1
    assert Notice.objects.filter(kind="bookings.cancelled").count() == 1


def test_after_the_deadline_it_is_refused_and_says_whom_to_call(
    client_of: ClientOf, citizen: User, booking: Booking, address: str, at: Callable[..., None]
) -> None:
    at(booking.visits.get().starts_at - timedelta(minutes=59))

    response = client_of(citizen).post(address)

    assert (response.status_code, refusal_of(response)) == (409, "cannot_cancel_any_more")
    assert "031-729-2187" in said(response)
    assert "Yes, cancel it" not in said(response)
    assert state_of(booking) == Decided.APPROVED


@pytest.mark.parametrize(
    "who", ["second_citizen", "organiser", "stranger", "desk", "officer", "administrator"]
)
def test_to_everybody_else_it_is_not_there(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf, booking: Booking, address: str
) -> None:
    assert client_of(request.getfixturevalue(who)).post(address).status_code == 404
    assert state_of(booking) == Decided.APPROVED


def test_anonymous_is_led_to_the_sign_in(client: Client, booking: Booking, address: str) -> None:
    response = client.post(address)

    assert response.status_code == 302
    assert response["Location"] == f"/en/accounts/login/?next={address}"
    assert state_of(booking) == Decided.APPROVED


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(
    client_of: ClientOf, citizen: User, address: str, method: str
) -> None:
    assert getattr(client_of(citizen), method)(address).status_code == 405


def test_a_forged_press_is_refused(citizen: User, booking: Booking, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)

    response = client.post(address)

    assert response.status_code == 403
    assert f'href="{address}"' in response.content.decode()
    assert state_of(booking) == Decided.APPROVED

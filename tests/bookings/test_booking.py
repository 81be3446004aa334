"""The page of one booking: the confirmation, and later whatever became of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking
from bookings.passes import token
from lib import qr
from lib.references import new_reference, spaced
from tests.bookings.pages import said
from tests.bookings.samples import book

ClientOf = Callable[[User], Client]
Hold = Callable[..., None]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def booking(citizen: User) -> Booking:
    """모란관 on the sample Tuesday from 14:00 to 16:00."""
    return book(citizen)


def page_of(booking: Booking) -> str:
    return f"/en/bookings/{booking.reference}/"


def test_who_booked_sees_everything(client_of: ClientOf, citizen: User, booking: Booking) -> None:
    page = client_of(citizen).get(page_of(booking))

    assert page.status_code == 200
    words = said(page)
    for text in (
        "Moran Room",
        "Tue 1 Dec 2026, 14:00–16:00",
        "5 people",
        "독서 모임",
        spaced(booking.reference),
        "Confirmed",
        "Cancel until Tue 1 Dec 2026, 13:00",
    ):
        assert text in words
    assert qr.svg(token(booking.reference), title="Pass") in page.content.decode()


@pytest.mark.parametrize(
    "who", ["second_citizen", "organiser", "stranger", "desk", "officer", "administrator"]
)
@pytest.mark.parametrize("part", ["", "pass.pdf", "booking.ics", "cancel/"])
def test_to_everybody_else_it_is_not_there(
    who: str,
    part: str,
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    booking: Booking,
) -> None:
    page = client_of(request.getfixturevalue(who)).get(page_of(booking) + part)

    assert page.status_code == 404
    assert booking.purpose not in page.content.decode()


@pytest.mark.parametrize("part", ["", "pass.pdf", "booking.ics", "cancel/"])
def test_anonymous_is_led_to_the_sign_in(client: Client, booking: Booking, part: str) -> None:
    response = client.get(page_of(booking) + part)

    assert response.status_code == 302
    assert response["Location"] == f"/en/accounts/login/?next={page_of(booking)}{part}"


@pytest.mark.parametrize("part", ["", "pass.pdf", "booking.ics"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_a_page_that_only_shows(
    client_of: ClientOf, citizen: User, booking: Booking, part: str, method: str
) -> None:
    response = getattr(client_of(citizen), method)(page_of(booking) + part)

    assert response.status_code == 405


@pytest.mark.parametrize(
    "reference",
    [
        new_reference(),
        "0" * 12,
        "ABCDEFGHJK",
        "abcdefghjkmn",
        "1 OR 1=1",
        "%00" * 12,
        "한글한글한글한글한글한글",
        "A" * 500,
    ],
)
def test_a_reference_that_does_not_exist_is_not_found(
    client_of: ClientOf, citizen: User, reference: str
) -> None:
    assert client_of(citizen).get(f"/en/bookings/{reference}/").status_code == 404


def test_a_fresh_booking_is_greeted_and_a_later_look_is_not(
    client_of: ClientOf, citizen: User, booking: Booking
) -> None:
    client = client_of(citizen)

    assert "Your booking is confirmed" in said(client.get(f"{page_of(booking)}?new=1"))
    assert "Your booking is confirmed" not in said(client.get(page_of(booking)))


def test_a_cancelled_booking_shows_no_pass_and_offers_no_cancelling(
    client_of: ClientOf, citizen: User, booking: Booking
) -> None:
    cancel(citizen, booking)

    page = client_of(citizen).get(f"{page_of(booking)}?new=1")

    assert page.status_code == 200
    assert "Cancelled" in said(page)
    assert "Your booking is confirmed" not in said(page)
    assert (
        "<svg"
        not in page.content.decode().partition('class="ticket-pass"')[2].partition("</article>")[0]
    )
    assert "pass.pdf" not in page.content.decode()
    assert "/cancel/" not in page.content.decode()


def test_after_the_deadline_the_page_says_whom_to_call(
    client_of: ClientOf, citizen: User, booking: Booking, at: Hold
) -> None:
    at(booking.visits.get().starts_at - timedelta(minutes=30))

    page = client_of(citizen).get(page_of(booking))

    assert "It is too late to cancel here" in said(page)
    assert "/cancel/" not in page.content.decode()


def test_when_it_is_over_there_is_no_pass_any_more(
    client_of: ClientOf, citizen: User, booking: Booking, at: Hold
) -> None:
    at(booking.visits.get().ends_at)

    assert "pass.pdf" not in client_of(citizen).get(page_of(booking)).content.decode()


def test_the_page_stays_when_the_contact_was_deleted(
    client_of: ClientOf, citizen: User, booking: Booking
) -> None:
    booking.contact.delete()

    for part in ("", "booking.ics", "cancel/"):
        assert client_of(citizen).get(page_of(booking) + part).status_code == 200


def test_pages_of_a_booking_are_not_kept_by_browsers(
    client_of: ClientOf, citizen: User, booking: Booking
) -> None:
    for part in ("", "booking.ics", "cancel/"):
        answer = client_of(citizen).get(page_of(booking) + part)
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


def test_the_page_costs_few_queries(client_of: ClientOf, citizen: User, booking: Booking) -> None:
    client = client_of(citizen)
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(booking))

    # Session, user, booking with contact, visits, their spaces, the building.
    assert len(queries) <= 6

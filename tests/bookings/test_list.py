"""My bookings: what is to come, soonest first, and what was, in pages."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking
from lib.references import spaced
from tests.bookings.pages import said
from tests.bookings.samples import TUESDAY, asked, book, policy
from tests.places import at_seoul

ClientOf = Callable[[User], Client]
Hold = Callable[..., None]
LIST = "/en/bookings/"

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.mark.parametrize("who", ["citizen", "stranger", "desk", "officer", "administrator"])
def test_who_booked_nothing_is_shown_the_way(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf, second_citizen: User
) -> None:
    book(second_citizen)

    page = client_of(request.getfixturevalue(who)).get(LIST)

    assert page.status_code == 200
    assert "You have no bookings yet" in said(page)
    assert "독서 모임" not in said(page)


def test_anonymous_is_led_to_the_sign_in(client: Client) -> None:
    response = client.get(LIST)

    assert (response.status_code, response["Location"]) == (302, f"/en/accounts/login/?next={LIST}")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(client_of: ClientOf, citizen: User, method: str) -> None:
    assert getattr(client_of(citizen), method)(LIST).status_code == 405


def test_what_comes_first_stands_first_and_what_is_over_below(
    client_of: ClientOf, citizen: User, at: Hold
) -> None:
    late = book(citizen, asked(day=date(2026, 12, 3)))
    over = book(citizen, asked(day=date(2026, 11, 25)))
    soon = book(citizen, asked(day=date(2026, 11, 27)))
    given_back = book(citizen, asked(day=TUESDAY))
    cancel(citizen, given_back)
    at(at_seoul(date(2026, 11, 26), "10:00"))

    words = said(client_of(citizen).get(LIST))

    order = [words.index(spaced(one.reference)) for one in (soon, late, given_back, over)]
    assert order == sorted(order)
    heading = words.index("Past and cancelled")
    assert order[1] < heading < order[2]


def test_a_visit_that_goes_on_now_is_not_past(client_of: ClientOf, citizen: User, at: Hold) -> None:
    visit = book(citizen).visits.get()

    at(visit.ends_at - timedelta(minutes=1))
    assert "Past and cancelled" not in said(client_of(citizen).get(LIST))
    at(visit.ends_at)
    assert "Past and cancelled" in said(client_of(citizen).get(LIST))


def test_many_bookings_come_in_pages_and_cost_the_same_queries(
    client_of: ClientOf, citizen: User
) -> None:
    policy("moran", max_per_day=None, max_per_month=None, max_minutes=60, min_minutes=60)
    client = client_of(citizen)
    _cancelled(citizen, 1)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    _cancelled(citizen, 24)
    for day in (2, 3, 4):
        book(citizen, asked(day=date(2026, 12, day), starts="09:00", ends="10:00"))
    with CaptureQueriesContext(connection) as many:
        first = client.get(LIST)
    second = client.get(f"{LIST}?page=2")

    assert first.content.decode().count('class="booking-row"') == 3 + 20
    assert second.content.decode().count('class="booking-row"') == 3 + 5
    # Session, user, upcoming with visits, count, page with visits.
    assert len(few) <= len(many) <= 7


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "%00", "9" * 400, ""])
def test_a_strange_page_number_still_gives_a_page(
    client_of: ClientOf, citizen: User, page: str
) -> None:
    book(citizen)

    assert client_of(citizen).get(f"{LIST}?page={page}").status_code == 200


def _cancelled(person: User, number: int) -> None:
    for _ in range(number):
        booking: Booking = book(person, asked(starts="09:00", ends="10:00"))
        cancel(person, booking)

"""The form that books: who may, what it starts with, what it costs."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.models import Booking
from facilities.models import Facility
from lib.references import ALPHABET
from notices.models import Notice
from tests.bookings.pages import (
    BOOK,
    alternatives_of,
    fields_of,
    filled,
    refusal_of,
    said,
)
from tests.bookings.samples import TUESDAY, asked, book, new_key, policy

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


# Who


@pytest.mark.parametrize("who", ["citizen", "second_citizen", "organiser"])
def test_a_resident_books_and_sees_the_confirmation(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))

    response = client.post(BOOK, filled())

    booking = Booking.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/en/bookings/{booking.reference}/?new=1"
    assert set(booking.reference) <= set(ALPHABET)
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "Your booking is confirmed" in said(page)


@pytest.mark.parametrize("who", ["stranger", "desk", "officer", "administrator"])
def test_who_claims_no_ground_for_use_is_refused(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    response = client_of(request.getfixturevalue(who)).post(BOOK, filled())

    assert response.status_code == 403
    assert refusal_of(response) == "not_a_resident"
    assert not Booking.objects.exists()


def test_anonymous_is_led_to_the_sign_in_and_back(client: Client) -> None:
    response = client.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=60")

    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/login/?next=")
    assert unquote(response["Location"]).endswith(f"{BOOK}?date=2026-12-01&start=14:00&minutes=60")


def test_a_facility_that_does_not_exist_is_not_found(browser: Client) -> None:
    assert browser.get("/en/facilities/nowhere/book/").status_code == 404
    assert browser.post("/en/facilities/nowhere/book/", filled()).status_code == 404


def test_a_facility_decided_by_an_officer_leads_to_its_page(browser: Client) -> None:
    response = browser.get("/en/facilities/onnuri/book/")

    assert (response.status_code, response["Location"]) == (302, "/en/facilities/onnuri/")


def test_a_form_for_a_facility_decided_by_an_officer_is_refused(browser: Client) -> None:
    response = browser.post("/en/facilities/onnuri/book/", filled())

    assert (response.status_code, refusal_of(response)) == (422, "not_bookable_here")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(browser: Client, method: str) -> None:
    assert getattr(browser, method)(BOOK).status_code == 405


def test_a_get_with_everything_filled_in_books_nothing(browser: Client) -> None:
    assert browser.get(BOOK, filled()).status_code == 200
    assert not Booking.objects.exists()


# The form


def test_the_form_comes_filled_in_from_the_address_and_the_account(
    browser: Client, citizen: User
) -> None:
    fields = fields_of(browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120&people=7"))

    assert fields["date"] == "2026-12-01"
    assert fields["start"] == "14:00"
    assert fields["minutes"] == "120"
    assert fields["people"] == "7"
    assert fields["name"] == citizen.name
    assert fields["phone"] == "010-0000-1001"
    assert fields["purpose"] == ""


def test_the_number_of_people_is_offered_from_one_to_what_the_room_holds(browser: Client) -> None:
    field = re.search(r'<input[^>]*name="people"[^>]*>', browser.get(BOOK).content.decode())
    assert field
    assert 'min="1"' in field[0]
    assert f'max="{Facility.objects.get(slug="moran").capacity}"' in field[0]


def test_the_deadline_is_shown_before_booking(browser: Client) -> None:
    page = said(browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120"))

    assert "Cancel until Tue 1 Dec 2026, 13:00" in page


def test_the_form_says_at_once_when_its_time_is_taken(
    browser: Client, second_citizen: User
) -> None:
    book(second_citizen)

    page = browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120")

    assert page.status_code == 200
    assert refusal_of(page) == "taken"
    assert len(alternatives_of(page)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "date=0001-01-01&start=00:00&minutes=60",
        "date=0001-01-02&start=00:00&minutes=60",
        "date=9999-12-31&start=23:45&minutes=44640",
        "date=9999-12-30&start=10:00&minutes=60",
        "date=10000-01-01&start=10:00&minutes=60",
        "date=2026-12-01&start=10:00&minutes=99999999999999999999",
        "date=2026-12-01&start=10:00&minutes=-60",
        "date=2026-12-01&start=10:00:30&minutes=60",
        "date=2026-12-01&start=10:00%2B03:00&minutes=60",
        "date=2026-02-30&start=25:00&minutes=x",
        "date=%00&start=%00&minutes=%00&people=%00",
        "date=&start=&minutes=&people=",
        "date=%F0%9F%8E%89&start=%EB%98%A0&minutes=%ED%9E%A3",
        "people=1e9&draft=1",
    ],
)
def test_a_strange_address_still_gives_the_form(browser: Client, query: str) -> None:
    assert browser.get(f"{BOOK}?{query}").status_code == 200


def test_the_page_costs_the_same_few_queries_however_much_is_booked(
    browser: Client, second_citizen: User
) -> None:
    address = f"{BOOK}?date=2026-12-01&start=14:00&minutes=120"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for day in (TUESDAY + timedelta(days=offset) for offset in (1, 2, 3)):
        book(second_citizen, asked(day=day))
    with CaptureQueriesContext(connection) as many:
        browser.get(address)

    assert len(few) == len(many) <= 5  # session, user, stamps, slots, what counts


# What a booking costs


def test_a_booking_costs_the_same_few_queries_however_much_is_booked(
    browser: Client, second_citizen: User
) -> None:
    browser.post(BOOK, filled())
    with CaptureQueriesContext(connection) as few:
        assert browser.post(BOOK, filled(date="2026-12-02", key=new_key())).status_code == 302
    for offset in (2, 3, 6):
        book(second_citizen, asked(day=TUESDAY + timedelta(days=offset)))
    with CaptureQueriesContext(connection) as many:
        assert browser.post(BOOK, filled(date="2026-12-08", key=new_key())).status_code == 302

    assert len(few) == len(many) <= 17


def test_a_refused_booking_costs_few_queries_too(browser: Client, second_citizen: User) -> None:
    book(second_citizen)
    browser.get(BOOK)
    with CaptureQueriesContext(connection) as queries:
        assert browser.post(BOOK, filled()).status_code == 409

    assert len(queries) <= 7


def test_an_english_page_and_a_korean_page_are_the_same_form(browser: Client) -> None:
    fields = filled()
    first = browser.post("/facilities/moran/book/", fields)
    second = browser.post(BOOK, fields)

    assert first["Location"].startswith("/bookings/")
    assert second["Location"] == f"/en{first['Location']}"


def test_the_letter_goes_to_the_confirmed_address_whatever_the_form_says(
    browser: Client, citizen: User
) -> None:
    """Nobody writes to a stranger in the city's name."""
    assert browser.post(BOOK, filled(email="stranger@example.com")).status_code == 302

    assert list(Notice.objects.values_list("to", flat=True)) == [citizen.email]


def test_who_may_not_book_is_told_before_the_form_is_filled_in(
    client_of: Callable[[User], Client], stranger: User
) -> None:
    page = client_of(stranger).get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=60")

    assert (page.status_code, refusal_of(page)) == (200, "not_a_resident")


def test_the_kept_rules_follow_the_set_up(browser: Client) -> None:
    assert "From 1 h to 3 h." in said(browser.get(BOOK))

    policy("moran", max_minutes=120)

    assert "From 1 h to 2 h." in said(browser.get(BOOK))

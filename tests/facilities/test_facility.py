"""The page of one facility: facts for all, the week where it is booked on-line."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from bookings.cancel import cancel
from facilities.catalogue import catalogue
from facilities.models import Facility, Policy
from tests.bookings.samples import NOW, asked, book, residents

pytestmark = pytest.mark.usefixtures("city_hall")

WEEK = "/facilities/moran/?week=2026-11-30"
FREE = 'href="/facilities/moran/book/?date=2026-12-01&amp;start=14%3A00&amp;minutes=60"'


@pytest.fixture(autouse=True)
def _monday_morning(at: Callable[[datetime], None]) -> None:
    caches["pages"].clear()
    at(NOW)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_facility_has_a_page_with_its_phone(client: Client, prefix: str) -> None:
    listings = catalogue().listings
    assert len(listings) > 10
    for listing in listings:
        shown = page(client, f"{prefix}/facilities/{listing.facility.slug}/")
        assert f"tel:{listing.facility.phone}" in shown


@pytest.mark.parametrize(
    ("prefix", "hours"), [("", "월요일~금요일 09:00~18:00"), ("/en", "Monday–Friday 09:00–18:00")]
)
def test_hours_are_written_as_the_language_writes_them(
    client: Client, prefix: str, hours: str
) -> None:
    assert hours in page(client, f"{prefix}/facilities/moran/")


def test_only_what_is_booked_here_shows_a_week(client: Client) -> None:
    with_week = {
        item.facility.slug
        for item in catalogue().listings
        if 'id="week"' in page(client, f"/facilities/{item.facility.slug}/")
    }
    assert with_week == {"moran", "tancheon", "bookcafe-room", "promotion-hall", "fitness", "play"}


def test_free_time_leads_to_the_form_and_a_taken_one_says_so(client: Client, citizen: User) -> None:
    assert page(client, WEEK).count(FREE) == 2  # in the table and in the list

    book(citizen, asked(starts="14:00", ends="15:00"))

    shown = page(client, WEEK)
    assert FREE not in shown
    assert "이미 예약된 시간입니다" in shown


def test_the_week_that_is_kept_is_never_old(client: Client, citizen: User) -> None:
    """Booked, cancelled, renamed, closed for booking: the next look shows it."""
    page(client, WEEK)
    booking = book(citizen, asked(starts="14:00", ends="15:00"))
    assert FREE not in page(client, WEEK)
    cancel(citizen, booking)
    assert FREE in page(client, WEEK)
    facility = Facility.objects.get(slug="moran")
    facility.name = "모란마루"
    facility.save()
    assert "모란마루" in page(client, WEEK)


def test_the_kept_week_moves_on_with_the_clock(
    client: Client, at: Callable[[datetime], None]
) -> None:
    assert FREE in page(client, WEEK)
    at(NOW + timedelta(days=8))
    assert FREE not in page(client, WEEK)


def test_a_kept_page_shows_nobody_the_name_of_another(
    client: Client, citizen: User, client_of: Callable[[User], Client]
) -> None:
    own = client_of(citizen)
    assert citizen.name in page(own, WEEK)
    assert citizen.name not in page(client, WEEK)
    assert citizen.name in page(own, WEEK)


@pytest.mark.parametrize(
    ("view", "table", "list_"), [("auto", 1, 1), ("table", 1, 0), ("list", 0, 1), ("other", 1, 1)]
)
def test_the_week_as_a_table_and_as_a_list(
    client: Client, view: str, table: int, list_: int
) -> None:
    shown = page(client, f"{WEEK}&view={view}")
    assert shown.count("<table") == table
    assert shown.count('class="week-list"') == list_


def test_the_first_week_shown_is_one_that_can_still_be_booked(
    client: Client, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(days=4))  # Friday: tomorrow is Saturday, and rooms close the day before
    assert "2026. 11. 30.(월)" in page(client, "/facilities/moran/")


@pytest.mark.parametrize(
    "query",
    ["week=junk", "week=0001-01-01", "week=9999-12-31", "week=2030-01-01", "minutes=many"],
)
def test_a_week_that_cannot_be_meant_is_not_there(client: Client, query: str) -> None:
    assert client.get(f"/facilities/moran/?{query}").status_code == 404


def test_a_length_the_policy_forbids_shows_the_nearest_it_allows(client: Client) -> None:
    assert "minutes=180" in page(client, f"{WEEK}&minutes=100000")


def test_a_facility_that_is_not_there(client: Client) -> None:
    Facility.objects.get(slug="moran").delete()
    assert client.get("/facilities/moran/").status_code == 404
    assert client.get("/facilities/nowhere/").status_code == 404


def test_nothing_is_written_by_a_look(client: Client) -> None:
    assert client.post("/facilities/moran/").status_code == 405


@pytest.mark.parametrize("number", [1, 12])
def test_the_same_queries_with_few_and_with_many_bookings(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for index, person in enumerate(residents(number)):
        day = date(2026, 11, 30) + timedelta(days=index % 4)
        starts = 9 + 2 * (index // 4)
        book(person, asked(day=day, starts=f"{starts:02}:00", ends=f"{starts + 1:02}:00"))
    page(client, "/facilities/tancheon/")  # the set-up is in memory now

    with django_assert_num_queries(4):  # stamps, key, the quarters, key
        page(client, WEEK)
    with django_assert_num_queries(2):  # and kept: the two stamps
        page(client, WEEK)


def test_the_language_of_the_page_is_that_of_its_address(client: Client) -> None:
    headers: dict[str, Any] = {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert 'lang="ko"' in client.get(WEEK, **headers).content.decode()
    assert 'lang="en"' in page(client, "/en" + WEEK)


def test_the_rules_say_what_a_place_is_and_when_the_last_may_come_in(client: Client) -> None:
    play = page(client, "/en/facilities/play/")
    assert "One place is for one family, however many they are." in play
    assert "Last entry: 1 h before the end." in play
    fitness = page(client, "/en/facilities/fitness/")
    assert "Last entry: 30 min before the end." in fitness
    assert "One place is for" not in fitness
    assert "Last entry" not in page(client, "/en/facilities/moran/")


def test_where_an_officer_decides_the_rules_say_when_and_how(client: Client) -> None:
    hall = page(client, "/en/facilities/onnuri/")
    assert "Apply at least 7 days before." in hall
    assert "within 7 days of receipt, and at the latest 2 days before use" in hall
    assert "You may change it until 7 days before." in hall
    assert "Several may apply" not in hall
    assert "safety plan goes with it" not in hall
    plaza = page(client, "/en/facilities/plaza/")
    assert "Several may apply for the same time." in plaza
    assert "500 people at one moment, 1000 people in a day" in plaza
    assert "An officer decides within" not in page(client, "/en/facilities/moran/")


def test_the_rules_say_what_it_costs_and_which_days_count(client: Client) -> None:
    assert "Free of charge." in page(client, "/en/facilities/onnuri/")
    policy = Policy.objects.get(facility__slug="onnuri")
    policy.fee_won, policy.night_percent, policy.decide_days_counted = 12000, 30, "working"
    policy.save()
    hall = page(client, "/en/facilities/onnuri/")
    assert "Free of charge." not in hall
    assert "Fee: 12,000 won for an hour, from 18:00 to 06:00 30 % more." in hall
    assert "within 7 working days of receipt" in hall

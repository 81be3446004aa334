"""The list of all facilities, and the search."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from facilities.catalogue import catalogue
from tests.bookings.samples import NOW, asked, book, residents

pytestmark = pytest.mark.usefixtures("city_hall")

TUESDAY_AT_TWO = "/facilities/?date=2026-12-01&start=14:00&minutes=120&people=5"


@pytest.fixture(autouse=True)
def _monday_morning(at: Callable[[datetime], None]) -> None:
    caches["pages"].clear()
    at(NOW)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def link(slug: str, start: str, minutes: int = 120) -> str:
    return (
        f"/facilities/{slug}/book/?date=2026-12-01&amp;start={start.replace(':', '%3A')}"
        f"&amp;minutes={minutes}&amp;people=5"
    )


def test_every_facility_is_in_the_list(client: Client) -> None:
    shown = page(client, "/facilities/")
    for listing in catalogue().listings:
        assert f'href="/facilities/{listing.facility.slug}/' in shown


def test_a_search_finds_what_is_free_then(client: Client, citizen: User) -> None:
    assert link("moran", "14:00") in page(client, TUESDAY_AT_TWO)

    book(citizen, asked(starts="15:00", ends="16:00"))

    shown = page(client, TUESDAY_AT_TWO)
    assert link("moran", "14:00") not in shown
    assert link("moran", "16:00") in shown
    assert link("tancheon", "14:00") in shown


def test_a_room_that_is_too_small_says_so(client: Client) -> None:
    shown = page(client, TUESDAY_AT_TWO.replace("people=5", "people=15"))
    assert "이 시설의 정원은 13명입니다." in shown


def test_every_link_of_a_search_can_really_be_followed(
    client: Client, client_of: Callable[[User], Client], citizen: User
) -> None:
    own = client_of(citizen)
    shown = page(client, TUESDAY_AT_TWO)
    links = [part.split('"')[0] for part in shown.split('href="') if "/book/?" in part[:60]]
    assert len(links) > 10
    for address in links:
        form = page(own, address.replace("&amp;", "&"))
        assert "data-code" not in form  # no refusal


@pytest.mark.parametrize(
    "query",
    [
        "date=2026-11-22",
        "date=2028-01-01",
        "date=0001-01-01",
        "date=junk",
        "start=25:00",
        "minutes=7",
        "people=0",
        "people=-3",
        "people=1e9",
        "people=10000000000000000000000",
        "start=%00",
    ],
)
def test_a_search_that_cannot_be_meant_says_why(client: Client, query: str) -> None:
    shown = page(client, f"/facilities/?{query}", status=422)
    assert "aria-invalid" in shown
    assert "/book/?" not in shown


def test_what_is_left_out_has_a_sensible_answer(client: Client) -> None:
    assert "/facilities/moran/book/?date=2026-11-24" in page(client, "/facilities/?date=2026-11-24")
    assert "/facilities/bookcafe-room/book/?date=2026-11-23" in page(
        client, "/facilities/?people=2"
    )


@pytest.mark.parametrize("number", [1, 8])
def test_the_same_queries_with_few_and_with_many_bookings(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for index, person in enumerate(residents(number)):
        book(person, asked(starts=f"{9 + index:02}:00", ends=f"{10 + index:02}:00"))
    page(client, "/facilities/onnuri/")  # the set-up is in memory now

    with django_assert_num_queries(7):  # stamps; what is taken, and the sessions: key, facts, key
        page(client, TUESDAY_AT_TWO)


def test_nothing_is_written_by_a_look(client: Client) -> None:
    assert client.post("/facilities/").status_code == 405

"""The front page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.planning import plan
from events.publishing import cancel
from facilities.models import Facility
from tests.bookings.samples import NOW, asked, book, residents
from tests.events.many import lasting
from tests.events.samples import SATURDAY, fair, market, published
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture(autouse=True)
def _monday_morning(at: Callable[[datetime], None]) -> None:
    caches["pages"].clear()
    at(NOW)


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_what_is_free_soonest_leads_to_the_form(client: Client, address: str) -> None:
    shown = client.get(address).content.decode()
    prefix = address.rstrip("/")
    assert f"{prefix}/facilities/moran/book/?date=2026-11-24&amp;start=09%3A00" in shown
    assert f"{prefix}/facilities/bookcafe-room/book/?date=2026-11-23" in shown


def test_an_empty_house_says_what_to_do_next(client: Client) -> None:
    Facility.objects.all().delete()
    answer = client.get("/")
    assert answer.status_code == 200
    assert "/facilities/" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 8])
def test_the_same_queries_with_few_and_with_many_bookings(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for index, person in enumerate(residents(number)):
        book(person, asked(starts=f"{9 + index:02}:00", ends=f"{10 + index:02}:00"))
    client.get("/facilities/onnuri/")  # the set-up is in memory now

    with django_assert_num_queries(10):
        client.get("/")


def test_nothing_is_written_by_a_look(client: Client) -> None:
    assert client.post("/").status_code == 405


def test_the_next_market_and_what_is_on(client: Client, officer: User) -> None:
    published(officer, fair())
    later = published(officer, market(SATURDAY + timedelta(days=7)))
    plan(officer, market(SATURDAY + timedelta(days=1), title_ko="아직 비밀"))
    shown = client.get("/en/").content.decode()
    assert "Next market" in shown
    assert f"/en/events/{later.reference}/" in shown
    assert "Welfare fair" in shown
    assert "아직 비밀" not in shown
    cancel(officer, later, 1, "눈")
    assert "Next market" not in client.get("/en/").content.decode()


def test_what_runs_for_weeks_leaves_room_for_today_and_for_what_comes(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    published(officer, fair())
    published(officer, market(SATURDAY + timedelta(days=1), title_en="Sunday market"))
    lasting(3, SATURDAY - timedelta(days=10))
    at(at_seoul(SATURDAY, "09:00"))
    shown = client.get("/en/").content.decode().partition('id="events-title"')[2]
    cards = shown.partition('<ul class="cards three">')[2].partition("</ul>")[0]
    titles = [title for title in ("Welfare fair", "Photographs", "Sunday market") if title in cards]
    assert titles == ["Welfare fair", "Photographs", "Sunday market"]
    assert cards.index("Welfare fair") < cards.index("Photographs") < cards.index("Sunday market")
    assert cards.count("Photographs") == 1

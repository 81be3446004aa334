"""The week: seven days."""

from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import User
from tests.events.many import many
from tests.events.samples import apart, festival, published

WEEK = "/en/events/week/2026-12-07/"


def test_the_days_of_a_week(client: Client, officer: User) -> None:
    published(officer, festival())  # Saturday to Monday
    found = client.get(WEEK).content.decode()
    assert found.count("Winter lights festival") == 2
    after = client.get("/en/events/week/2026-12-14/").content.decode()
    assert after.count("Winter lights festival") == 1
    assert found.count('class="week-day') == 7
    # On each day when it opens.
    assert found.count(">10:00<") == 2
    assert after.count(">10:00<") == 1


def test_between_its_days_it_is_not_there(client: Client, officer: User) -> None:
    published(officer, apart())
    counts = [
        client.get(f"/en/events/week/2026-12-{day}/").content.decode().count("Market of two days")
        for day in (14, 21, 28)
    ]
    assert counts == [1, 0, 1]


def test_another_day_leads_to_its_monday(client: Client) -> None:
    response = client.get("/en/events/week/2026-12-12/?category=market")
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"] == f"{WEEK}?category=market"


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-27", "0001-01-01", "2026-W50"])
def test_a_week_that_there_is_not(client: Client, day: str) -> None:
    assert client.get(f"/en/events/week/{day}/").status_code == HTTPStatus.NOT_FOUND


def test_the_queries_do_not_grow(client: Client, django_assert_max_num_queries: object) -> None:
    many(1)
    client.get(WEEK)
    many(100)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert client.get(WEEK).status_code == HTTPStatus.OK

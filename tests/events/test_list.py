"""The list of what is on: for everybody, by day, by kind, place and words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import User
from events.planning import plan
from events.publishing import cancel
from tests.events.many import lasting, many
from tests.events.samples import (
    FRIDAY,
    SATURDAY,
    TEN_DAYS_LATER,
    apart,
    fair,
    festival,
    market,
    published,
)
from tests.places import at_seoul

LIST = "/en/events/"


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{LIST}{query}")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_what_is_announced_is_there_and_a_draft_is_not(client: Client, officer: User) -> None:
    event = published(officer)
    plan(officer, market(SATURDAY + timedelta(days=1), title_en="Not yet told"))
    found = page(client)
    assert "Yeosu-dong flea market" in found
    assert f"/en/events/{event.reference}/" in found
    assert "Not yet told" not in found


@pytest.mark.parametrize("query", ["", "?when=today", "?when=month", f"?day={SATURDAY}"])
def test_what_begins_on_the_first_day_stands_before_what_goes_on(
    client: Client, officer: User, at: Callable[[datetime], None], query: str
) -> None:
    published(officer)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    lasting(29, SATURDAY - timedelta(days=10))
    at(at_seoul(SATURDAY, "09:00"))
    found = page(client, query)
    assert found.count("Photographs") == 29
    assert found.index("flea market") < found.index("Photographs")
    assert "Welfare fair" not in found  # on the next page, or on another day
    assert found.count('class="events-day"') == 1


def test_what_is_cancelled_says_so_and_why(client: Client, officer: User) -> None:
    cancel(officer, published(officer), 1, "눈", "Too much snow")
    found = page(client)
    assert "Cancelled" in found
    assert "Too much snow" in found


def test_what_is_over_is_not_there_and_what_runs_is(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    published(officer, festival())
    published(officer, market(SATURDAY - timedelta(days=7)))
    at(at_seoul(SATURDAY + timedelta(days=1), "20:00"))
    found = page(client)
    assert "Winter lights festival" in found
    assert "flea market" not in found


def test_days_apart_are_listed_under_the_next_of_them(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    published(officer, apart())
    published(officer, market(FRIDAY + timedelta(days=4)))
    found = page(client)
    assert found.index("Market of two days") < found.index("flea market")
    at(at_seoul(FRIDAY + timedelta(days=1), "12:00"))
    found = page(client)
    assert found.count("Market of two days") == 1
    assert found.index("flea market") < found.index("Market of two days")
    assert 'aria-label="Mon 28 Dec 2026"' in found
    assert "Fri 18 Dec 2026, 10:00–16:00; Mon 28 Dec, 10:00–16:00" in found


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        (f"?day={FRIDAY}", True),
        (f"?day={FRIDAY + timedelta(days=1)}", False),
        (f"?day={TEN_DAYS_LATER - timedelta(days=1)}", False),
        (f"?day={TEN_DAYS_LATER}", True),
        ("?when=weekend", False),
        ("?when=month", True),
    ],
)
def test_between_its_days_it_is_not_listed(
    client: Client, officer: User, at: Callable[[datetime], None], query: str, is_there: bool
) -> None:
    published(officer, apart())
    at(at_seoul(FRIDAY + timedelta(days=1), "12:00"))
    assert ("Market of two days" in page(client, query)) is is_there


@pytest.mark.parametrize(
    ("query", "fair_is_there", "market_is_there"),
    [
        ("?category=welfare", True, False),
        ("?category=market", False, True),
        ("?place=plaza-d", True, False),
        ("?place=plaza", True, True),
        ("?place=moran", True, False),
        ("?q=Welfare", True, False),
        ("?q=벼룩시장", False, True),
        ("?q=flea+fair", False, False),
        (f"?day={SATURDAY}", True, False),
        ("?when=today", False, False),
        ("?when=weekend", False, False),
        ("?when=month", False, False),
        ("?category=nothing&place=nowhere", True, True),
    ],
)
def test_it_is_narrowed(
    client: Client, officer: User, query: str, fair_is_there: bool, market_is_there: bool
) -> None:
    published(officer, fair())
    published(officer, market(SATURDAY + timedelta(days=7)))
    found = page(client, query)
    assert ("Welfare fair" in found) is fair_is_there
    assert ("Yeosu-dong flea market" in found) is market_is_there


def test_the_filters_keep_the_day_that_is_shown(client: Client) -> None:
    found = page(client, f"?day={SATURDAY}&category=market")
    assert f'<input type="hidden" name="day" value="{SATURDAY}">' in found
    assert 'type="hidden" name="day"' not in page(client)
    assert '<input type="hidden" name="when" value="month">' in page(client, "?when=month")


@pytest.mark.parametrize("when", ["weekend", "month", "today"])
def test_today_this_weekend_this_month(
    client: Client, officer: User, at: Callable[[datetime], None], when: str
) -> None:
    published(officer)
    at(at_seoul(SATURDAY, "09:00"))
    assert "flea market" in page(client, f"?when={when}")


def test_in_korean_the_choice_of_days_has_a_name_of_its_own(client: Client) -> None:
    assert 'aria-label="기간"' in client.get("/events/").content.decode()


def test_an_empty_calendar_says_what_to_do_next(client: Client) -> None:
    assert "Nothing is planned yet" in page(client)
    assert "Show all" in page(client, "?category=market")


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "9999-12-31", "0001-01-01"])
def test_a_day_that_there_is_not(client: Client, day: str) -> None:
    assert client.get(f"{LIST}?day={day}").status_code == HTTPStatus.NOT_FOUND


def test_the_queries_do_not_grow_and_pages_follow(
    client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    many(1)
    client.get(LIST)
    many(200)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        found = page(client)
    assert "?page=2" in found
    assert found.count("<h3>") == 30

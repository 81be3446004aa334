"""The month: a table of days, one page however much is on."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.publishing import cancel
from tests.events.many import lasting, many
from tests.events.samples import SATURDAY, apart, festival, market, published, second_saturdays
from tests.places import at_seoul, span

MONTH = "/en/events/month/2026-12/"
LARGEST = 150_000  # bytes


def page(client: Client, address: str = MONTH) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_a_festival_is_on_each_of_its_days(client: Client, officer: User) -> None:
    published(officer, festival())
    found = page(client)
    assert found.count("Winter lights festival") == 3
    assert found.count("10:00") == 1  # it begins once


def test_what_goes_on_for_weeks_leaves_room_for_what_begins(client: Client, officer: User) -> None:
    lasting(6, SATURDAY - timedelta(days=20))
    event = published(officer, market())
    found = page(client)
    assert event.reference in found
    cell = found[found.index(f'datetime="{SATURDAY}"') :]
    assert cell.index(event.reference) < cell.index("Photographs")


def test_every_second_saturday(client: Client, officer: User) -> None:
    events = second_saturdays(officer, times=3)
    cancel(officer, events[0], 1, "눈", "Snow")
    assert "[Cancelled]" in page(client)
    assert "[Cancelled]" not in page(client, "/en/events/month/2027-01/")
    assert events[1].reference in page(client, "/en/events/month/2027-01/")


def test_today_and_holidays_are_named(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    at(at_seoul(SATURDAY, "09:00"))
    found = page(client)
    assert "Christmas" in found
    assert found.count("is-today") == 1


def test_before_and_after_keep_what_was_asked(client: Client) -> None:
    found = page(client, f"{MONTH}?category=market&q=a%26b")
    for month in ("2026-11", "2027-01"):
        assert f"/en/events/month/{month}/?category=market&amp;q=a%26b" in found


@pytest.mark.parametrize(("month", "day"), [("2023-11", "2023-10-31"), ("2029-11", "2029-12-01")])
def test_the_last_month_leads_only_to_what_is_there(client: Client, month: str, day: str) -> None:
    start = date.fromisoformat(day)
    many(7, first=span(start, "10:00", "12:00"), days=1)
    found = page(client, f"/en/events/month/{month}/")
    assert f"?day={day}" in found
    for address in set(re.findall(r'href="(/en/events/[^"]*)"', found)):
        if "poster" not in address:
            there = client.get(unescape(address), follow=True)
            assert there.status_code == HTTPStatus.OK, address


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "9999-12", "0000-01", "2040-01"])
def test_a_month_that_there_is_not(client: Client, month: str) -> None:
    assert client.get(f"/en/events/month/{month}/").status_code == HTTPStatus.NOT_FOUND


def test_the_last_month_that_is_shown_leads_no_further(client: Client) -> None:
    assert 'rel="next"' not in page(client, "/en/events/month/2029-11/")


def test_a_thousand_events_are_one_small_page_with_no_query_for_each(client: Client) -> None:
    many(1)
    page(client)
    with CaptureQueriesContext(connection) as one:
        page(client)
    many(1000)
    with CaptureQueriesContext(connection) as thousand:
        response = client.get(MONTH)
    assert len(thousand) == len(one)
    assert len(response.content) < LARGEST
    found = response.content.decode()
    assert f"/en/events/?day={SATURDAY}" in found
    assert "more<span" in found


def test_days_apart_stand_on_their_days_alone(client: Client, officer: User) -> None:
    event = published(officer, apart())
    found = page(client)
    assert found.count(f"/en/events/{event.reference}/") == 2
    assert found.count("10:00") == 2  # it begins on each


def test_however_many_have_days_apart_their_places_are_one_query(
    client: Client, officer: User
) -> None:
    published(officer, apart())
    page(client)
    with CaptureQueriesContext(connection) as one:
        page(client)
    for zone in "bcd":
        published(officer, apart(slug=f"plaza-{zone}"))
    with CaptureQueriesContext(connection) as more:
        page(client)
    assert len(more) == len(one)

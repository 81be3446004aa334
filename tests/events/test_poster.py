"""The view of the poster: to whom it is sent, when it is made, and when there is none."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events import poster
from events.publishing import cancel
from facilities.models import Building
from lib import pdf
from tests.bookings.pages import refusal_of
from tests.events.calendars import body
from tests.events.many import many
from tests.events.posters import ADDRESS, WEEK, printed
from tests.events.samples import SATURDAY, market, published
from tests.places import NOON

# Not again ----------------------------------------------------------------------------------


def test_who_has_it_does_not_make_us_print_it(
    client: Client, officer: User, posters_made: list[str], at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    first = client.get(ADDRESS)
    assert body(first) == b"%PDF-"
    assert first["Cache-Control"] == "public, max-age=300"

    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"], body(again)) == (304, first["ETag"], b"")
    assert len(posters_made) == 1

    addresses = (ADDRESS, f"{ADDRESS}?paper=a3", ADDRESS.removeprefix("/en"))
    tags = [client.head(address)["ETag"] for address in addresses]
    Building.objects.get().save()  # its name and address stand on it
    tags.append(client.head(ADDRESS)["ETag"])
    cancel(officer, event, 1, "눈", "Snow")
    tags.append(client.head(ADDRESS)["ETag"])
    at(NOON + timedelta(days=1))  # the day stands on it
    tags.append(client.head(ADDRESS)["ETag"])
    assert len(set(tags)) == len(tags) == 6


def test_what_is_on_in_another_month_does_not_matter(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    before = client.get(ADDRESS)["ETag"]
    published(officer, market(SATURDAY + 4 * WEEK))
    assert client.get(ADDRESS, headers={"if-none-match": before}).status_code == 304
    assert len(posters_made) == 1


def test_asked_without_that_it_is_kept_all_the_same(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    event = published(officer)
    assert printed(client) == printed(client)
    assert len(posters_made) == 1
    cancel(officer, event, 1, "눈", "Snow")
    printed(client)
    assert len(posters_made) == 2
    assert "Cancelled" in posters_made[1]


def test_to_ask_for_the_head_makes_nothing(client: Client, posters_made: list[str]) -> None:
    response = client.head(ADDRESS)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert posters_made == []


# When there is none -------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [pdf.PaperBusy, pdf.PaperTimeout])
def test_when_none_can_be_made_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def refuse(*args: object, **kwargs: object) -> bytes:
        raise trouble("no")

    monkeypatch.setattr(pdf, "render", refuse)
    response = client.get(f"{ADDRESS}?paper=a3")
    assert (response.status_code, refusal_of(response)) == (503, "poster_is_busy")
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    page = response.content.decode()
    assert f'href="{ADDRESS}?paper=a3"' in page
    assert 'href="/en/events/month/2026-12/"' in page


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "9999-12", "0000-01", "2040-01"])
def test_a_month_that_there_is_not(client: Client, month: str) -> None:
    assert client.get(f"/en/events/month/{month}/poster.pdf").status_code == 404


@pytest.mark.parametrize("paper", ["a5", "A4", "", "a4,a3", "../a4"])
def test_another_paper_is_not_there(client: Client, paper: str, posters_made: list[str]) -> None:
    assert client.get(ADDRESS, {"paper": paper}).status_code == 404
    assert client.get(ADDRESS, {"paper": "a4"}).status_code == 200


def test_it_is_only_read(client: Client) -> None:
    assert client.post(ADDRESS).status_code == 405


# The way to it, and its price -----------------------------------------------------------------


def test_the_month_leads_to_both(client: Client) -> None:
    page = client.get("/en/events/month/2026-12/?category=market").content.decode()
    for paper in ("a4", "a3"):
        assert f'href="{ADDRESS}?paper={paper}" rel="nofollow"' in page
        assert f"Poster of the month, {paper.upper()} (PDF)" in page
    name = client.head(f"{ADDRESS}?paper=a3")["Content-Disposition"]
    assert name == 'attachment; filename="events-2026-12-a3.pdf"'


def test_many_cost_no_more_queries_than_one(client: Client, posters_made: list[str]) -> None:
    many(1)
    printed(client)
    poster.printed.cache_clear()
    with CaptureQueriesContext(connection) as one:
        printed(client)
    many(200)
    with CaptureQueriesContext(connection) as all_of_them:
        printed(client)
    assert len(all_of_them) == len(one)
    assert len(posters_made) == 3
    with CaptureQueriesContext(connection) as not_again:
        client.get(ADDRESS, headers={"if-none-match": client.head(ADDRESS)["ETag"]})
    assert len(not_again) <= 4, "two of the head, two of the answer"

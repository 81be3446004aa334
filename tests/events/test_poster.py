"""The view of the poster: to whom it is sent, when it is made, and when there is none."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from events import poster
from events.models import Event
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


def test_asked_for_in_turn_each_is_made_once(client: Client, posters_made: list[str]) -> None:
    """All that there are, in each order: more than any memory of a few."""
    months = [
        f"{number // 12}-{number % 12 + 1:02}" for number in range(2025 * 12 + 10, 2027 * 12 + 11)
    ]
    addresses = [
        f"{language}/events/month/{month}/poster.pdf?paper={paper}"
        for month in months
        for paper in ("a4", "a3")
        for language in ("", "/en")
    ]
    assert (months[0], months[-1], len(addresses)) == ("2025-11", "2027-11", 100)
    for address in [*addresses, *addresses, *reversed(addresses)]:
        printed(client, address)
    assert len(posters_made) == len(addresses) < poster.KEPT


def test_it_is_kept_for_all_processes_and_not_without_end(
    client: Client, officer: User, posters_made: list[str], settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(poster, "KEPT", 2)
    event = published(officer)
    folder = Path(settings.POSTERS_DIR)
    for revision in range(1, 5):
        name = client.get(ADDRESS)["ETag"].strip('"')
        assert (folder / f"{name}.pdf").read_bytes() == b"%PDF-"
        Event.objects.filter(pk=event.pk).update(revision=revision + 1)
    assert len(list(folder.iterdir())) == 2
    assert len(posters_made) == 4


# When there is none -------------------------------------------------------------------------


class Press:
    """Fails as it is told, and counts how often it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]) -> None:
        self.trouble: type[Exception] | None = trouble
        self.asked = 0
        monkeypatch.setattr(pdf, "render", self)

    def __call__(self, html: str, **_told: object) -> bytes:
        self.asked += 1
        if self.trouble:
            raise self.trouble("no")
        return b"%PDF-"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (pdf.PaperBusy, "poster_is_busy"),
        (pdf.PaperTimeout, "poster_failed"),
        (pdf.PaperError, "poster_failed"),
    ],
)
def test_when_none_can_be_made_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception], code: str
) -> None:
    Press(monkeypatch, trouble)
    response = client.get(f"{ADDRESS}?paper=a3")
    assert (response.status_code, refusal_of(response)) == (503, code)
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    page = response.content.decode()
    assert f'href="{ADDRESS}?paper=a3"' in page
    assert 'href="/en/events/month/2026-12/"' in page


@pytest.mark.parametrize("trouble", [pdf.PaperTimeout, pdf.PaperError])
def test_what_failed_is_not_tried_again_for_some_minutes(
    client: Client,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: type[Exception],
    at: Callable[[datetime], None],
) -> None:
    """Nobody holds the press for twenty seconds again and again."""
    press = Press(monkeypatch, trouble)
    event = published(officer)
    for _ in range(3):
        assert refusal_of(client.get(ADDRESS)) == "poster_failed"
    assert press.asked == 1
    assert "The poster of 2026-12 on a4 could not be made: no" in caplog.text
    press.trouble = None
    assert client.get(f"{ADDRESS}?paper=a3").status_code == 200, "the other paper is another one"
    cancel(officer, event, 1, "눈")
    assert printed(client) == b"%PDF-", "and so is what was changed"

    press.trouble = trouble
    Event.objects.filter(pk=event.pk).update(revision=9)
    client.get(ADDRESS)
    press.trouble = None
    at(NOON + poster.NOT_AGAIN - timedelta(seconds=1))
    assert client.get(ADDRESS).status_code == 503
    at(NOON + poster.NOT_AGAIN)
    assert client.get(ADDRESS).status_code == 200


def test_while_the_press_is_busy_nothing_is_remembered(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = Press(monkeypatch, pdf.PaperBusy)
    assert client.get(ADDRESS).status_code == 503
    press.trouble = None
    assert client.get(ADDRESS).status_code == 200


def test_posters_are_made_at_a_press_of_their_own(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """A pass is made meanwhile, and another poster is not."""
    seen = []

    def run(_job: bytes, _limit: float) -> bytes:
        seen.append(refusal_of(client.get(f"{ADDRESS}?paper=a3")))
        with monkeypatch.context() as here:
            here.setattr(pdf, "_run", lambda *_told: b"%PDF-1")
            seen.append(pdf.render("", title="a pass", language="ko").decode())
        return b"%PDF-"

    monkeypatch.setattr(pdf, "_run", run)
    assert client.get(ADDRESS).status_code == 200
    assert seen == ["poster_is_busy", "%PDF-1"]


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "9999-12", "0000-01", "2040-01"])
def test_a_month_that_there_is_not(client: Client, month: str) -> None:
    assert client.get(f"/en/events/month/{month}/poster.pdf").status_code == 404


@pytest.mark.parametrize(
    ("month", "is_printed"),
    [("2025-10", False), ("2025-11", True), ("2027-11", True), ("2027-12", False)],
)
def test_a_year_back_and_a_year_ahead_is_printed(
    client: Client, posters_made: list[str], month: str, is_printed: bool
) -> None:
    """The pages of further months are there, and lead to no poster."""
    address = f"/en/events/month/{month}/"
    assert client.get(f"{address}poster.pdf").status_code == (200 if is_printed else 404)
    page = client.get(address)
    assert page.status_code == 200
    assert ("poster.pdf" in page.content.decode()) == is_printed
    assert len(posters_made) == is_printed


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


def test_many_cost_no_more_queries_than_one(
    client: Client, posters_made: list[str], settings: Settings
) -> None:
    many(1)
    printed(client)
    shutil.rmtree(settings.POSTERS_DIR)
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

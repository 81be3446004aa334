"""The officers' list of events: which drawer what is in, what can be chosen, what to do next."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import Category
from events.planning import plan
from events.publishing import cancel, postpone
from tests.bookings.door import Hold
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import said
from tests.events.samples import SATURDAY, fair, market, published
from tests.events.staff_pages import LIST, PLAN, titles_of
from tests.places import at_seoul

WEEK = timedelta(days=7)


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def shown(browser: Client, query: str = "") -> Any:
    page = browser.get(f"{LIST}{query}")
    assert page.status_code == 200
    return page


def test_who_may_see_it(client_of: ClientOf) -> None:
    assert answers(LIST, client_of) == FOR_OFFICERS


def test_it_stands_in_the_menu_beside_the_inbox(at_work: Client) -> None:
    assert f'<a href="{LIST}">' in at_work.get("/en/review/").content.decode()


def test_empty_it_says_what_to_do(at_work: Client) -> None:
    page = shown(at_work)
    assert "Nothing here yet" in said(page)
    assert f'href="{PLAN}"' in page.content.decode()


@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("", ["On the 12th", "On the 26th"]),
        ("?show=coming", ["On the 12th", "On the 26th"]),
        ("?show=nothing", ["On the 12th", "On the 26th"]),
        ("?show=drafts", ["A draft"]),
        ("?show=postponed", ["Later"]),
        ("?show=cancelled", ["Called off"]),
        ("?show=past", ["Last week", "Long ago"]),
    ],
)
def test_what_is_in_which_drawer(
    officer: User, at_work: Client, at: Hold, show: str, titles: list[str]
) -> None:
    def on(day: date, title: str, publish: bool = True) -> Any:
        return plan(officer, market(day, title_en=title), publish=publish)

    on(date(2026, 11, 28), "Long ago")
    on(SATURDAY - WEEK, "Last week")
    on(SATURDAY + 2 * WEEK, "On the 26th")
    on(SATURDAY, "On the 12th")
    on(SATURDAY + WEEK, "A draft", publish=False)
    postpone(officer, on(SATURDAY + 3 * WEEK, "Later"), 1, "비가 옴")
    cancel(officer, on(SATURDAY + 4 * WEEK, "Called off"), 1, "비가 옴")
    cancel(officer, on(SATURDAY + 5 * WEEK, "Dropped", publish=False), 0, "")
    at(at_seoul(date(2026, 12, 7), "12:00"))
    page = shown(at_work, show)
    assert titles_of(page) == titles
    assert "Coming 2 Drafts 1 Postponed 1 Cancelled 1 Past 2" in said(page)


def test_by_kind_place_and_text(officer: User, at_work: Client) -> None:
    published(officer, market(SATURDAY, title_en="A market"))
    published(officer, fair(SATURDAY + WEEK))
    assert titles_of(shown(at_work, f"?category={Category.WELFARE}")) == ["Welfare fair"]
    assert titles_of(shown(at_work, "?place=onnuri")) == ["Welfare fair"]
    assert titles_of(shown(at_work, "?place=plaza-a")) == ["A market", "Welfare fair"]
    page = shown(at_work, "?text=a+market&show=coming")
    assert titles_of(page) == ["A market"]
    assert "?show=drafts&amp;text=a+market" in page.content.decode()
    nothing = shown(at_work, "?text=circus")
    assert "Nothing fits" in said(nothing)
    assert shown(at_work, "?page=99&category=x&text=%00").status_code == 200


def test_many_are_on_pages(officer: User, at_work: Client) -> None:
    for number in range(21):
        plan(officer, market(SATURDAY + number * WEEK))
    page = shown(at_work, "?show=drafts")
    assert len(titles_of(page)) == 20
    assert "?show=drafts&amp;page=2" in page.content.decode()
    assert len(titles_of(shown(at_work, "?show=drafts&page=2"))) == 1


def test_the_number_of_queries_does_not_grow(officer: User, at_work: Client) -> None:
    published(officer)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(at_work)
        return len(asked)

    count()
    one = count()
    published(officer, fair(SATURDAY + WEEK))
    for number in range(2, 9):
        published(officer, market(SATURDAY + number * WEEK, "plaza-b", "moran"))
    assert count() == one

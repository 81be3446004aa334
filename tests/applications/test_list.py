"""The public list of what is applied for: what, where, when, how it stands; never who."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications.asking_more import Item, ask
from applications.deciding import refuse
from applications.listed import SHOWN_VISITS
from applications.models import Application
from applications.withdrawing import withdraw
from tests.applications.samples import (
    DAY,
    DETAILS,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold
from tests.bookings.pages import said
from tests.bookings.samples import policy
from tests.places import at_seoul

ClientOf = Callable[[User], Client]
LIST = "/en/applications/"

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture(autouse=True)
def _the_plaza_is_listed(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False, is_listed=True)


@pytest.fixture
def application(organiser: User) -> Application:
    """The hall, and a zone of the plaza."""
    return hand_in(organiser, wants(), wants("plaza-a", starts="10:00", ends="14:00"))


def rows_of(client: Client, query: str = "") -> list[str]:
    """What is said of each application."""
    html = client.get(f"{LIST}{query}").content.decode()
    shown = html.partition('<ul class="listed"')[2].partition("<nav")[0].partition("</main>")[0]
    return [said(_Part(part)) for part in shown.split("<h2>")[1:]]


class _Part:
    def __init__(self, html: str) -> None:
        self.content = f"<h2>{html}".encode()


def test_everybody_may_read_it(client: Client, application: Application) -> None:
    (row,) = rows_of(client)
    for words in (
        "Welfare event",
        "Being reviewed",
        "Neoreunmot Plaza, zone A (stage) Fri 18 Dec 2026, 10:00–14:00",
        "Received Mon 23 Nov 2026",
        "about 900 a day",
    ):
        assert words in row


def test_who_applied_is_nowhere_on_it(
    client: Client, application: Application, organiser: User, officer: User
) -> None:
    ask(officer, application, 0, [Item("text", "물음", at_seoul(date(2026, 11, 27), "18:00"))])
    approved(officer, application, left_out=frozenset({1}), why="사유가 있습니다.")
    html = client.get(LIST).content.decode()
    hidden = (
        DETAILS.title,
        DETAILS.purpose,
        DETAILS.organisation,
        DETAILS.representative,
        DETAILS.registration_number,
        organiser.name,
        organiser.email,
        officer.name,
        application.booking.reference,
        "사유가 있습니다.",
    )
    assert [words for words in hidden if words in html] == []


def test_only_what_the_policy_lists_is_on_it(
    client: Client, application: Application, citizen: User
) -> None:
    hand_in(citizen, wants("hannuri", people=30))
    (row,) = rows_of(client)
    assert "Onnuri" not in row


def test_empty_it_says_what_to_do(client: Client) -> None:
    page = client.get(LIST)
    assert "Nothing is applied for at the moment" in said(page)
    assert 'href="/en/apply/"' in page.content.decode()


def test_each_state_in_a_word(
    client: Client, organiser: User, citizen: User, officer: User, at: Hold
) -> None:
    zone = wants("plaza-a", starts="10:00", ends="14:00")
    hand_in(organiser, wants("plaza-b", starts="10:00", ends="14:00"))
    refuse(officer, hand_in(organiser, zone), 0, "까닭")
    withdraw(citizen, hand_in(citizen, zone).booking)
    asked = hand_in(citizen, wants("plaza-a", SATURDAY, "10:00", "14:00"))
    ask(officer, asked, 0, [Item("text", "물음", at_seoul(date(2026, 11, 27), "18:00"))])
    approved(officer, hand_in(organiser, zone))
    states = ("Approved", "Being reviewed", "Withdrawn", "Not approved", "Being reviewed")
    for row, state in zip(rows_of(client), states, strict=True):
        assert state in row
    at(at_seoul(SATURDAY, "10:00"))
    states = ("Approved", "Lapsed", "Withdrawn", "Not approved", "Lapsed")
    for row, state in zip(rows_of(client), states, strict=True):
        assert state in row


def test_a_part_is_told_as_what_is_approved(client: Client, organiser: User, officer: User) -> None:
    zones = [wants(slug, starts="10:00", ends="14:00") for slug in ("plaza-a", "plaza-b")]
    approved(officer, hand_in(organiser, *zones), left_out=frozenset({2}), why="까닭")
    (row,) = rows_of(client)
    assert "Approved in part" in row
    assert "zone A" in row
    assert "zone B" not in row


def test_what_was_changed_stands_once_and_as_it_is_now(
    client: Client, application: Application, organiser: User
) -> None:
    hand_in_change(organiser, application.booking, wants("plaza-b", SATURDAY, "10:00", "14:00"))
    (row,) = rows_of(client)
    assert "zone B (fountain) Sat 19 Dec 2026" in row
    assert "zone A" not in row
    withdraw(organiser, application.booking)
    (row,) = rows_of(client)
    assert "zone B (fountain) Sat 19 Dec 2026" in row
    assert "zone A" not in row


def test_a_change_that_is_open_shows_what_is_approved(
    client: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    hand_in_change(organiser, application.booking, wants("plaza-b", SATURDAY, "10:00", "14:00"))
    (row,) = rows_of(client)
    assert "zone A" in row
    assert "zone B" not in row


def test_what_was_asked_for_may_be_forgotten(
    client: Client, application: Application, officer: User
) -> None:
    approved(officer, application)
    Application.objects.update(asked={})
    (row,) = rows_of(client)
    assert "zone A" in row
    assert "Expected people" not in row


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?month=2026-12", 1),
        ("?month=2027-01", 1),
        ("?month=2027-02", 0),
        ("?month=2031-05", 0),
        ("?facility=plaza-b", 1),
        ("?facility=plaza", 0),
        ("?month=2026-12&facility=plaza-b", 0),
        ("?month=&facility=", 2),
    ],
)
def test_of_a_month_and_of_a_facility(
    client: Client, application: Application, citizen: User, query: str, number: int
) -> None:
    hand_in(citizen, wants("plaza-b", date(2027, 1, 31), "10:00", "14:00"))
    assert len(rows_of(client, query)) == number


@pytest.mark.parametrize(
    "query",
    [
        "?month=2026-13",
        "?month=x",
        "?facility=moran",
        "?facility=%00",
        "?month=1999-01",
        "?month=2026-1",
    ],
)
def test_what_cannot_be_chosen_is_said(
    client: Client, application: Application, query: str
) -> None:
    page = client.get(f"{LIST}{query}")
    assert page.status_code == 422
    assert len(rows_of(client, query)) == 1


@pytest.mark.parametrize("page", ["0", "99", "x", "%00", ""])
def test_a_strange_page_number_still_gives_a_page(
    client: Client, application: Application, page: str
) -> None:
    assert client.get(f"{LIST}?page={page}").status_code == 200


def test_many_come_in_pages_and_cost_the_same_queries(
    client: Client, organiser: User, officer: User
) -> None:
    def on(number: int) -> Application:
        start, end = 6 + number % 8, 10 + number % 8
        visit = wants("plaza-b", DAY, f"{start:02}:00", f"{end:02}:00", people=10 + number)
        return hand_in(organiser, visit, people_peak=10, people_day=10 + number)

    on(0)
    client.get(LIST)  # the set-up is read
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(1, 24):
        on(number)
    refuse(officer, fresh(on(24)), 0, "까닭")
    with CaptureQueriesContext(connection) as many:
        first = rows_of(client, "?month=2026-12")
    second = rows_of(client, "?month=2026-12&page=2")
    assert (len(first), len(second)) == (20, 5)
    assert "about 34 a day" in first[0]
    assert "about 10 a day" in second[-1]
    html = client.get(f"{LIST}?month=2026-12&facility=").content.decode()
    assert 'href="?month=2026-12&amp;facility=&amp;page=2"' in html
    assert len(many) == len(few) <= 10


def test_many_visits_are_counted_and_not_all_shown(client: Client, organiser: User) -> None:
    hours = range(6, 6 + SHOWN_VISITS + 3)
    visits = [
        wants("plaza-b", date(2026, 12, 1 + hour), f"{hour:02}:00", f"{hour + 4:02}:00")
        for hour in hours
    ]
    hand_in(organiser, *visits)
    (row,) = rows_of(client)
    assert row.count("zone B") == SHOWN_VISITS
    assert "and 3 more visits" in row


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(client: Client, method: str) -> None:
    assert getattr(client, method)(LIST).status_code == 405


def test_the_pages_before_it_lead_to_it(client: Client) -> None:
    assert f'href="{LIST}?facility=plaza"' in client.get("/en/facilities/plaza/").content.decode()
    assert LIST not in client.get("/en/facilities/onnuri/").content.decode()
    assert f'href="{LIST}"' in client.get("/en/apply/").content.decode()

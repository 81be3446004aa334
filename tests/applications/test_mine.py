"""My bookings, with what was applied for and what was begun."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications.asking_more import Item, ask
from applications.models import Draft
from applications.withdrawing import withdraw
from tests.applications.fees import with_fee
from tests.applications.pages import page_of
from tests.applications.samples import (
    DAY,
    approved,
    draft_of,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.pages import said
from tests.bookings.samples import asked, book, policy
from tests.places import at_seoul

ClientOf = Callable[[User], Client]
LIST = "/en/bookings/"

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def test_an_application_is_a_card_that_leads_to_its_page(
    browser: Client, organiser: User, officer: User
) -> None:
    application = hand_in(organiser, wants(), wants(day=date(2026, 12, 19)))
    page = browser.get(LIST)
    words = said(page)
    assert "사회복지 한마당(예시) Being reviewed" in words
    assert "Fri 18 Dec 2026, 10:00–12:00, and 1 more visit" in words
    assert "To be decided by Mon 30 Nov 2026" in words
    assert f'href="{page_of(application)}"' in page.content.decode()
    assert "/en/bookings/2" not in page.content.decode()
    ask(officer, application, 0, [Item("text", "물음", FRIDAY), Item("text", "둘", FRIDAY)])
    assert "More information asked" in said(browser.get(LIST))
    assert "2 answers are due" in said(browser.get(LIST))


def test_its_state_is_that_of_the_application(
    browser: Client, organiser: User, officer: User
) -> None:
    with_fee()
    application = hand_in(organiser, wants())
    approved(officer, application)
    assert "Approved, fee to be paid" in said(browser.get(LIST))
    assert "Pay by Sat 28 Nov 2026" in said(browser.get(LIST))
    hand_in_change(organiser, application.booking, wants(people=400))
    assert "Pay by Sat 28 Nov 2026" in said(browser.get(LIST))  # that is still the next thing to do
    withdraw(organiser, application.booking)
    past = said(browser.get(LIST)).partition("Past and cancelled")[2]
    assert "사회복지 한마당(예시) Cancelled" in past


def test_bookings_and_applications_stand_in_one_order(browser: Client, organiser: User) -> None:
    hand_in(organiser, wants())
    book(organiser, asked())
    words = said(browser.get(LIST))
    assert words.index("Moran Room") < words.index("사회복지 한마당(예시)")


def test_what_was_begun_is_gone_on_with(browser: Client, organiser: User, citizen: User) -> None:
    draft = draft_of(organiser)
    Draft.objects.filter(pk=draft.pk).update(typed={"title": ["봄 장터(예시)"]})
    draft_of(citizen)
    page = browser.get(LIST)
    assert "Begun, not handed in 봄 장터(예시) Saved Mon 23 Nov 2026, 10:00" in said(page)
    assert f'href="/en/apply/{draft.reference}/"' in page.content.decode()
    assert page.content.decode().count("Go on with it") == 1


def test_a_change_that_was_begun_says_of_what(browser: Client, organiser: User) -> None:
    application = hand_in(organiser, wants())
    draft_of(organiser, application.booking)
    assert "Without a name yet Change of" in said(browser.get(LIST))


def test_many_come_in_pages_and_cost_the_same_queries(
    browser: Client, organiser: User, officer: User
) -> None:
    policy("plaza-b", holds_while_undecided=False)

    def on(number: int) -> None:
        visits = [
            wants("plaza-b", DAY + timedelta(days=day), "10:00", "14:00", people=20)
            for day in range(1 + number % 3)
        ]
        hand_in(organiser, *visits, title=f"행사 {number}(예시)")

    on(0)
    withdraw(organiser, hand_in(organiser, wants()).booking)
    draft_of(organiser)
    browser.get(LIST)  # the set-up is read
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    for number in range(1, 23):
        on(number)
    for number in range(21):
        withdraw(organiser, hand_in(organiser, wants(people=number + 1)).booking)
    ask(officer, fresh(hand_in(organiser, wants())), 0, [Item("text", "물음", FRIDAY)])
    draft_of(organiser)
    with CaptureQueriesContext(connection) as many:
        first = browser.get(LIST)
    # Two lists of seven each; who one is, drafts, offers, waits, absences, the set-up.
    assert len(many) == len(few) <= 24
    assert first.content.decode().count("booking-row") == 2 + 20 + 20
    second = browser.get(f"{LIST}?coming=2").content.decode()
    assert second.count("booking-row") == 2 + 4 + 20
    assert 'href="?coming=2"' in first.content.decode()
    assert 'href="?page=2"' in first.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "%00", ""])
def test_a_strange_page_number_still_gives_a_page(
    browser: Client, organiser: User, page: str
) -> None:
    hand_in(organiser, wants())
    assert browser.get(f"{LIST}?coming={page}").status_code == 200

"""The button on an officer's page of an application that puts it into the event calendar."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.charging import record_payment
from applications.deciding import refuse
from applications.models import Application
from applications.withdrawing import withdraw
from events.models import Event
from events.planning import plan
from events.publication import Published
from events.publishing import cancel
from tests.applications.fees import charge_now, with_fee
from tests.applications.samples import DAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import policy
from tests.events.samples import market
from tests.events.staff_pages import page_of

pytestmark = pytest.mark.usefixtures("city_hall")
BUTTON = 'value="publish_event"'


@pytest.fixture
def browser(officer: User, client_of: Callable[[User], Client]) -> Client:
    """The officer's."""
    return client_of(officer)


def address(application: Application) -> str:
    return f"/en/review/applications/{application.booking.reference}/"


def pressed(browser: Client, application: Application) -> Any:
    return browser.post(address(application), {"do": "publish_event"})


def test_one_press_publishes_and_the_page_leads_to_the_event(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    assert BUTTON not in browser.get(address(application)).content.decode()
    approved(officer, application)
    assert BUTTON in browser.get(address(application)).content.decode()
    assert pressed(browser, application).status_code == 302
    event = Event.objects.get()
    assert event.state == Published.PUBLISHED
    page = browser.get(address(application))
    assert f'href="{page_of(event)}"' in page.content.decode()
    assert BUTTON not in page.content.decode()
    assert "Published in the event calendar" in said(page)
    pressed(browser, application)
    assert Event.objects.count() == 1


def test_without_consent_it_says_why_not(organiser: User, officer: User, browser: Client) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"), is_public=False)
    approved(officer, application)
    page = browser.get(address(application))
    assert BUTTON not in page.content.decode()
    assert "did not agree to be shown in the event calendar" in said(page)
    answer = pressed(browser, application)
    assert (answer.status_code, refusal_of(answer)) == (422, "not_agreed_to_publish")
    assert not Event.objects.exists()


def test_what_is_not_approved_is_not_announced(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    answer = pressed(browser, application)
    assert (answer.status_code, refusal_of(answer)) == (409, "event_not_approved")
    refuse(officer, application, fresh(application).revision, "자리가 없습니다.")
    page = said(browser.get(address(application)))
    assert "Only what is approved goes into the event calendar" in page
    assert "Approve the application first" not in page
    assert not Event.objects.exists()


def test_while_a_change_is_open_what_stands_may_be_announced(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    hand_in_change(organiser, fresh(application).booking, wants("plaza-b", ends="16:00"))
    assert BUTTON in browser.get(address(application)).content.decode()
    assert pressed(browser, application).status_code == 302
    assert [one.facility.slug for one in Event.objects.get().places.all()] == ["plaza-a"]


def test_called_off_it_is_cancelled_and_still_found(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    pressed(browser, application)
    withdraw(organiser, fresh(application).booking)
    page = browser.get(address(application))
    assert page_of(Event.objects.get()) in page.content.decode()


def test_cancelled_by_hand_it_can_be_published_anew(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    pressed(browser, application)
    first = Event.objects.get()
    cancel(officer, first, first.revision, "비가 옵니다.")
    page = browser.get(address(application))
    assert page_of(first) in page.content.decode()
    assert BUTTON in page.content.decode()
    assert "The event was cancelled. It stays in the calendar as cancelled" in said(page)
    assert pressed(browser, application).status_code == 302
    after = browser.get(address(application)).content.decode()
    assert BUTTON not in after
    assert page_of(Event.objects.exclude(pk=first.pk).get()) in after


def test_taken_back_it_says_why_it_cannot_be_published_anew(
    organiser: User, officer: User, browser: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    pressed(browser, application)
    booking = fresh(application).booking
    change = hand_in_change(organiser, booking, wants("plaza-a", ends="16:00"), is_public=False)
    approved(officer, change)
    page = browser.get(address(application))
    assert BUTTON not in page.content.decode()
    assert "did not agree to be shown in the event calendar" in said(page)
    assert page_of(Event.objects.get()) in page.content.decode()


def test_what_is_not_paid_waits(organiser: User, officer: User, browser: Client) -> None:
    with_fee("onnuri")
    application = hand_in(organiser, wants("onnuri"))
    approved(officer, application)
    page = browser.get(address(application))
    assert BUTTON not in page.content.decode()
    assert "The fee is not paid yet" in said(page)
    record_payment(officer, charge_now(application), fresh(application).revision)
    assert BUTTON in browser.get(address(application)).content.decode()


def test_an_event_in_the_way_is_named_and_leads_to_its_page(
    organiser: User, officer: User, browser: Client
) -> None:
    policy("plaza-a", holds_while_undecided=False)
    application = hand_in(organiser, wants("plaza-a", ends="16:00"), wants("plaza-b", ends="16:00"))
    there = plan(officer, market(DAY, title_en="The first market", title_ko="먼저 온 장터"))
    page = browser.get(address(application))
    assert f'href="{page_of(there)}"' in page.content.decode()
    assert "The first market, " in said(page)


@pytest.mark.parametrize("number", [1, 4])
def test_the_queries_do_not_grow(
    organiser: User,
    officer: User,
    browser: Client,
    number: int,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    zones = [wants(f"plaza-{zone}", ends="16:00") for zone in "abcd"[:number]]
    application = hand_in(organiser, *zones)
    approved(officer, application)
    pressed(browser, application)
    browser.get(address(application))
    with django_assert_max_num_queries(22):
        browser.get(address(application))

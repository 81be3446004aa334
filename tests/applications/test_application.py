"""The organiser's page of an application: where it stands, and what can be done with it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications.asking_more import Item, ask, propose
from applications.deciding import hand_over, refuse
from applications.models import Application
from applications.unpaid import lapse_unpaid
from applications.withdrawing import withdraw
from bookings.models import Booking
from lib import clock
from tests.applications.fees import OVER, with_fee
from tests.applications.pages import heading_of, links_of, page_of, states_of
from tests.applications.samples import (
    DAY,
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
from tests.places import at_seoul, span

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture
def application(organiser: User) -> Application:
    """The hall, and a zone of the plaza."""
    return hand_in(organiser, wants(), wants("plaza-a", starts="10:00", ends="14:00"))


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def test_it_is_its_persons_alone(
    client: Client, client_of: ClientOf, application: Application, stranger: User, officer: User
) -> None:
    assert client.get(page_of(application)).status_code == 302
    assert client_of(stranger).get(page_of(application)).status_code == 404
    assert client_of(officer).get(page_of(application)).status_code == 404


def test_what_was_not_applied_for_is_not_here(browser: Client, application: Application) -> None:
    Booking.objects.update(is_application=False)
    assert browser.get(page_of(application)).status_code == 404


def test_received_it_says_by_when_it_is_decided(browser: Client, application: Application) -> None:
    page = browser.get(page_of(application))
    words = said(page)
    assert heading_of(page) == "Your application is being reviewed"
    assert "To be decided by: Mon 30 Nov 2026" in words
    assert states_of(page) == ["Held for you", "Free"]
    assert links_of(page) == {"receipt.pdf"}
    assert "120-82-00009" in words
    assert "Your application has been received" in said(browser.get(f"{page_of(application)}?new"))


def test_others_who_applied_are_counted_and_never_named(
    browser: Client, application: Application, citizen: User
) -> None:
    hand_in(citizen, wants("plaza-a", starts="12:00", ends="16:00"), title="장터(예시)")
    page = browser.get(page_of(application))
    assert states_of(page) == ["Held for you", "Others have applied"]
    assert "Others have applied for the same time: 1" in said(page)
    assert "장터" not in said(page)
    assert citizen.name not in said(page)


def test_what_another_was_given_meanwhile_is_told(
    browser: Client, application: Application, citizen: User, officer: User
) -> None:
    rival = hand_in(citizen, wants("plaza-a", starts="12:00", ends="16:00"))
    approved(officer, rival, rivals_seen=frozenset({application.booking.reference}))
    page = browser.get(page_of(application))
    assert states_of(page) == ["Held for you", "Given to somebody else meanwhile"]


def test_what_is_proposed_to_oneself_is_not_somebody_elses(
    browser: Client, application: Application, officer: User
) -> None:
    later = span(DAY, "12:00", "16:00")
    propose(officer, application, 0, 2, "plaza-a", later, "두 시간 뒤는 어떠세요?", FRIDAY)
    assert states_of(browser.get(page_of(application))) == ["Held for you", "Free"]


def test_approved_it_leads_to_the_permit(
    browser: Client, application: Application, officer: User
) -> None:
    approved(officer, application, conditions=["소음을 줄입니다."])
    page = browser.get(page_of(application))
    assert heading_of(page) == "Your application is approved"
    assert states_of(page) == ["Approved", "Approved"]
    assert links_of(page) == {"permit.pdf", "receipt.pdf", "booking.ics"}
    assert "2026-00001" in said(page)
    assert "소음을 줄입니다." in said(page)


def test_approved_in_part_it_says_why_and_how_to_object(
    browser: Client, application: Application, officer: User
) -> None:
    approved(officer, application, left_out=frozenset({2}), why="분수 공사가 있습니다.")
    page = browser.get(page_of(application))
    assert heading_of(page) == "Your application is approved in part"
    assert states_of(page) == ["Approved", "Not approved"]
    assert "decision.pdf" in links_of(page)
    for words in ("분수 공사가 있습니다.", "within 30 days", "Administrative Litigation Act"):
        assert words in said(page)


def test_not_approved_it_says_why_and_how_to_object(
    browser: Client, application: Application, officer: User
) -> None:
    refuse(officer, application, 0, "영리 목적의 행사입니다.")
    page = browser.get(page_of(application))
    assert heading_of(page) == "Your application was not approved"
    assert states_of(page) == ["Not approved", "Not approved"]
    assert links_of(page) == {"decision.pdf", "receipt.pdf"}
    for words in ("영리 목적의 행사입니다.", "Administrative Appeals Act", "Objection"):
        assert words in said(page)
    assert "Withdraw all of it" not in said(page)


def test_withdrawn_there_is_nothing_left_to_do(
    browser: Client, application: Application, organiser: User
) -> None:
    withdraw(organiser, application.booking)
    page = browser.get(page_of(application))
    assert heading_of(page) == "You have withdrawn this application"
    assert "Change it" not in said(page)


def test_cancelled_after_it_was_approved_it_has_no_permit(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    withdraw(organiser, application.booking)
    page = browser.get(page_of(application))
    assert heading_of(page) == "You have cancelled what was approved"
    assert not links_of(page) & {"permit.pdf", "booking.ics"}


def test_undecided_when_it_begins_it_has_lapsed_though_nobody_noted_it(
    browser: Client, application: Application, at: Hold
) -> None:
    at(at_seoul(DAY, "10:00"))
    page = browser.get(page_of(application))
    assert heading_of(page) == "This application was not decided in time"
    assert "Withdraw all of it" not in said(page)


@pytest.mark.parametrize("is_noted", [False, True])
def test_what_was_not_paid_in_time_has_lapsed_noted_or_not(
    browser: Client, organiser: User, officer: User, at: Hold, is_noted: bool
) -> None:
    with_fee()
    application = approved(officer, hand_in(organiser, wants()))
    page = browser.get(page_of(application))
    assert heading_of(page) == "Approved: please pay the fee"
    assert "20,000 won" in said(page)
    at(OVER)
    if is_noted:
        assert lapse_unpaid(clock.now()) == 1
    page = browser.get(page_of(application))
    assert heading_of(page) == "The approval has lapsed: the fee was not paid in time"
    assert "permit.pdf" not in links_of(page)
    assert "Change it" not in said(page)


def test_a_change_stands_beside_what_is_approved(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    hand_in_change(
        organiser,
        application.booking,
        wants(),
        wants("plaza-a", SATURDAY, "10:00", "14:00"),
        title="더 큰 한마당(예시)",
    )
    page = browser.get(page_of(application))
    words = said(page)
    assert heading_of(page) == "Approved, and a change is being reviewed"
    assert states_of(page) == ["Approved", "Approved"]
    assert "permit.pdf" in links_of(page)
    assert "Approved before" in words
    assert "Before: 사회복지 한마당(예시) Now: 더 큰 한마당(예시)" in words
    assert "Sat 19 Dec 2026" in words
    assert "Withdraw the change only" in words
    assert "Change it" not in words


def test_a_change_that_is_not_approved_leaves_the_rest_and_says_why(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    change = hand_in_change(organiser, application.booking, wants())
    refuse(officer, change, 0, "그날은 안 됩니다.")
    page = browser.get(page_of(application))
    assert heading_of(page) == "Your application is approved"
    assert {"permit.pdf", "decision.pdf"} <= links_of(page)
    for words in ("그날은 안 됩니다.", "The last change was not approved.", "within 30 days"):
        assert words in said(page)


def test_versions_say_what_changed(
    browser: Client, application: Application, organiser: User
) -> None:
    hand_in_change(organiser, application.booking, wants(people=400))
    words = said(browser.get(page_of(application)))
    assert "Version 2 · Mon 23 Nov 2026, 10:00 · Being reviewed" in words
    assert "Version 1 · Mon 23 Nov 2026, 10:00 · Replaced by a change" in words
    assert "people 300 Now: Fri 18 Dec 2026, 10:00–12:00, people 400" in words
    assert "Taken out: Fri 18 Dec 2026, 10:00–14:00, people 300" in words


def test_the_history_names_no_officer(
    browser: Client, application: Application, officer: User, administrator: User
) -> None:
    hand_over(officer, application, 0, administrator, "휴가")
    items = [Item("text", "무대 설치 시각을 알려 주세요.", FRIDAY)]
    ask(officer, application, fresh(application).revision, items)
    words = said(browser.get(page_of(application)))
    assert "More information asked City Hall 무대 설치 시각을 알려 주세요." in words
    assert "Application handed in You" in words
    for hidden in (officer.name, administrator.name, "휴가"):
        assert hidden not in words


def test_what_was_asked_for_may_be_forgotten(
    browser: Client, application: Application, officer: User
) -> None:
    approved(officer, application)
    Application.objects.update(asked={})
    page = browser.get(page_of(application))
    assert page.status_code == 200
    assert states_of(page) == ["Approved", "Approved"]
    assert not links_of(page) & {"permit.pdf", "receipt.pdf"}


def test_what_somebody_typed_stays_text(browser: Client, organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants(), title="<b>굵게</b> {{ x }}")
    refuse(officer, application, 0, "<script>alert(1)</script>")
    html = browser.get(page_of(application)).content.decode()
    assert "<b>굵게</b>" not in html
    assert "<script>alert(1)" not in html
    assert "&lt;b&gt;굵게&lt;/b&gt; {{ x }}" in html


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(browser: Client, application: Application, method: str) -> None:
    assert getattr(browser, method)(page_of(application)).status_code == 405


def test_the_queries_do_not_grow(
    browser: Client, organiser: User, officer: User, citizen: User
) -> None:
    one = hand_in(organiser, wants("plaza-a", starts="10:00", ends="14:00"))
    ask(officer, one, 0, [Item("text", "시각", FRIDAY)])
    many = hand_in(
        organiser,
        *(wants("plaza-b", DAY + timedelta(days=n), "10:00", "14:00") for n in range(20)),
    )
    items = [Item("text", f"물음 {number}", FRIDAY) for number in range(10)]
    ask(officer, many, 0, items)
    hand_in(citizen, wants("plaza-b", DAY, "10:00", "14:00"))
    browser.get(page_of(one))  # the set-up is read
    with CaptureQueriesContext(connection) as few:
        browser.get(page_of(one))
    with CaptureQueriesContext(connection) as more:
        page = browser.get(page_of(many))
    assert len(states_of(page)) == 20
    assert page.content.decode().count("To be answered") == 10
    assert len(more) == len(few) <= 20


def test_dates_in_korean(browser: Client, application: Application) -> None:
    page = browser.get(page_of(application).removeprefix("/en"))
    assert "2026. 12. 18.(금) 10:00~12:00" in said(page)

"""The fee on pages: what the organiser reads, and the officer's buttons."""

import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from accounts.models import User
from applications.charges_shown import account_of, charge_of, in_words, notice_facts
from applications.charging import record_payment
from applications.models import Application, Charge
from applications.withdrawing import withdraw
from facilities.fees import Line
from lib import clock
from tests.applications.fees import OVER, charge_now, with_fee
from tests.applications.samples import approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]


@pytest.fixture
def application(organiser: User, officer: User) -> Application:
    """Approved, 20,000 won to be paid; half of it with the proof that is claimed."""
    with_fee()
    return approved(officer, hand_in(organiser, reduction="disability"))


@pytest.fixture
def browser(client_of: ClientOf, officer: User) -> Client:
    """The officer's."""
    return client_of(officer)


def address(application: Application) -> str:
    return f"/review/applications/{application.booking.reference}/charge/"


def press(browser: Client, application: Application, do: str, **given: Any) -> Any:
    sent = {"do": do, "seen": fresh(application).revision, "version": application.number}
    return browser.post(address(application), sent | given)


def organisers_part(application: Application) -> str:
    account = account_of(fresh(application).booking, clock.now())
    return render_to_string("applications/charge.html", {"account": account})


def test_only_officers_come_in(
    application: Application, client_of: ClientOf, organiser: User, desk: User, client: Client
) -> None:
    at = address(application)
    assert client.get(at).status_code == HTTPStatus.FOUND
    assert client_of(organiser).get(at).status_code == HTTPStatus.NOT_FOUND
    assert client_of(desk).get(at).status_code == HTTPStatus.FORBIDDEN
    sent = {"do": "paid", "seen": fresh(application).revision, "version": 1}
    assert client_of(organiser).post(at, sent).status_code == HTTPStatus.NOT_FOUND
    assert charge_now(application).paid_at is None


def test_the_officer_sees_what_it_is_and_has_the_buttons(
    application: Application, browser: Client
) -> None:
    page = browser.get(address(application)).content.decode()
    assert "20,000원" in page
    assert "10,000원 × 2시간" in page
    assert "2026. 11. 28.(토) 23:59" in page
    assert 'value="paid"' in page
    assert 'value="proof"' in page
    assert 'value="refunded"' not in page
    # What is claimed stands first in the list.
    first = page.index("<option")
    assert page.index('value="disability"') - first < 20


def test_the_payment_is_recorded(application: Application, browser: Client) -> None:
    done = press(browser, application, "paid")
    assert done.status_code == HTTPStatus.FOUND
    assert done["Location"] == f"/review/applications/{application.booking.reference}/"
    assert charge_now(application).paid_at == clock.now()


def test_the_proof_is_recorded_and_then_the_smaller_sum(
    application: Application, browser: Client
) -> None:
    assert press(browser, application, "proof", code="disability").status_code == HTTPStatus.FOUND
    assert charge_now(application).to_pay == 10_000
    press(browser, application, "paid")
    assert charge_now(application).in_hand == 10_000


def test_a_refusal_comes_in_the_page_with_its_status_and_what_was_chosen(
    application: Application, browser: Client
) -> None:
    stale = press(browser, application, "proof", code="seniors", seen=0)
    assert stale.status_code == HTTPStatus.CONFLICT
    page = stale.content.decode()
    assert 'data-code="changed_meanwhile"' in page
    assert 'value="seniors" selected' in page
    unknown = press(browser, application, "proof", code="nothing\0")
    assert unknown.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert charge_now(application).reduction == ""


def test_too_late_is_said_and_there_is_no_button(
    application: Application, browser: Client, at: Hold
) -> None:
    at(OVER)
    late = press(browser, application, "paid")
    assert late.status_code == HTTPStatus.CONFLICT
    page = late.content.decode()
    assert 'data-code="payment_too_late"' in page
    assert 'value="paid"' not in page
    assert 'value="proof"' not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "paid"},
        {"do": "paid", "seen": "x", "version": 1},
        {"do": "paid", "seen": 1, "version": 7},
        {"do": "burn", "seen": 1, "version": 1},
    ],
)
def test_what_no_button_sends_is_not_found(
    application: Application, browser: Client, sent: dict[str, Any]
) -> None:
    assert browser.post(address(application), sent).status_code == HTTPStatus.NOT_FOUND
    assert charge_now(application).paid_at is None


def test_a_refund_has_its_button_until_it_is_recorded(
    application: Application, organiser: User, browser: Client
) -> None:
    press(browser, application, "paid")
    withdraw(organiser, application.booking)
    assert 'value="refunded"' in browser.get(address(application)).content.decode()
    press(browser, application, "refunded")
    assert charge_now(application).refunded_won == 20_000
    page = browser.get(address(application)).content.decode()
    assert 'value="refunded"' not in page
    assert "20,000원" in page


def test_a_refund_of_an_older_version(
    application: Application, organiser: User, officer: User, browser: Client
) -> None:
    press(browser, application, "paid")
    hall = wants("hannuri", people=20)
    approved(officer, hand_in_change(organiser, application.booking, hall))
    assert charge_of(application.booking) is None
    assert 'value="refunded"' in browser.get(address(application)).content.decode()
    press(browser, application, "refunded")
    assert charge_now(application).to_refund == 0


def test_what_is_free_says_so(organiser: User, officer: User, browser: Client) -> None:
    application = approved(officer, hand_in(organiser))
    assert account_of(application.booking, clock.now()) is None
    page = browser.get(address(application))
    assert page.status_code == HTTPStatus.OK
    assert 'value="paid"' not in page.content.decode()
    assert organisers_part(application).strip() == ""


def test_the_organiser_reads_how_it_stands(
    application: Application, organiser: User, officer: User, at: Hold
) -> None:
    part = organisers_part(application)
    assert part.count("20,000원") >= 2
    assert "<button" not in part
    assert "50%" in part
    record_payment(officer, charge_now(application), fresh(application).revision)
    assert "bg-light-success" in organisers_part(application)
    withdraw(organiser, application.booking)
    assert "20,000원" in organisers_part(application)


def test_the_organiser_reads_that_it_has_lapsed_though_nobody_noted_it(
    application: Application, at: Hold
) -> None:
    at(OVER - timedelta(seconds=1))
    assert "bg-light-warning" in organisers_part(application)
    at(OVER)
    part = organisers_part(application)
    assert "bg-light-danger" in part
    assert "charge-sum" not in part


def test_the_page_is_whole_in_english(application: Application, browser: Client) -> None:
    page = browser.get(f"/en{address(application)}").content.decode()
    assert "Record the payment of 20,000 won" in page
    assert "10,000 won × 2 h" in page


def test_what_the_payment_notice_says(application: Application) -> None:
    charge = charge_of(application.booking)
    assert charge
    notice = notice_facts(charge)
    assert notice.amount == "금20,000원(금이만원)"
    assert notice.pay_by == "2026. 11. 28.(토) 23:59"
    assert "50%" in notice.claim
    assert notice.facts[0].value == "20,000원"
    with translation.override("en"):
        assert notice_facts(charge).amount == "20,000 won"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(0, "hour", 0, 2, 0, 0, 1000, 0), "free of charge"),
        (Line(20_000, "hour", 0, 2, 0, 30, 1, 40_000), "20,000 won × 2 h"),
        (
            Line(10, "m2_hour", 6_449, 2, 0, 30, 1000, 128_000),
            "10 won × 6,449 m² × 2 h, rounded down to full 1,000 won",
        ),
        (
            Line(20_000, "hour", 0, 1, 2, 30, 1, 72_000),
            "20,000 won × (1 h + 2 h at night, 30% more)",
        ),
        (Line(20_000, "hour", 0, 0, 2, 30, 1, 52_000), "20,000 won × (2 h at night, 30% more)"),
        (Line(20_000, "hour", 0, 1, 2, 0, 1, 60_000), "20,000 won × 3 h"),
    ],
)
def test_how_a_line_is_made_up(line: Line, words: str) -> None:
    with translation.override("en"):
        assert in_words(line) == words


def test_a_page_takes_few_questions_however_many_visits(
    organiser: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    with_fee()
    visits = [wants(starts=f"{hour}:00", ends=f"{hour + 1}:00") for hour in range(10, 20)]
    application = approved(officer, hand_in(organiser, *visits))
    booking = fresh(application).booking
    with django_assert_max_num_queries(9):
        account = account_of(booking, clock.now())
    assert account
    assert account.charge
    assert len(Charge.objects.get().lines) == 10


def test_an_officers_look_is_logged(
    application: Application, browser: Client, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Which reduction somebody claims is nobody else's to know."""
    with caplog.at_level(logging.INFO, logger="sarangbang.access"):
        browser.get(address(application))
    (line,) = caplog.messages
    assert f"person={officer.pk} " in line
    assert line.endswith(f"what=charge whose={application.booking.reference}")

"""Asked once more, then withdrawn: all of it, or a change alone."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import User
from applications.charging import record_payment
from applications.models import Application, Charge
from applications.reviewing import Reviewed
from bookings.decision import Decided
from bookings.models import Booking
from tests.applications.fees import charge_now, with_fee
from tests.applications.pages import heading_of, page_of
from tests.applications.samples import approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold
from tests.bookings.pages import refusal_of, said
from tests.places import at_seoul

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")
CHANGE = {"what": "change"}


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser, wants())


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def test_a_get_shows_and_withdraws_nothing(browser: Client, application: Application) -> None:
    page = browser.get(page_of(application, "withdraw/"))
    assert heading_of(page) == "Do you want to withdraw all of it?"
    assert "Onnuri Auditorium Fri 18 Dec 2026, 10:00–12:00" in said(page)
    assert "paid back" not in said(page)
    assert fresh(application).state == Reviewed.SUBMITTED


def test_withdrawn_it_is_over(browser: Client, application: Application) -> None:
    page = browser.post(page_of(application, "withdraw/"), follow=True)
    assert "It is withdrawn." in said(page)
    assert heading_of(page) == "You have withdrawn this application"
    assert fresh(application).state == Reviewed.WITHDRAWN


def test_a_change_alone_is_withdrawn_and_what_is_approved_stands(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    change = hand_in_change(organiser, application.booking, wants(people=400))
    page = browser.get(page_of(application, "withdraw/"), CHANGE)
    assert heading_of(page) == "Do you want to withdraw the change?"
    page = browser.post(page_of(application, "withdraw/"), CHANGE, follow=True)
    assert heading_of(page) == "Your application is approved"
    assert (fresh(application).state, fresh(change).state) == ("approved", "withdrawn")
    assert Booking.objects.get().state == Decided.APPROVED


def test_all_of_it_is_withdrawn_with_its_change(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    change = hand_in_change(organiser, application.booking, wants(people=400))
    page = browser.post(page_of(application, "withdraw/"), follow=True)
    assert heading_of(page) == "You have cancelled what was approved"
    assert (fresh(application).state, fresh(change).state) == ("cancelled", "withdrawn")


def test_where_there_is_no_change_none_is_withdrawn(
    browser: Client, application: Application, officer: User
) -> None:
    approved(officer, application)
    page = browser.post(page_of(application, "withdraw/"), CHANGE)
    assert (page.status_code, refusal_of(page)) == (409, "application_over")
    assert fresh(application).state == Reviewed.APPROVED


@pytest.mark.parametrize(
    ("moment", "back"),
    [
        (at_seoul(date(2026, 12, 8), "23:59"), "20,000 won"),
        (at_seoul(date(2026, 12, 9), "00:00"), "18,000 won"),
        (at_seoul(date(2026, 12, 14), "09:00"), "16,000 won"),
    ],
)
def test_what_is_paid_back_is_said_before(
    browser: Client, organiser: User, officer: User, at: Hold, moment: datetime, back: str
) -> None:
    with_fee()
    application = approved(officer, hand_in(organiser, wants()))
    record_payment(officer, charge_now(application), fresh(application).revision)
    at(moment)
    page = browser.get(page_of(application, "withdraw/"))
    assert f"You get back {back} of 20,000 won that you paid." in said(page)
    assert "10 days before use: 100% 5 days before use: 90% 3 days before use: 80%" in said(page)
    browser.post(page_of(application, "withdraw/"))
    refunded = Charge.objects.get().refund_won
    assert f"{refunded:,} won" == back


def test_too_late_it_is_not_withdrawn(
    browser: Client, application: Application, officer: User, at: Hold
) -> None:
    approved(officer, application)
    at(at_seoul(date(2026, 12, 15), "10:01"))
    page = browser.get(page_of(application, "withdraw/"))
    assert "It cannot be withdrawn here any more." in said(page)
    assert "Yes, withdraw it" not in said(page)
    page = browser.post(page_of(application, "withdraw/"))
    assert (page.status_code, refusal_of(page)) == (409, "cannot_cancel_any_more")
    assert fresh(application).state == Reviewed.APPROVED


def test_pressed_twice_it_is_withdrawn_once(browser: Client, application: Application) -> None:
    browser.post(page_of(application, "withdraw/"))
    assert browser.post(page_of(application, "withdraw/")).status_code == 302
    assert Booking.objects.get().records.filter(what="cancelled").count() == 1


def test_it_is_withdrawn_by_its_person_alone(
    client: Client, client_of: ClientOf, application: Application, stranger: User, officer: User
) -> None:
    for who in (stranger, officer):
        assert client_of(who).get(page_of(application, "withdraw/")).status_code == 404
        assert client_of(who).post(page_of(application, "withdraw/")).status_code == 404
    assert client.post(page_of(application, "withdraw/")).status_code == 302
    assert fresh(application).state == Reviewed.SUBMITTED

"""The verbs that the clock begins: warn of what is not paid, end what was not."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from applications.charging import record_payment
from applications.models import Application, Permit
from applications.permit_standing import Stands, standing
from applications.permits_found import newest_permit
from applications.reviewing import Reviewed
from applications.unpaid import lapse_unpaid, warn_unpaid
from bookings.attendance import Attended
from bookings.decision import Decided
from config.timetable import settle_charges
from facilities.models import Slot
from lib import clock
from notices.letters import compose
from notices.models import Notice
from tests.applications.fees import OVER, charge_now, with_fee
from tests.applications.samples import approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold, code_of, told
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")
WARNED_ON = date(2026, 11, 27)  # due until the 28th ends


@pytest.fixture
def application(organiser: User, officer: User) -> Application:
    """Approved, 20,000 won to be paid until the 28th ends."""
    with_fee()
    return approved(officer, hand_in(organiser))


def pay(officer: User, application: Application) -> None:
    record_payment(officer, charge_now(application), fresh(application).revision)


def test_warned_once_on_the_day_before_it_is_due(application: Application, at: Hold) -> None:
    at(at_seoul(WARNED_ON, "08:59"))
    assert warn_unpaid(clock.now()) == 0
    at(at_seoul(WARNED_ON, "09:00"))
    assert warn_unpaid(clock.now()) == 1
    assert warn_unpaid(clock.now()) == 0
    assert charge_now(application).warned_at == clock.now()
    assert told("applications.payment_warning") == 1
    assert application.booking.records.latest("pk").what == "payment_warned"


def test_who_has_paid_is_not_warned(application: Application, officer: User, at: Hold) -> None:
    pay(officer, application)
    at(at_seoul(WARNED_ON, "09:00"))
    assert warn_unpaid(clock.now()) == 0


def test_who_was_told_within_that_time_is_not_warned(
    organiser: User, officer: User, at: Hold
) -> None:
    with_fee(pay_within_days=1)
    application = approved(officer, hand_in(organiser))  # at ten, due tomorrow
    at(clock.now() + timedelta(hours=1))
    assert warn_unpaid(clock.now()) == 0
    assert charge_now(application).to_pay


def test_what_was_not_paid_lapses_with_all_that_hangs_on_it(
    application: Application, officer: User, at: Hold
) -> None:
    at(OVER - timedelta(seconds=1))
    assert lapse_unpaid(clock.now()) == 0
    at(OVER)
    assert lapse_unpaid(clock.now()) == 1
    assert lapse_unpaid(clock.now()) == 0
    now = fresh(application)
    assert (now.state, now.booking.state) == (Reviewed.LAPSED, Decided.LAPSED)
    assert now.booking.visits.get().attendance == Attended.CANCELLED
    assert not Slot.objects.exists()
    assert Permit.objects.get().replaced_at == clock.now()
    assert now.booking.records.latest("pk").what == "payment_lapsed"
    assert told("applications.payment_lapsed") == 1
    assert code_of(lambda: pay(officer, application)) == "payment_too_late"


def test_the_permit_is_over_before_anybody_notes_it(application: Application, at: Hold) -> None:
    permit = newest_permit(application.booking)
    assert permit
    assert standing(permit, OVER - timedelta(seconds=1)).how == Stands.NOT_BEGUN
    assert standing(permit, OVER).how == Stands.LAPSED
    at(OVER)
    lapse_unpaid(clock.now())
    permit = newest_permit(application.booking)
    assert permit
    assert standing(permit, OVER).how == Stands.LAPSED


def test_a_change_that_nobody_has_decided_lapses_with_it(
    application: Application, organiser: User, at: Hold
) -> None:
    change = hand_in_change(organiser, application.booking, wants(ends="13:00"))
    at(OVER)
    assert lapse_unpaid(clock.now()) == 1
    assert fresh(change).state == Reviewed.LAPSED


def test_what_was_paid_before_goes_back_as_if_cancelled_when_it_was_due(
    application: Application, organiser: User, officer: User, at: Hold
) -> None:
    pay(officer, application)
    at(at_seoul(date(2026, 12, 8), "10:00"))
    change = hand_in_change(organiser, application.booking, wants(ends="13:00"))
    approved(officer, change)  # 10,000 more, due until the 13th ends: five days before
    at(at_seoul(date(2026, 12, 14), "00:05"))
    assert lapse_unpaid(clock.now()) == 1
    charge = charge_now(change)
    assert (charge.credit_won, charge.to_refund) == (20_000, 17_000)  # a tenth of 30,000 is kept
    assert {fresh(one).state for one in (application, change)} == {Reviewed.LAPSED}


def test_the_worker_does_both(application: Application, at: Hold) -> None:
    at(at_seoul(WARNED_ON, "12:00"))
    assert settle_charges.func() == 1
    at(OVER)
    assert settle_charges.func() == 1
    assert settle_charges.func() == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_letters_say_how_much_and_by_when(
    organiser: User, officer: User, at: Hold, language: str
) -> None:
    organiser.language = language
    organiser.save()
    with_fee()
    approved(officer, hand_in(organiser, reduction="disability"))
    at(at_seoul(WARNED_ON, "12:00"))
    settle_charges.func()
    at(OVER)
    settle_charges.func()
    amount = {"ko": "20,000원", "en": "20,000 won"}[language]
    until = {"ko": "2026. 11. 28.(토) 23:59", "en": "Sat 28 Nov 2026, 23:59"}[language]
    for kind, has_amount in (("due", True), ("warning", True), ("lapsed", False)):
        letter = compose(Notice.objects.get(kind=f"applications.payment_{kind}"))
        for words in (letter.text, letter.html):
            assert until in words
            assert (amount in words) == has_amount
            assert ("50%" in words) == (kind == "due")


def test_the_letters_of_payment_and_refund(
    application: Application, organiser: User, officer: User
) -> None:
    change = hand_in_change(organiser, application.booking, wants(ends="11:00"))
    pay(officer, application)
    approved(officer, change)
    paid = compose(Notice.objects.get(kind="applications.paid"))
    back = compose(Notice.objects.get(kind="applications.refund_due"))
    assert "20,000원" in paid.text
    assert "10,000원" in back.text
    assert "10,000원" in back.html

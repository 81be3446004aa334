"""The verbs of a charge: charge, confirm a reduction, record payment and refund."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from applications.charging import confirm_reduction, record_payment, record_refund
from applications.models import Application, Charge
from applications.unpaid import lapse_unpaid, note_closed
from applications.withdrawing import withdraw
from bookings.close import close
from bookings.decision import Decided
from facilities.fees import Line
from facilities.models import Facility
from lib import clock
from notices.models import Notice
from tests.applications.fees import OVER, charge_now, held_until, reduction, with_fee
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold, code_of, told
from tests.bookings.samples import policy
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")
LAST_MOMENT = OVER - timedelta(microseconds=1)


@pytest.fixture
def application(organiser: User) -> Application:
    """The great hall for two hours: 20,000 won."""
    with_fee()
    return hand_in(organiser)


@pytest.fixture
def charge(application: Application, officer: User) -> Charge:
    """Approved, and to be paid."""
    return charge_now(approved(officer, application))


def pay(officer: User, charge: Charge) -> Charge:
    """Paid, from what stands in the database."""
    return record_payment(officer, charge, fresh(charge.application).revision)


def whats(application: Application) -> list[str]:
    return list(application.booking.records.values_list("what", flat=True))


def test_without_a_fee_there_is_no_charge(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser))
    assert not Charge.objects.exists()
    assert held_until(application) == {None}
    assert told("applications.payment_due") == 0


def test_what_costs_something_is_held_until_it_is_due(charge: Charge) -> None:
    assert (charge.full_won, charge.amount_won, charge.to_pay) == (20_000, 20_000, 20_000)
    assert charge.due_at == LAST_MOMENT
    assert held_until(charge.application) == {charge.due_at}
    (kept,) = charge.lines
    assert (kept["visit"], Line.from_json(kept).day_hours) == (1, 2)
    assert "charged" in whats(charge.application)
    facts = Notice.objects.get(kind="applications.payment_due").facts
    assert facts["to_pay_won"] == 20_000
    assert datetime.fromisoformat(facts["pay_by"]) == charge.due_at


def test_each_visit_costs_by_the_area_of_its_spaces_and_what_is_left_out_costs_nothing(
    organiser: User, officer: User
) -> None:
    by_area = {"fee_won": 10, "fee_unit": "m2_hour", "fee_min_m2": 500, "fee_min_minutes": 120}
    for slug in ("plaza", "plaza-a"):
        with_fee(slug, night_percent=30, **by_area)
    with_fee()
    application = hand_in(
        organiser,
        wants("plaza-a", ends="14:00"),  # 1,000 m²
        wants("plaza", SATURDAY, starts="16:00", ends="20:00"),  # 6,000 m², two hours at night
        wants(day=SATURDAY),
    )
    approved(officer, application, left_out=frozenset({2}), why="무대를 고치는 중입니다.")
    lines = [Line.from_json(kept) for kept in charge_now(application).lines]
    assert [line.amount_won for line in lines] == [40_000, 276_000]
    assert (lines[1].area_m2, lines[1].day_hours, lines[1].night_hours) == (6_000, 2, 2)
    assert charge_now(application).amount_won == 316_000


def test_what_is_free_does_not_shorten_the_time_to_pay(organiser: User, officer: User) -> None:
    with_fee(pay_within_days=10)
    free = wants("hannuri", date(2026, 12, 3), people=20)
    application = approved(officer, hand_in(organiser, wants(), free))
    # Ten days would be the 3rd: the first use begins on it.
    assert charge_now(application).due_at == at_seoul(date(2026, 12, 3), "00:00") - timedelta(
        microseconds=1
    )


def test_paid_in_time_it_is_held_for_good(charge: Charge, officer: User, at: Hold) -> None:
    at(LAST_MOMENT - timedelta(seconds=1))
    pay(officer, charge)
    now = charge_now(charge.application)
    assert (now.paid_at, now.paid_recorded_by, now.to_pay) == (clock.now(), officer, 0)
    assert held_until(charge.application) == {None}
    at(OVER)
    assert lapse_unpaid(clock.now()) == 0
    assert fresh(charge.application).booking.state == Decided.APPROVED


def test_a_second_press_of_paid_changes_nothing(charge: Charge, officer: User) -> None:
    seen = fresh(charge.application).revision
    first = record_payment(officer, charge, seen)
    again = record_payment(officer, charge, seen)
    assert again.paid_at == first.paid_at
    assert fresh(charge.application).revision == seen + 1
    assert whats(charge.application).count("paid") == 1
    assert told("applications.paid") == 1


def test_who_saw_something_else_is_told(charge: Charge, officer: User) -> None:
    seen = fresh(charge.application).revision
    reduction()
    confirm_reduction(officer, charge, "sample", seen)
    assert code_of(lambda: record_payment(officer, charge, seen)) == "changed_meanwhile"
    assert code_of(lambda: confirm_reduction(officer, charge, "x", seen)) == "changed_meanwhile"


def test_after_the_due_date_payment_is_refused_though_nobody_noted_it(
    charge: Charge, officer: User, at: Hold
) -> None:
    at(LAST_MOMENT)
    assert code_of(lambda: pay(officer, charge)) == "payment_too_late"
    reduction()
    seen = fresh(charge.application).revision
    code = code_of(lambda: confirm_reduction(officer, charge, "sample", seen))
    assert code == "payment_too_late"


def test_what_was_not_paid_in_time_is_free_though_nobody_noted_it(
    charge: Charge, second_citizen: User, officer: User, at: Hold
) -> None:
    assert code_of(lambda: hand_in(second_citizen)) == "taken"
    at(OVER)
    rival = approved(officer, hand_in(second_citizen))
    assert fresh(rival).booking.state == Decided.APPROVED
    assert code_of(lambda: pay(officer, charge)) == "payment_too_late"


def test_nothing_is_paid_where_nothing_is_due(charge: Charge, officer: User) -> None:
    reduction(percent=100)
    seen = fresh(charge.application).revision
    confirm_reduction(officer, charge, "sample", seen)
    assert code_of(lambda: pay(officer, charge)) == "nothing_to_pay"


def test_what_is_claimed_counts_from_when_its_proof_was_seen(
    organiser: User, officer: User
) -> None:
    with_fee()
    reduction()
    application = approved(officer, hand_in(organiser, reduction="sample"))
    charge = charge_now(application)
    assert (charge.amount_won, charge.reduction) == (20_000, "")
    assert Notice.objects.get(kind="applications.payment_due").facts["claimed_percent"] == 50
    seen = fresh(application).revision
    confirm_reduction(officer, charge, "sample", seen)
    confirm_reduction(officer, charge, "sample", seen)  # a second press
    charge = charge_now(application)
    assert (charge.amount_won, charge.full_won, charge.reduction_percent) == (10_000, 20_000, 50)
    assert (charge.proof_seen_at, charge.proof_seen_by) == (clock.now(), officer)
    assert held_until(application) == {charge.due_at}
    assert whats(application).count("reduction_confirmed") == 1


def test_what_needs_no_proof_counts_at_once(organiser: User, officer: User) -> None:
    with_fee()
    reduction("public", percent=100, needs_proof=False)
    application = approved(officer, hand_in(organiser, reduction="public"))
    charge = charge_now(application)
    assert (charge.amount_won, charge.reduction_percent, charge.proof_seen_at) == (0, 100, None)
    assert held_until(application) == {None}
    assert told("applications.payment_due") == 0


def test_of_two_reductions_the_higher_counts(charge: Charge, officer: User) -> None:
    for code, percent in (("half", 50), ("less", 30), ("more", 80)):
        reduction(code, percent)

    def confirm(code: str) -> Charge:
        return confirm_reduction(officer, charge, code, fresh(charge.application).revision)

    confirm("half")
    assert code_of(lambda: confirm("less")) == "no_further_reduction"
    assert code_of(lambda: confirm("none")) == "no_such_reduction"
    assert confirm("more").amount_won == 4_000


def test_free_by_proof_is_held_for_good_and_said(charge: Charge, officer: User, at: Hold) -> None:
    reduction(percent=100)
    confirm_reduction(officer, charge, "sample", fresh(charge.application).revision)
    assert held_until(charge.application) == {None}
    assert told("applications.paid") == 1
    at(OVER)
    assert lapse_unpaid(clock.now()) == 0


def test_a_proof_after_the_payment_gives_back_what_is_over(charge: Charge, officer: User) -> None:
    pay(officer, charge)
    reduction()
    confirm_reduction(officer, charge, "sample", fresh(charge.application).revision)
    now = charge_now(charge.application)
    assert (now.fee_won, now.to_refund, now.in_hand) == (10_000, 10_000, 10_000)
    assert Notice.objects.get(kind="applications.refund_due").facts["refund_won"] == 10_000


@pytest.mark.parametrize(
    ("day", "back"),
    [
        ("2026-12-08", 20_000),
        ("2026-12-09", 18_000),
        ("2026-12-13", 18_000),
        ("2026-12-14", 16_000),
    ],
)
def test_who_withdraws_gets_back_by_the_days_before(
    charge: Charge, organiser: User, officer: User, at: Hold, day: str, back: int
) -> None:
    pay(officer, charge)
    at(at_seoul(date.fromisoformat(day), "09:00"))
    withdraw(organiser, charge.application.booking)
    withdraw(organiser, charge.application.booking)
    assert charge_now(charge.application).to_refund == back
    assert whats(charge.application).count("refund_due") == 1
    assert told("applications.refund_due") == 1


def test_who_has_not_paid_gets_nothing_back(
    charge: Charge, organiser: User, officer: User, at: Hold
) -> None:
    withdraw(organiser, charge.application.booking)
    assert charge_now(charge.application).refund_won == 0
    assert code_of(lambda: pay(officer, charge)) == "application_over"
    at(OVER)
    assert lapse_unpaid(clock.now()) == 0


def test_a_refund_is_recorded_once(charge: Charge, organiser: User, officer: User) -> None:
    pay(officer, charge)
    seen = fresh(charge.application).revision
    assert code_of(lambda: record_refund(officer, charge, seen)) == "nothing_to_refund"
    withdraw(organiser, charge.application.booking)
    assert code_of(lambda: record_refund(officer, charge, seen)) == "changed_meanwhile"
    seen = fresh(charge.application).revision
    record_refund(officer, charge, seen)
    record_refund(officer, charge, seen)
    now = charge_now(charge.application)
    assert (now.refunded_won, now.to_refund, now.refunded_by) == (20_000, 0, officer)
    assert whats(charge.application).count("refunded") == 1


def test_a_longer_change_costs_the_difference(
    charge: Charge, organiser: User, officer: User
) -> None:
    pay(officer, charge)
    change = hand_in_change(organiser, charge.application.booking, wants(ends="13:00"))
    assert held_until(change) == {None}
    longer = charge_now(approved(officer, change))
    assert (longer.amount_won, longer.credit_won, longer.to_pay) == (30_000, 20_000, 10_000)
    assert held_until(change) == {longer.due_at}
    pay(officer, longer)
    assert charge_now(change).in_hand == 30_000
    assert held_until(change) == {None}


def test_a_shorter_change_gives_back_the_difference_and_then_the_rest(
    charge: Charge, organiser: User, officer: User
) -> None:
    pay(officer, charge)
    booking = charge.application.booking
    change = approved(officer, hand_in_change(organiser, booking, wants(ends="11:00")))
    assert charge_now(charge.application).to_refund == 10_000
    shorter = charge_now(change)
    assert (shorter.amount_won, shorter.to_pay, shorter.in_hand) == (10_000, 0, 10_000)
    assert held_until(change) == {None}
    record_refund(officer, charge, fresh(charge.application).revision)
    withdraw(organiser, booking)
    assert charge_now(charge.application).to_refund == 0
    assert charge_now(change).to_refund == 10_000


def test_a_change_to_what_is_free_gives_back_everything(
    charge: Charge, organiser: User, officer: User
) -> None:
    pay(officer, charge)
    hall = wants("hannuri", people=20)
    change = approved(officer, hand_in_change(organiser, charge.application.booking, hall))
    assert not Charge.objects.filter(application=change).exists()
    assert charge_now(charge.application).to_refund == 20_000


def test_the_charge_of_an_older_version_is_neither_paid_nor_lapses(
    charge: Charge, organiser: User, officer: User, at: Hold
) -> None:
    booking = charge.application.booking
    at(at_seoul(date(2026, 11, 26), "10:00"))
    change = approved(officer, hand_in_change(organiser, booking, wants(ends="13:00")))
    assert code_of(lambda: pay(officer, charge)) == "charge_replaced"
    assert charge_now(change).to_pay == 30_000
    at(OVER)
    assert lapse_unpaid(clock.now()) == 0
    at(charge_now(change).due_at)
    assert lapse_unpaid(clock.now()) == 1


def closed_by_the_city(officer: User, application: Application, slug: str) -> None:
    seen = frozenset({application.booking.reference})
    hall = Facility.objects.get(slug=slug)
    close(officer, hall, span(DAY, "09:00", "21:00"), reason_ko="공사", seen=seen)


def test_what_the_city_cancels_goes_back_whole(charge: Charge, officer: User, at: Hold) -> None:
    pay(officer, charge)
    at(at_seoul(date(2026, 12, 17), "12:00"))  # too late for anything back by one's own wish
    closed_by_the_city(officer, charge.application, "onnuri")
    assert note_closed(clock.now()) == 1
    assert note_closed(clock.now()) == 0
    assert charge_now(charge.application).to_refund == 20_000


def test_of_two_visits_only_the_one_that_the_city_cancelled_goes_back(
    organiser: User, officer: User, at: Hold
) -> None:
    with_fee()
    with_fee("hannuri", fee_won=5_000)
    application = hand_in(organiser, wants(), wants("hannuri", people=20))
    pay(officer, charge_now(approved(officer, application)))
    closed_by_the_city(officer, application, "hannuri")
    # Before the worker looks, the person takes back the rest, four days ahead.
    at(at_seoul(date(2026, 12, 14), "09:00"))
    withdraw(organiser, application.booking)
    assert charge_now(application).to_refund == 10_000 + 16_000


def test_what_is_not_paid_yet_becomes_less(organiser: User, officer: User) -> None:
    with_fee()
    with_fee("hannuri", fee_won=5_000)
    application = hand_in(organiser, wants(), wants("hannuri", people=20))
    assert charge_now(approved(officer, application)).to_pay == 30_000
    closed_by_the_city(officer, application, "hannuri")
    assert note_closed(clock.now()) == 1
    charge = charge_now(application)
    assert (charge.to_pay, charge.to_refund) == (20_000, 0)
    assert pay(officer, charge).in_hand == 20_000


def test_rules_that_change_later_do_not_change_what_was_approved(
    charge: Charge, organiser: User, officer: User, at: Hold
) -> None:
    pay(officer, charge)
    at(at_seoul(date(2026, 12, 1), "10:00"))
    policy("onnuri", valid_from=date(2026, 12, 1), fee_won=90_000, refunds=[])
    withdraw(organiser, charge.application.booking)
    assert charge_now(charge.application).to_refund == 20_000


def test_a_change_of_what_has_lapsed_is_not_approved(
    organiser: User, officer: User, at: Hold
) -> None:
    """Nobody has noted yet that the fee was not paid; it does not stand all the same."""
    with_fee()
    application = approved(officer, hand_in(organiser))
    change = hand_in_change(organiser, application.booking, wants(starts="13:00", ends="16:00"))
    at(OVER)
    assert code_of(lambda: approved(officer, change)) == "application_over"
    assert Charge.objects.count() == 1

"""A payment recorded at the moment at which it lapses: one wins, and nothing is half done."""

from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from accounts.models import User
from applications import charging, locking
from applications.applying import submit
from applications.charging import confirm_reduction, record_payment
from applications.models import Application, Charge
from applications.reviewing import Reviewed
from applications.unpaid import lapse_unpaid
from applications.withdrawing import withdraw
from bookings.decision import Decided
from bookings.models import Booking, Record
from facilities.models import Building, Slot
from tests.applications.fees import charge_now, held_until, with_fee
from tests.applications.samples import approved, asking, draft_of, fresh, hand_in
from tests.bookings.door import Hold, told
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.unguarded import no_locks

__all__ = ["no_locks"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def charge(city_hall: Building, organiser: User, officer: User) -> Charge:
    """Approved; 20,000 won to be paid."""
    with_fee()
    return charge_now(approved(officer, hand_in(organiser)))


@pytest.fixture
def at_the_last_moment(charge: Charge, at: Hold) -> None:
    """By the officer's clock there is a moment left; by the worker's it is over."""
    at(charge.due_at - charge.due_at.resolution)


def whats() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("what", flat=True))


def paid_and_lapsed(charge: Charge, officer: User) -> list[Any]:
    seen = fresh(charge.application).revision
    return [
        partial(record_payment, officer, charge, seen),
        partial(lapse_unpaid, charge.due_at),
    ]


@pytest.mark.usefixtures("at_the_last_moment")
@pytest.mark.parametrize("run", range(3))
def test_paid_or_lapsed_and_nothing_half(charge: Charge, officer: User, run: int) -> None:
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(*paid_and_lapsed(charge, officer))
    made(outcomes)
    application = fresh(charge.application)
    now = charge_now(application)
    is_paid = now.paid_at is not None
    assert refusals(outcomes) == ([] if is_paid else ["payment_too_late"])
    assert application.state == (Reviewed.APPROVED if is_paid else Reviewed.LAPSED)
    assert application.booking.state == (Decided.APPROVED if is_paid else Decided.LAPSED)
    assert held_until(application) == ({None} if is_paid else set())
    assert Slot.objects.exists() == is_paid
    assert [told("applications.paid"), told("applications.payment_lapsed")] == (
        [1, 0] if is_paid else [0, 1]
    )
    assert ("paid" in whats(), "payment_lapsed" in whats()) == (is_paid, not is_paid)


@pytest.mark.usefixtures("at_the_last_moment", "no_locks")
def test_without_the_locks_both_happen(charge: Charge, officer: User) -> None:
    with pausing(charging, "lock", Meeting(2).after):
        outcomes = at_once(*paid_and_lapsed(charge, officer))
    application = fresh(charge.application)
    both = charge_now(application).paid_at and application.state == Reviewed.LAPSED
    # Or the database ends one of them: a deadlock, on SQLite a file changed under its reader.
    assert both or any(isinstance(one, OperationalError) for one in outcomes), outcomes


def test_two_workers_note_it_once(charge: Charge) -> None:
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(*(partial(lapse_unpaid, charge.due_at) for _ in range(2)))
    assert sorted(made(outcomes)) == [0, 1]
    assert whats().count("payment_lapsed") == 1
    assert told("applications.payment_lapsed") == 1


def test_two_officers_record_one_payment(
    charge: Charge, officer: User, administrator: User
) -> None:
    seen = fresh(charge.application).revision
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(
            *(partial(record_payment, who, charge, seen) for who in (officer, administrator))
        )
    assert len(made(outcomes)) == 2  # the second finds it done
    assert whats().count("paid") == 1
    assert fresh(charge.application).revision == seen + 1


def test_a_proof_against_a_payment(charge: Charge, officer: User, administrator: User) -> None:
    """Whoever comes first: the second is told, and takes no wrong sum."""
    seen = fresh(charge.application).revision
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(
            partial(confirm_reduction, officer, charge, "disability", seen),
            partial(record_payment, administrator, charge, seen),
        )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["changed_meanwhile"]
    now = charge_now(charge.application)
    assert (now.to_pay, now.in_hand) in {(10_000, 0), (0, 20_000)}


def test_a_payment_against_a_withdrawal(charge: Charge, organiser: User, officer: User) -> None:
    seen = fresh(charge.application).revision
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(
            partial(record_payment, officer, charge, seen),
            partial(withdraw, organiser, charge.application.booking),
        )
    made(outcomes)
    now = charge_now(charge.application)
    assert Booking.objects.get().state == Decided.CANCELLED
    # What was paid goes back whole, weeks ahead; or it was not taken.
    assert now.refund_won == (20_000 if now.paid_at else 0)
    assert refusals(outcomes) == ([] if now.paid_at else ["application_over"])
    assert not Slot.objects.exists()


@pytest.mark.usefixtures("at_the_last_moment")
def test_a_payment_against_somebody_who_applies_for_what_is_about_to_lapse(
    charge: Charge, officer: User, second_citizen: User
) -> None:
    seen = fresh(charge.application).revision
    outcomes = at_once(
        partial(record_payment, officer, charge, seen),
        partial(submit, second_citizen, draft_of(second_citizen), asking(), "k"),
    )
    assert [type(one) for one in made(outcomes)] == [Charge]
    assert refusals(outcomes) == ["taken"]
    assert Application.objects.count() == 1
    assert held_until(charge.application) == {None}

"""The verbs of a charge: what an approval costs, the proof of a reduction, payment and refund.

The charge of the newest approved version is the account of the booking: what was paid for earlier
versions is its credit, and what is over goes back. What nobody paid in time: applications/unpaid.py
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import charge_letters, charge_rules, rules
from applications.accounting import (
    cancelled_lines,
    due_of,
    earlier_charge,
    is_replaced,
    kept_when_cancelled,
    lines_of,
    net_fee,
    without,
)
from applications.asking import Asking
from applications.locking import lock, step
from applications.models import Application, Charge
from applications.reviewing import Reviewed
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Record, Visit
from facilities import occupancy
from facilities.models import Reduction
from lib import clock, formats
from lib.refusal import Refused


def charge(application: Application, visits: Sequence[Visit], now: datetime) -> Charge | None:
    """What the approved version costs; None when it is free.

    Within the transaction of the approval, after its locks. A reduction that is claimed counts at
    once where it needs no proof; else the full fee stands until the proof was seen: a reduction is
    granted to who shows that it is theirs, and what is lower is never asked for later. What was
    paid for an earlier version counts, and what is over of it is to be paid back.
    """
    lines = lines_of(visits)
    full = sum(int(line["amount_won"]) for line in lines)
    reduction = _counts_at_once(application)
    fee = net_fee(lines, reduction.percent if reduction else 0)
    credit = _carried_over(application, fee, now)
    if not full:
        return None
    made = Charge.objects.create(
        application=application,
        lines=lines,
        full_won=full,
        reduction=reduction.code if reduction else "",
        reduction_percent=reduction.percent if reduction else 0,
        amount_won=fee,
        credit_won=credit,
        due_at=due_of(visits, now),
    )
    note(application, None, "charged", now, made.amount_won)
    if made.to_pay:
        charge_letters.payment_due(made, visits, claimed(application))
    return made


def hold_until(charge: Charge) -> datetime | None:
    """Until when what was approved is held; None: for good, for nothing has to be paid."""
    return charge.due_at if charge.to_pay else None


def claimed(application: Application) -> Reduction | None:
    """The reduction that the application claims, if it is on the kept list."""
    code = Asking.from_json(application.asked).details.reduction if application.asked else ""
    return Reduction.objects.filter(code=code).first() if code else None


def _counts_at_once(application: Application) -> Reduction | None:
    found = claimed(application)
    return None if found is None or found.needs_proof else found


def _carried_over(application: Application, fee: int, now: datetime) -> int:
    """What was paid for the version before, up to this fee (won); the rest is to go back."""
    before = earlier_charge(application)
    if before is None:
        return 0
    credit = min(before.in_hand, fee)
    pay_back(before, before.in_hand - credit, now)
    return credit


def pay_back(charge: Charge, more: int, now: datetime, who: User | None = None) -> None:
    """So much more of it is to be paid back. Under the lock of its application."""
    if more <= 0:
        return
    charge.refund_won += more
    charge.save(update_fields=["refund_won"])
    note(charge.application, who, "refund_due", now, more)
    charge_letters.refund_due(charge, more)


def note(
    application: Application, who: User | None, what: str, now: datetime, amount: int, why: str = ""
) -> None:
    """A line of the booking's record, with the amount in won."""
    told = f"{formats.won(amount, 'ko')} {why}".strip()[:200]
    Record.objects.create(booking=application.booking, who=who, what=what, at=now, why=told)


def locked_charge(charge: Charge) -> Charge:
    """The charge as it is now, under the locks of its application."""
    application = lock(charge.application)
    current = Charge.objects.select_for_update(no_key=True, of=("self",)).get(pk=charge.pk)
    current.application = application
    return current


def _refuse_a_step(charge: Charge, seen: int, now: datetime) -> None:
    """Only for the version that stands, from what the officer saw, while it has not lapsed."""
    application = charge.application
    if is_replaced(application):
        raise Refused(charge_rules.charge_replaced())
    if application.state == Reviewed.LAPSED or charge.is_overdue(now):
        raise Refused(charge_rules.payment_too_late(charge.due_at))
    if application.state != Reviewed.APPROVED or application.booking.state != Decided.APPROVED:
        raise Refused(rules.application_over(str(application.booking.get_state_display())))
    if application.revision != seen:
        raise Refused(rules.changed_meanwhile())


@transaction.atomic
def confirm_reduction(officer: User, charge: Charge, code: str, seen: int) -> Charge:
    """The proof of a reduction was seen at the desk: the fee is lower from now on.

    What was paid already and is over goes back. Kept is only that it was seen, by whom and when:
    Personal Information Protection Act, art. 23. A second press changes nothing. Raises `Refused`.
    """
    current, now = locked_charge(charge), clock.now()
    if current.proof_seen_at and current.reduction == code:
        return current
    _refuse_a_step(current, seen, now)
    found = Reduction.objects.filter(code=code).first()
    if found is None:
        raise Refused(charge_rules.no_such_reduction())
    if current.reduction and found.percent <= current.reduction_percent:
        kept = Reduction.objects.filter(code=current.reduction).first()
        raise Refused(charge_rules.no_further_reduction(kept.name if kept else current.reduction))
    current.reduction, current.reduction_percent = found.code, found.percent
    current.proof_seen_at, current.proof_seen_by = now, officer
    current.save(update_fields=["reduction", "reduction_percent", "proof_seen_at", "proof_seen_by"])
    step(current.application)
    fee, was_due = net_fee(current.lines, found.percent), current.to_pay
    note(current.application, officer, "reduction_confirmed", now, fee, found.name)
    _lower(current, fee, now, officer)
    if was_due and not current.to_pay:
        charge_letters.paid(current)
    return current


def _lower(charge: Charge, fee: int, now: datetime, who: User | None = None) -> None:
    """The fee becomes lower: less is to be paid, or what is over goes back."""
    if charge.paid_at is None:
        was_due = charge.to_pay
        charge.amount_won = min(charge.amount_won, max(fee, charge.credit_won))
        charge.save(update_fields=["amount_won"])
        if was_due and not charge.to_pay:
            _keep(charge, now)
    pay_back(charge, charge.amount_won - charge.refund_won - fee, now, who)


def _keep(charge: Charge, now: datetime) -> None:
    """What was held until it is paid is held for good. Raises `Refused` when it ran out."""
    for visit in _standing(charge.application):
        if not (visit.occupancy_id and occupancy.extend(visit.occupancy_id, None, now)):
            raise Refused(charge_rules.payment_too_late(charge.due_at))


def _standing(application: Application) -> list[Visit]:
    rows = Visit.objects.filter(booking=application.booking, attendance=Attended.EXPECTED)
    return list(rows.order_by("number"))


@transaction.atomic
def record_payment(officer: User, charge: Charge, seen: int) -> Charge:
    """The fee was paid: what was approved is held for good.

    A second press changes nothing. Raises `Refused` after the due date: the approval has lapsed
    then, and what it held may be somebody else's.
    """
    current, now = locked_charge(charge), clock.now()
    if current.paid_at:
        return current
    _refuse_a_step(current, seen, now)
    paid = current.to_pay
    if not paid:
        raise Refused(charge_rules.nothing_to_pay())
    current.paid_at, current.paid_recorded_by = now, officer
    current.save(update_fields=["paid_at", "paid_recorded_by"])
    _keep(current, now)
    step(current.application)
    note(current.application, officer, "paid", now, paid)
    charge_letters.paid(current)
    return current


@transaction.atomic
def record_refund(officer: User, charge: Charge, seen: int) -> Charge:
    """What was to be paid back has been. A second press changes nothing. Raises `Refused`."""
    current, now = locked_charge(charge), clock.now()
    if current.refunded_won and not current.to_refund:
        return current
    if current.application.revision != seen:
        raise Refused(rules.changed_meanwhile())
    if not current.to_refund:
        raise Refused(charge_rules.nothing_to_refund())
    given_back, current.refunded_won = current.to_refund, current.refund_won
    current.refunded_at, current.refunded_by = now, officer
    current.save(update_fields=["refunded_won", "refunded_at", "refunded_by"])
    step(current.application)
    note(current.application, officer, "refunded", now, given_back)
    return current


def cancelled_by_the_person(application: Application, now: datetime) -> None:
    """Its person took it back: so much is to be paid back as the policies say.

    Within the transaction that ends it, after its locks. Each visit counts by its own day; a
    version that a newer one replaced has given over what was paid for it.
    """
    own = Charge.objects.select_for_update(no_key=True, of=("self",)).filter(
        application=application
    )
    found = own.first()
    if found is None or is_replaced(application):
        return
    found.application = application
    pay_back(found, found.in_hand - kept_when_cancelled(found, now), now)


def note_closed(booking: Booking, now: datetime) -> bool:
    """What the city cancelled is not owed, or goes back whole. Was there anything to note?

    Under the lock of the booking, and before its person cancels the rest.
    """
    rows = Charge.objects.select_for_update(no_key=True, of=("self",))
    approved = rows.filter(application__booking=booking, application__state=Reviewed.APPROVED)
    found = approved.select_related("application").order_by("application__number").last()
    if found is None or is_replaced(found.application):
        return False
    found.application.booking = booking
    gone = cancelled_lines(found)
    if not gone:
        return False
    found.lines = without(found.lines, gone)
    found.save(update_fields=["lines"])
    _lower(found, net_fee(found.lines, found.reduction_percent), now)
    return True

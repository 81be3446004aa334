"""The verbs that the clock begins: warn of what is not paid, end what was not, note closures.

They tidy and tell. That an approval has lapsed is decided when it is read (`Charge.is_overdue`):
what it held ran out at the same moment by itself (`charging.hold_until`).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from applications import charge_letters, charging, permits
from applications.accounting import cancelled_lines, is_replaced, kept_when_cancelled
from applications.charging import locked_charge, note, pay_back
from applications.locking import close_questions, lock_person_and_booking, step
from applications.models import Application, Charge
from applications.reviewing import OPEN, Reviewed
from bookings.attendance import Attended
from bookings.cancel import end_visits
from bookings.decision import Decided
from bookings.models import Booking, Visit
from bookings.on_calendar import keep_in_step

AT_A_TIME = 200
# What is due at the end of a day is warned of from nine o'clock of the day before.
WARNED_BEFORE = timedelta(hours=39)


def _in_force() -> QuerySet[Charge]:
    """The charges of versions that are approved and that no newer one has replaced."""
    newer = Application.objects.filter(
        booking=OuterRef("application__booking"),
        number__gt=OuterRef("application__number"),
        permit__isnull=False,
    )
    rows = Charge.objects.filter(~Exists(newer), application__state=Reviewed.APPROVED)
    return rows.select_related("application__booking")


def _unpaid() -> QuerySet[Charge]:
    return _in_force().filter(
        application__booking__state=Decided.APPROVED,
        paid_at=None,
        amount_won__gt=F("credit_won"),
    )


def warn_unpaid(now: datetime) -> int:
    """Write to those whose fee is due tomorrow; how many. Nobody is warned twice.

    Nor is who was told of it within that time: the approval said so.
    """
    soon = _unpaid().filter(
        due_at__gt=now,
        due_at__lte=now + WARNED_BEFORE,
        warned_at=None,
        application__decided_at__lte=F("due_at") - WARNED_BEFORE,
    )
    return sum(_warn(charge, now) for charge in soon.order_by("due_at")[:AT_A_TIME])


@transaction.atomic
def _warn(charge: Charge, now: datetime) -> bool:
    current = locked_charge(charge)
    if not _is_owed(current) or current.warned_at or current.is_overdue(now):
        return False
    current.warned_at = now
    current.save(update_fields=["warned_at"])
    note(current.application, None, "payment_warned", now, current.to_pay)
    charge_letters.payment_warning(current)
    return True


def _is_owed(charge: Charge) -> bool:
    application = charge.application
    stands = application.state == Reviewed.APPROVED and not is_replaced(application)
    return stands and application.booking.state == Decided.APPROVED and charge.to_pay > 0


def lapse_unpaid(now: datetime) -> int:
    """Note that what was not paid in time has lapsed, and tell the person; how many.

    What was paid for an earlier version goes back as if the person had cancelled when it was due.
    """
    over = _unpaid().filter(due_at__lte=now)
    return sum(_lapse(charge, now) for charge in over.order_by("due_at")[:AT_A_TIME])


@transaction.atomic
def _lapse(charge: Charge, now: datetime) -> bool:
    current = locked_charge(charge)
    if not _is_owed(current) or not current.is_overdue(now):
        return False
    booking = current.application.booking
    own = Visit.objects.with_places().filter(booking=booking).order_by("number")
    visits = list(own.exclude(attendance=Attended.CANCELLED))
    pay_back(current, current.in_hand - kept_when_cancelled(current, current.due_at), now)
    booking.state, booking.changed_at = Decided.LAPSED, now
    booking.revision += 1
    booking.save(update_fields=["state", "revision", "changed_at"])
    _end_versions(booking, now)
    end_visits(visits, now)
    permits.end(booking, now)
    note(current.application, None, "payment_lapsed", now, current.to_pay)
    charge_letters.payment_lapsed(current, visits)
    keep_in_step(booking, now)
    return True


def _end_versions(booking: Booking, now: datetime) -> None:
    """What was approved has lapsed, and with it a change that nobody has decided."""
    rows = booking.applications.select_for_update(no_key=True, of=("self",))
    for application in rows.filter(state__in=[Reviewed.APPROVED, *OPEN]).order_by("number"):
        was_open, application.booking = application.is_open, booking
        application.state, application.decided_at = Reviewed.LAPSED, application.decided_at or now
        step(application, "state", "decided_at")
        if was_open:
            close_questions(application, now)


def note_closed(now: datetime) -> int:
    """Note what the city cancelled of what costs something; of how many bookings."""
    rows = _in_force().filter(
        application__booking__visits__attendance=Attended.CANCELLED,
        application__booking__visits__starts_at__gt=now,
    )
    found = [charge for charge in rows.distinct().order_by("pk") if cancelled_lines(charge)]
    return sum(_note_closed(charge.application.booking, now) for charge in found[:AT_A_TIME])


@transaction.atomic
def _note_closed(booking: Booking, now: datetime) -> bool:
    return charging.note_closed(lock_person_and_booking(booking), now)

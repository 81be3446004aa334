"""The verbs of permits: issue one with the next number of the year, and end what was issued."""

from datetime import datetime

from django.db.models import F

from accounts.models import User
from applications.models import Application, Ledger, Permit
from bookings.models import Booking
from lib.formats import in_seoul


def issue(officer: User, application: Application, now: datetime) -> Permit:
    """Issue the permit of a version that is being approved; an earlier one is replaced by it.

    Within the transaction of the approval, as its last lock: the number is given only if the
    approval is, so the numbers of a year (Seoul's) have no gaps, and rivals wait for their turn.
    """
    end(application.booking, now)
    year = in_seoul(now).year
    return Permit.objects.create(
        booking=application.booking,
        application=application,
        year=year,
        number=_next_number(year),
        issued_at=now,
        issued_by=officer,
    )


def end(booking: Booking, now: datetime) -> int:
    """Note that what was issued for the booking is over; how many permits.

    A note for the record. Whether a permit is in force is decided when it is read:
    `applications.permit_standing`.
    """
    return Permit.objects.filter(booking=booking, replaced_at=None).update(replaced_at=now)


def _next_number(year: int) -> int:
    """The number after the last one of the year. Holds the year's row until the transaction ends.

    The first of a year makes the row. Of two that try, the second waits for the first and then
    counts on from its number, or from none if the first was rolled back.
    """
    ledger = Ledger.objects.filter(year=year)
    if not ledger.update(last=F("last") + 1):
        Ledger.objects.bulk_create([Ledger(year=year)], ignore_conflicts=True)
        ledger.update(last=F("last") + 1)
    return ledger.values_list("last", flat=True).get()

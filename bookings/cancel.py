"""The verb that cancels a booking by the one who made it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings import letters, rules
from bookings.attendance import Attended
from bookings.attendance_rules import is_here_already
from bookings.deadlines import deadline
from bookings.decision import Decided, may_become
from bookings.models import Booking, Contact, Record, Visit
from bookings.settling import give_back
from facilities.wish import call_the_department
from lib import clock
from lib.refusal import Refused


@transaction.atomic
def cancel(person: User, booking: Booking) -> Booking:
    """Cancel all visits and give back their spaces.

    A second press finds it done and changes nothing. Raises `Refused` after the deadline.
    """
    now = clock.now()
    if booking.person_id:
        User.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if booking.state == Decided.CANCELLED:
        return booking
    own = Visit.objects.with_places().filter(booking=booking).order_by("number")
    visits = list(own.exclude(attendance=Attended.CANCELLED))
    if any(visit.attendance == Attended.ARRIVED for visit in visits):
        raise Refused(is_here_already())
    until = deadline(booking, visits)
    if now > until or not may_become(booking.state, Decided.CANCELLED):
        raise Refused(rules.cannot_cancel_any_more(until, call_the_department(visits[0].facility)))
    end_visits(visits, now)
    booking.state = Decided.CANCELLED
    booking.revision += 1
    booking.changed_at = now
    booking.save(update_fields=["state", "revision", "changed_at"])
    Record.objects.create(booking=booking, who=person, what="cancelled", at=now)
    contact = Contact.objects.filter(booking=booking).first()
    if contact:
        letters.write("bookings.cancelled", booking, visits, contact, person)
    return booking


def end_visits(visits: Sequence[Visit], now: datetime) -> None:
    """Let the visits that are still expected not take place, and pass on what they held.

    Within the verb's transaction, after its locks on person and booking.
    """
    expected = [visit for visit in visits if visit.attendance == Attended.EXPECTED]
    Visit.objects.filter(pk__in=[visit.pk for visit in expected]).update(
        attendance=Attended.CANCELLED, occupancy=None, allocation=None
    )
    give_back(expected, now)

"""The verb that cancels a booking by the one who made it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings import letters, rules
from bookings.attendance import Attended
from bookings.attendance_rules import is_here_already
from bookings.deadlines import deadline, still_cancellable, visit_deadline
from bookings.decision import Decided
from bookings.models import Booking, Contact, Record, Visit
from bookings.on_calendar import keep_in_step
from bookings.settling import give_back
from facilities.wish import call_the_department
from lib import clock
from lib.refusal import Refusal, Refused


@transaction.atomic
def cancel(person: User, booking: Booking) -> Booking:
    """Cancel all visits that may still be cancelled, and give back their spaces.

    A second press finds it done and changes nothing. Raises `Refused` after the last deadline.
    """
    now = clock.now()
    booking, visits = lock_with_visits(booking)
    if booking.state == Decided.CANCELLED:
        return booking
    ending = still_cancellable(booking, visits, now)
    if not ending:
        raise Refused(_nothing_to_cancel(booking, visits))
    end_some(person, booking, visits, ending, now)
    return booking


def lock_with_visits(booking: Booking) -> tuple[Booking, list[Visit]]:
    """The person and the booking locked, in this order; and its visits as they are then."""
    if booking.person_id:
        User.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    locked = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    return locked, list(Visit.objects.with_places().filter(booking=locked).order_by("number"))


def end_some(
    person: User, booking: Booking, visits: Sequence[Visit], ending: Sequence[Visit], now: datetime
) -> None:
    """Cancel some visits of a locked booking, the booking with the last of them, and say so.

    `visits` are all of the booking's; those that end are among them.
    """
    end_visits(ending, now)
    before = [visit for visit in visits if visit.attendance != Attended.CANCELLED]
    for visit in ending:
        visit.attendance, visit.occupancy, visit.allocation = Attended.CANCELLED, None, None
    is_whole = all(visit.attendance == Attended.CANCELLED for visit in visits)
    if is_whole:
        booking.state = Decided.CANCELLED
    booking.revision += 1
    booking.changed_at = now
    booking.save(update_fields=["state", "revision", "changed_at"])
    numbers = ", ".join(str(visit.number) for visit in ending)
    Record.objects.create(
        booking=booking,
        who=person,
        what="cancelled" if is_whole else "visits_cancelled",
        at=now,
        why="" if is_whole else numbers,
    )
    if not is_whole:
        changes = [letters.Change(letters.told(visit, person)) for visit in ending]
        letters.write_changed(booking, before, person, changes)
    elif contact := Contact.objects.filter(booking=booking).first():
        letters.write("bookings.cancelled", booking, before, contact, person)
    keep_in_step(booking, now)


def _nothing_to_cancel(booking: Booking, visits: Sequence[Visit]) -> Refusal:
    """It has begun, it is over, or the last deadline has passed."""
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED] or visits
    last = max(standing, key=lambda visit: visit.ends_at)
    here = standing if booking.is_application else [last]
    if any(visit.attendance == Attended.ARRIVED for visit in here):
        return is_here_already()
    until = visit_deadline(booking, last)
    if booking.is_application:
        until = deadline(booking, standing)
    return rules.cannot_cancel_any_more(until, call_the_department(last.facility))


def end_visits(visits: Sequence[Visit], now: datetime) -> None:
    """Let the visits that are still expected not take place, and pass on what they held.

    Within the verb's transaction, after its locks on person and booking.
    """
    expected = [visit for visit in visits if visit.attendance == Attended.EXPECTED]
    Visit.objects.filter(pk__in=[visit.pk for visit in expected]).update(
        attendance=Attended.CANCELLED, occupancy=None, allocation=None
    )
    give_back(expected, now)

"""The verbs that decide what was handed in: approve, refuse with the reason, let lapse."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings import letters, rules
from bookings.attendance import Attended
from bookings.cancel import end_visits
from bookings.decision import Decided, may_become
from bookings.models import Booking, Contact, Record, Visit
from bookings.waiting_rules import reason_missing
from facilities import allocation, occupancy
from lib import clock
from lib.refusal import Refused

LAPSED_AT_A_TIME = 200


def approve(officer: User, booking: Booking) -> Booking:
    """The booking stands. A second press changes nothing.

    Raises `Refused` once it has begun: then it has lapsed, whether or not that was noted yet.
    """
    return _decide(officer, booking, Decided.APPROVED, "bookings.confirmed", "")


def refuse(officer: User, booking: Booking, why: str) -> Booking:
    """Not approved, with the reason that the person is told; the places go on.

    Administrative Procedures Act, art. 23 (reason) and 26 (how to object). Raises `Refused`
    without a reason.
    """
    if not why.strip():
        raise Refused(reason_missing())
    return _decide(officer, booking, Decided.REFUSED, "bookings.refused", why.strip()[:200])


def lapse_undecided(now: datetime) -> int:
    """What nobody decided before it begins is over, and the person is told; how many."""
    begun = Visit.objects.filter(
        starts_at__lte=now,
        booking__state=Decided.SUBMITTED,
        booking__is_application=False,
        attendance=Attended.EXPECTED,
    )
    ids = list(begun.values_list("booking_id", flat=True).distinct()[:LAPSED_AT_A_TIME])
    lapsed = 0
    for booking in Booking.objects.filter(pk__in=ids).order_by("pk"):
        with suppress(Refused):  # somebody decided or cancelled in this very moment
            _decide(None, booking, Decided.LAPSED, "bookings.lapsed", "")
            lapsed += 1
    return lapsed


@transaction.atomic
def _decide(
    officer: User | None, booking: Booking, decided: Decided, letter: str, why: str
) -> Booking:
    now = clock.now()
    if booking.person_id:
        User.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    locked = Booking.objects.select_for_update(no_key=True, of=("self",)).get(pk=booking.pk)
    if locked.state == decided:
        return locked
    if locked.state != Decided.SUBMITTED or not may_become(locked.state, decided):
        raise Refused(rules.already_decided(locked.get_state_display()))
    own = Visit.objects.with_places().filter(booking=locked).order_by("number")
    visits = list(own.exclude(attendance=Attended.CANCELLED))
    if decided == Decided.APPROVED and any(visit.starts_at <= now for visit in visits):
        raise Refused(rules.already_decided(str(Decided.LAPSED.label)))
    locked.state, locked.changed_at, locked.revision = decided, now, locked.revision + 1
    locked.save(update_fields=["state", "changed_at", "revision"])
    if decided == Decided.APPROVED:
        _keep(visits, now)
    else:
        end_visits(visits, now)
    Record.objects.create(booking=locked, who=officer, what=str(decided.value), at=now, why=why)
    contact = Contact.objects.filter(booking=locked).first()
    if contact and locked.person:
        letters.write(letter, locked, visits, contact, locked.person, why=why)
    return locked


def _keep(visits: Sequence[Visit], now: datetime) -> None:
    """What was held while nobody had decided lasts as long as that of any booking."""
    for visit in visits:
        if visit.allocation_id:
            allocation.extend(visit.allocation_id, visit.absent_at, now)
        if visit.occupancy_id:
            occupancy.extend(visit.occupancy_id, visit.absent_at, now)

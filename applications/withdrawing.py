"""The verbs by which an organiser takes back: all of it, or a change that nobody has decided."""

from django.db import transaction

from accounts.models import User
from applications import charging, permits, rules
from applications.locking import close_questions, lock, lock_person_and_booking, step
from applications.models import Application
from applications.reviewing import OPEN, Reviewed
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking, Record
from lib import clock
from lib.refusal import Refused


@transaction.atomic
def withdraw(person: User, booking: Booking) -> Booking:
    """Take back what was handed in, or cancel what was approved; its spaces are free.

    A second press finds it done and changes nothing. Raises `Refused` after the deadline of the
    policies.
    """
    now = clock.now()
    locked = lock_person_and_booking(booking)
    if locked.state == Decided.CANCELLED:
        return locked
    charging.note_closed(locked, now)
    done = cancel(person, locked)
    for application in locked.applications.select_for_update(no_key=True).order_by("number"):
        application.booking = done
        if application.state in OPEN:
            _end(application, Reviewed.WITHDRAWN)
        elif application.state == Reviewed.APPROVED:
            _end(application, Reviewed.CANCELLED)
            charging.cancelled_by_the_person(application, now)
    permits.end(done, now)
    return done


@transaction.atomic
def withdraw_change(person: User, application: Application) -> Application:
    """Take back a change that nobody has decided; what was approved stays. Raises `Refused`."""
    locked = lock(application)
    if locked.state == Reviewed.WITHDRAWN:
        return locked
    if not locked.is_open or locked.booking.state != Decided.APPROVED:
        raise Refused(rules.application_over(str(locked.get_state_display())))
    _end(locked, Reviewed.WITHDRAWN)
    Record.objects.create(
        booking=locked.booking, who=person, what="change_withdrawn", at=clock.now()
    )
    return locked


def _end(application: Application, state: Reviewed) -> None:
    """The version is over, and nothing is asked about it any more."""
    now = clock.now()
    application.state, application.decided_at = state, application.decided_at or now
    step(application, "state", "decided_at")
    close_questions(application, now)

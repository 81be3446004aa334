"""The locks of a step, in the one order of the house: person, booking, application."""

from datetime import datetime

from accounts.models import User
from applications.models import Application
from applications.reviewing import Reviewed, may_become
from applications.rules import application_over, changed_meanwhile
from bookings.decision import LIVE
from bookings.models import Booking
from facilities import occupancy
from lib.refusal import Refused


def lock_person_and_booking(booking: Booking) -> Booking:
    """The booking under its lock, with its person under theirs; as it is now."""
    if booking.person_id:
        User.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    rows = Booking.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person").get(pk=booking.pk)


def lock(application: Application) -> Application:
    """The application under its lock, with its booking under its own, as they are now."""
    booking = lock_person_and_booking(application.booking)
    rows = Application.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.get(pk=application.pk)
    locked.booking = booking
    return locked


def lock_for(application: Application, seen: int, then: Reviewed | None = None) -> Application:
    """The same for an officer's step from what they saw.

    `then`: the state that the step leads to. Raises `Refused` when somebody took a step since,
    when it is over, or when the booking stands no more.
    """
    locked = lock(application)
    if locked.revision != seen:
        raise Refused(changed_meanwhile())
    if locked.booking.state not in LIVE:
        raise Refused(application_over(str(locked.booking.get_state_display())))
    if not (may_become(locked.state, then) if then else locked.is_open):
        raise Refused(application_over(str(locked.get_state_display())))
    return locked


def step(application: Application, *columns: str) -> None:
    """Write these columns and count the step. Under its lock."""
    application.revision += 1
    application.save(update_fields=[*columns, "revision"])


def close_questions(application: Application, now: datetime) -> None:
    """Nothing is asked any more; what proposals held is given back. Under its lock."""
    for question in application.questions.filter(answered_at=None, withdrawn_at=None):
        held, question.occupancy, question.withdrawn_at = question.occupancy_id, None, now
        question.save(update_fields=["occupancy", "withdrawn_at"])
        occupancy.release([held] if held else [])

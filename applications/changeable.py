"""May this be changed now? Asked before a change is begun; the verb judges again."""

from datetime import datetime

from applications import rules
from applications.applying import last_change
from applications.progress import STANDING, UNDECIDED_YET, Standing
from bookings.models import Booking
from lib.refusal import Refusal


def refusal_of_a_change(booking: Booking, stands: Standing, now: datetime) -> Refusal | None:
    """Why not, or None. The booking comes with its visits and their policies."""
    if stands.progress not in STANDING | UNDECIDED_YET or not stands.latest.asked:
        return rules.application_over(str(stands.progress.label))
    if stands.change is not None:
        return rules.change_is_open()
    until = last_change(list(booking.visits.all()))
    return rules.changed_too_late(until) if now > until else None

"""Until when a booking may be cancelled, by the policies it was made under."""

from collections.abc import Sequence
from datetime import datetime

from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Visit


def deadline(booking: Booking, visits: Sequence[Visit]) -> datetime:
    """The earliest of its visits' deadlines: a booking is cancelled whole.

    A visit that the city has cancelled binds nobody any more. What nobody has decided yet is
    withdrawn until it would begin.
    """
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED]
    if booking.state == Decided.SUBMITTED:
        return min(visit.starts_at for visit in standing or visits)
    return min(visit.policy.cancel_until(visit.starts_at) for visit in standing or visits)

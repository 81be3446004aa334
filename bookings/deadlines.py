"""Until when a booking may be cancelled, by the policies it was made under."""

from collections.abc import Sequence
from datetime import datetime

from bookings.attendance import Attended
from bookings.models import Visit


def deadline(visits: Sequence[Visit]) -> datetime:
    """The earliest of its visits' deadlines: a booking is cancelled whole.

    A visit that the city has cancelled binds nobody any more.
    """
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED]
    return min(visit.policy.cancel_until(visit.starts_at) for visit in standing or visits)

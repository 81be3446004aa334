"""Until when a booking may be cancelled, by the policies it was made under."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bookings.models import Visit


def deadline(visits: Sequence[Visit]) -> datetime:
    """The earliest of its visits' deadlines: a booking is cancelled whole."""
    return min(
        visit.starts_at - timedelta(minutes=visit.policy.cancel_minutes_before) for visit in visits
    )

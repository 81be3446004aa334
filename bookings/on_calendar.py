"""The event calendar says what the rooms say: an event follows the visits of its booking."""

from datetime import datetime

from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Visit
from events.following import follow
from events.wanted import PlaceWanted


def keep_in_step(booking: Booking, now: datetime) -> None:
    """Let the event of the booking be where and when its visits are now; without any, cancelled.

    The last thing of every verb that changes the visits of a booking that stands, within its
    transaction.
    """
    if booking.event_id:
        follow(booking.event_id, places_of(booking), now)


def places_of(booking: Booking) -> list[PlaceWanted]:
    """Where and when the visits of an approved booking are."""
    if booking.state != Decided.APPROVED:
        return []
    visits = Visit.objects.filter(booking=booking).exclude(attendance=Attended.CANCELLED)
    return [
        PlaceWanted(one.facility.slug, one.span, one.setup_minutes, one.clearing_minutes)
        for one in visits.select_related("facility").order_by("starts_at", "number")
    ]

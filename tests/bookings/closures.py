"""Closing as the tests do it: over what is booked, having seen it."""

from accounts.models import User
from bookings.attendance import Attended
from bookings.close import Closed, close
from bookings.decision import Decided
from bookings.models import Booking, Offer, Visit, Wait
from facilities.models import Closure, Facility, Occupancy, Session, Slot
from lib.spans import Span
from notices.models import Notice
from tests.bookings.sessions import (
    WEDNESDAY,
)
from tests.places import span

AFTERNOON = span(WEDNESDAY, "14:00", "18:00")  # two sessions of the fitness room


def facility(slug: str) -> Facility:
    return Facility.objects.get(slug=slug)


def closed(officer: User, slug: str, when: Span, *seen: Booking) -> Closed:
    """Close, having seen these bookings."""
    return close(
        officer,
        facility(slug),
        when,
        reason_ko="누수",
        reason_en="A leak",
        seen=frozenset(one.reference for one in seen),
    )


def state_of(booking: Booking) -> tuple[str, list[str]]:
    """Of the booking and of its visits, as the database has them."""
    booking = Booking.objects.get(pk=booking.pk)
    visits = booking.visits.order_by("number")
    return booking.state, list(visits.values_list("attendance", flat=True))


def everything() -> tuple[object, ...]:
    """All that a closure may change."""
    models = (Booking, Visit, Offer, Wait, Session, Closure, Occupancy, Notice)
    return (
        Slot.objects.count(),
        *(list(model._default_manager.order_by("pk").values()) for model in models),
    )


CANCELLED = (Decided.CANCELLED, [Attended.CANCELLED])
STANDS = (Decided.APPROVED, [Attended.EXPECTED])

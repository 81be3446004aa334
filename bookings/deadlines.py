"""Until when a booking may be cancelled, and each of its visits, by the policies they have."""

from collections.abc import Sequence
from datetime import datetime

from bookings.attendance import Attended, as_it_is
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Visit


def deadline(booking: Booking, visits: Sequence[Visit]) -> datetime:
    """The earliest of its visits' deadlines: until then all of it may be cancelled.

    A visit that the city has cancelled binds nobody any more. What nobody has decided yet is
    withdrawn until it would begin.
    """
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED]
    if booking.state == Decided.SUBMITTED:
        return min(visit.starts_at for visit in standing or visits)
    return min(visit.policy.cancel_until(visit.starts_at) for visit in standing or visits)


def visit_deadline(booking: Booking, visit: Visit) -> datetime:
    """Until when this one visit may be cancelled or moved, whatever became of the others."""
    if booking.state == Decided.SUBMITTED:
        return visit.starts_at
    return visit.policy.cancel_until(visit.starts_at)


def next_deadline(booking: Booking, visits: Sequence[Visit], now: datetime) -> datetime:
    """The first deadline that is still to come; of what is past, the last that was."""
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED] or visits
    deadlines = sorted(visit_deadline(booking, visit) for visit in standing)
    return next((one for one in deadlines if one >= now), deadlines[-1])


def still_cancellable(booking: Booking, visits: Sequence[Visit], now: datetime) -> list[Visit]:
    """The visits that may be cancelled at that moment: each by its own deadline.

    What was applied for as a whole is taken back as a whole, and not after somebody has come.
    """
    if booking.state not in LIVE:
        return []
    ahead = [visit for visit in visits if visit.attendance == Attended.EXPECTED]
    if booking.is_application:
        has_come = any(visit.attendance == Attended.ARRIVED for visit in visits)
        return [] if has_come or not ahead or now > deadline(booking, visits) else ahead
    return [
        visit
        for visit in ahead
        if now <= visit_deadline(booking, visit)
        and as_it_is(visit.attendance, visit.absent_at, now) == Attended.EXPECTED
    ]

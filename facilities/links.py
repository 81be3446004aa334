"""Where a time leads: the address of the form with everything filled in that is known."""

from urllib.parse import urlencode

from django.urls import reverse

from facilities.availability import Start
from lib import clock


def booking_link(start: Start, people: int | None = None) -> str:
    """The form of the facility for this start and length."""
    starts_at = start.span.starts_at.astimezone(clock.SEOUL)
    query = {
        "date": starts_at.date().isoformat(),
        "start": f"{starts_at:%H:%M}",
        "minutes": start.span.minutes,
    }
    if people:
        query["people"] = people
    path = reverse("bookings:book", args=[start.listing.facility.slug])
    return f"{path}?{urlencode(query)}"

"""How the visits of bookings are called where they are in the way of something."""

from collections.abc import Collection, Mapping

from bookings.models import Booking, Visit
from facilities.holders import Holder, names, told


@names
def visits_named(ids: Collection[int]) -> Mapping[int, Holder]:
    """By the occupancies that they hold."""
    visits = Visit.objects.filter(occupancy__in=ids).select_related("facility", "booking")
    return {one.occupancy_id: _named(one, one.booking) for one in visits if one.occupancy_id}


def _named(visit: Visit, booking: Booking) -> Holder:
    """What for; of who booked a room by themselves only where it says itself that it is a group."""
    what = booking.purpose if booking.is_application else booking.group_name
    reference = booking.reference if booking.is_application else ""
    return Holder(told(what, visit.facility, visit.span), reference)

"""How events are called where they are in the way of something."""

from collections.abc import Collection, Mapping

from events.models import EventPlace
from facilities.holders import Holder, names, told


@names
def events_named(ids: Collection[int]) -> Mapping[int, Holder]:
    """By the occupancies that they hold. Drafts too: who asks works here."""
    places = EventPlace.objects.filter(occupancy__in=ids).select_related("facility", "event")
    return {
        one.occupancy_id: Holder(
            told(str(one.event.title), one.facility, one.span), event=one.event.reference
        )
        for one in places
        if one.occupancy_id
    }

"""Where on the plaza an event is: the zones on a plan, beside the words that say the same."""

from dataclasses import dataclass

from events.models import Event
from facilities.catalogue import Catalogue
from facilities.plaza_plan import HEIGHT, WIDTH, Shape, zones_of


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone of the plaza."""

    shape: Shape
    is_of_event: bool


@dataclass(frozen=True, slots=True)
class ShownPlaza:
    """The plan."""

    zones: tuple[ShownZone, ...]
    width: int = WIDTH
    height: int = HEIGHT


def plaza_of(event: Event, known: Catalogue) -> ShownPlaza | None:
    """Of an event that came `with_places()`; None where no zone is one of its places. No query."""
    mine = {space.pk for place in event.places.all() for space in place.facility.spaces.all()}
    zones = tuple(
        ShownZone(shape, bool(mine.intersection(listing.space_ids)))
        for shape, listing in zones_of(known)
    )
    return ShownPlaza(zones) if any(zone.is_of_event for zone in zones) else None

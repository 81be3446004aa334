"""Where an event is: zones on a plan of the plaza, floors on a section of the building.

The pictures stand beside words that say the same, and are not read out.
"""

from dataclasses import dataclass

from events.models import Event
from facilities.catalogue import Catalogue
from facilities.models import Space
from facilities.plaza_plan import HEIGHT, SHAPES, WIDTH, Shape
from facilities.storeys import Wing, storey_of, wings_of


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone of the plaza."""

    shape: Shape
    is_of_event: bool


@dataclass(frozen=True, slots=True)
class ShownPlaza:
    """The plan of the plaza."""

    zones: tuple[ShownZone, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class ShownFloor:
    """A floor of a part of the building."""

    level: str  # "9", "B1"
    is_of_event: bool


@dataclass(frozen=True, slots=True)
class ShownWing:
    """A part of the building, from its top floor down."""

    name: str  # empty: the main building
    floors: tuple[ShownFloor, ...]


def plaza_of(event: Event) -> ShownPlaza | None:
    """Of an event that came `with_places()`; None where no zone is one of its places. No query."""
    codes = {space.code for space in _spaces(event)}
    zones = tuple(ShownZone(shape, shape.slug in codes) for shape in SHAPES)
    return ShownPlaza(zones) if any(zone.is_of_event for zone in zones) else None


def building_of(event: Event, known: Catalogue) -> tuple[ShownWing, ...]:
    """Of an event that came `with_places()`; empty where no place is on a floor. No query."""
    mine = {storey for space in _spaces(event) if (storey := storey_of(str(space.floor)))}
    if not mine:
        return ()
    texts = {str(space.floor) for listing in known.listings for space in listing.spaces}
    texts |= {str(space.floor) for space in _spaces(event)}
    return tuple(_wing(wing, mine) for wing in wings_of(texts))


def _wing(wing: Wing, mine: set[tuple[str, int]]) -> ShownWing:
    return ShownWing(
        wing.name,
        tuple(
            ShownFloor(f"B{-level}" if level < 0 else str(level), (wing.name, level) in mine)
            for level in wing.levels
        ),
    )


def _spaces(event: Event) -> list[Space]:
    return [space for place in event.places.all() for space in place.facility.spaces.all()]

"""The plan of the plaza: which zones there are, and where they lie on the picture.

The picture is data beside the set-up: a zone is known by the address of its facility. A zone that
is not published, or that is not applied for, is not on the plan.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from facilities.catalogue import Catalogue, Listing
from lib import clock

WIDTH, HEIGHT = 720, 688


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a zone lies, in units of the picture: 54 square units are a square metre."""

    slug: str
    letter: str
    what: Any  # a word for what is there, translated when it is shown
    x: int
    y: int
    width: int
    height: int

    @property
    def left(self) -> int:
        """Where its words begin."""
        return self.x + 22

    @property
    def right(self) -> int:
        """Where its mark ends."""
        return self.x + self.width - 18


# A sample, as are the sizes of the zones: the city has published no survey of the plaza.
SHAPES = (
    Shape("plaza-a", "A", _("Stage"), 20, 132, 268, 200),
    Shape("plaza-b", "B", _("Fountain side"), 296, 132, 404, 200),
    Shape("plaza-c", "C", _("Lawn"), 20, 340, 286, 280),
    Shape("plaza-d", "D", _("Car park side"), 314, 340, 386, 280),
)


def zones_of(known: Catalogue) -> list[tuple[Shape, Listing]]:
    """The zones that can be applied for today, with their place on the picture."""
    return [(shape, found) for shape in SHAPES if (found := _applied_for(known, shape.slug))]


def whole_of(known: Catalogue) -> Listing | None:
    """The facility that stands on all zones together, if there is one."""
    zones = zones_of(known)
    spaces = {space_id for _shape, listing in zones for space_id in listing.space_ids}
    today = clock.today()
    return next(
        (
            item
            for item in known.listings
            if len(zones) > 1 and set(item.space_ids) == spaces and item.is_applied_for_on(today)
        ),
        None,
    )


def _applied_for(known: Catalogue, slug: str) -> Listing | None:
    listing = known.listing(slug)
    return listing if listing and listing.is_applied_for_on(clock.today()) else None

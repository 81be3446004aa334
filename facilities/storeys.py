"""The floors of the building, as the set-up writes them: "3층", "동관 2층", "Basement 1".

The set-up says the floor of a space in words, for people. What is drawn is read from these words,
so that it is said in one place; what has no number ("야외") is on no floor.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BASEMENT = re.compile(r"지하|basement|\bB(?=\d|$)", re.IGNORECASE)
_STOREY = re.compile(r"^(?P<before>\D*)(?P<number>\d{1,2})(?!\d)")
# The name of the wing, empty for the main building, and the level: -1 is the first basement.
Storey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wing:
    """A part of the building with floors of its own."""

    name: str  # empty: the main building
    levels: tuple[int, ...]  # from the top down; there is no 0


def storey_of(floor: str) -> Storey | None:
    """Which wing and level the words mean. None for no floor of the building."""
    found = _STOREY.match(floor)
    if not found or not int(found["number"]):
        return None
    number = int(found["number"])
    wing = _BASEMENT.sub("", found["before"]).strip(" ,")
    return wing, -number if _BASEMENT.search(floor) else number


def wings_of(floors: Iterable[str]) -> list[Wing]:
    """The main building first, each from its highest floor to the ground, or to its basements."""
    by_wing: dict[str, set[int]] = {}
    for wing, level in filter(None, map(storey_of, floors)):
        by_wing.setdefault(wing, set()).add(level)
    return [Wing(wing, _all_between(levels)) for wing, levels in sorted(by_wing.items())]


def _all_between(levels: set[int]) -> tuple[int, ...]:
    """Those that have nothing to book are there as well."""
    highest, lowest = max(1, *levels), min(1, *levels)
    return tuple(level for level in range(highest, lowest - 1, -1) if level)

"""Taking spaces for events: once more when what ran out was in the way, then a full answer."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from events import rules
from facilities.catalogue import anew
from facilities.holders import holders
from facilities.occupancy import SpaceTaken, Want, sweep
from lib import clock
from lib.refusal import Refused

T = TypeVar("T")


def taking(verb: Callable[[], T], wants: Sequence[Want], own: Collection[int] = ()) -> T:
    """What the verb gives; begun anew when the set-up changed under it.

    Raises `Refused` with what is in the way. `own` are occupancies that the verb gives back.
    """
    try:
        return anew(verb)
    except SpaceTaken:
        if sweep(wants, clock.now()):
            try:
                return anew(verb)
            except SpaceTaken:
                pass
    raise Refused(rules.event_space_taken(in_the_way(wants, own)))


def in_the_way(wants: Sequence[Want], own: Collection[int] = ()) -> list[str]:
    """What stands on what is wanted, in the words that an officer may read, each once."""
    found = holders(wants, own, clock.now())
    return list(dict.fromkeys(one.what for there in found for one in there if one.what))

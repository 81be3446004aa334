"""Who stands on spaces that somebody wants, in words: for officers, who must know.

An occupancy knows nothing of its holder, so each app says how its own are called: it decorates a
function with `names`, in a module that its `apps.py` imports.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from facilities.models import Closure, Session, Slot
from facilities.occupancy import Want
from lib import formats
from lib.spans import QUARTER, Span


@dataclass(frozen=True, slots=True)
class Holder:
    """Something that is in the way, in the active language."""

    what: str
    reference: str = ""  # of an application, which has a page
    event: str = ""  # reference of an event, which has one too


Namer = Callable[[Collection[int]], Mapping[int, Holder]]

_namers: list[Namer] = []


def names(namer: Namer) -> Namer:
    """Ask this function too: it gets ids of occupancies and names those that it knows."""
    _namers.append(namer)
    return namer


def holders(wants: Sequence[Want], own: Collection[int], now: datetime) -> list[tuple[Holder, ...]]:
    """For each of what is wanted, what stands there, the earliest first.

    `own` are occupancies that do not count: of who asks. A hold of which nobody may know more, an
    offer or a proposal, has no words. The same number of queries for one and for sixty.
    """
    slots = _slots(wants, own, now)
    met = [_met(want, slots) for want in wants]
    named = named_by({pk for found in met for pk in found})
    return [tuple(named.get(pk, Holder("")) for pk in found) for found in met]


def named_by(ids: Collection[int]) -> dict[int, Holder]:
    """Who holds these occupancies, as far as anybody may know."""
    named: dict[int, Holder] = {}
    if ids:
        for namer in _namers:
            named.update(namer(ids))
    return named


def told(what: str, where: object, span: Span) -> str:
    """What for, where and when, as one line; what is not known is left out."""
    return ", ".join(part for part in (what, str(where), formats.period(span)) if part)


Held = Sequence[tuple[int, datetime, int]]  # space, quarter, occupancy


def _slots(wants: Sequence[Want], own: Collection[int], now: datetime) -> Held:
    spaces = {space for want in wants for space in want.space_ids}
    if not spaces:
        return []
    rows = Slot.objects.filter(
        Q(occupancy__expires_at=None) | Q(occupancy__expires_at__gt=now),
        space_id__in=spaces,
        starts_at__gt=min(want.span.starts_at for want in wants) - QUARTER,
        starts_at__lt=max(want.span.ends_at for want in wants),
    )
    return list(
        rows.exclude(occupancy_id__in=own)
        .order_by("starts_at")
        .values_list("space_id", "starts_at", "occupancy_id")
    )


def _met(want: Want, slots: Held) -> list[int]:
    """The occupancies in the way of it, by time, each once."""
    span = want.span
    return list(
        dict.fromkeys(
            occupancy_id
            for space_id, starts_at, occupancy_id in slots
            if space_id in want.space_ids
            and starts_at < span.ends_at
            and span.starts_at < starts_at + QUARTER
        )
    )


@names
def _closures(ids: Collection[int]) -> Mapping[int, Holder]:
    rows = Closure.objects.filter(occupancy__in=ids).select_related("facility")
    return {
        one.occupancy_id: Holder(
            told(str(one.reason), one.facility, Span(one.starts_at, one.ends_at))
        )
        for one in rows
        if one.occupancy_id
    }


@names
def _sessions(ids: Collection[int]) -> Mapping[int, Holder]:
    rows = Session.objects.filter(occupancy__in=ids).select_related("facility")
    return {
        one.occupancy_id: Holder(told("", one.facility, Span(one.starts_at, one.ends_at)))
        for one in rows
        if one.occupancy_id
    }

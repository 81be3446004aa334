"""Who stands on the spaces that an application wants: for the officer, who must know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from applications.wanting import Around
from bookings.models import Booking, Visit
from facilities.models import Closure, Session, Slot
from lib import formats
from lib.spans import QUARTER, Span


@dataclass(frozen=True, slots=True)
class Holder:
    """Something that is in the way, in the active language."""

    what: str
    reference: str = ""  # of an application, which has a page


def holders(
    arounds: Sequence[Around], own: Collection[int], now: datetime
) -> list[tuple[Holder, ...]]:
    """For each of what is wanted, set-up and clearing included, what else stands there.

    `own` are occupancies that do not count: of the application itself. A hold of which nobody may
    know more, an offer or a proposal, has no words. Four queries at the most.
    """
    slots = _slots(arounds, own, now)
    met = [_met(around, slots) for around in arounds]
    named = _named({pk for ids in met for pk in ids})
    return [tuple(named.get(pk, Holder("")) for pk in ids) for ids in met]


Held = Sequence[tuple[int, datetime, int]]  # space, quarter, occupancy


def _slots(arounds: Sequence[Around], own: Collection[int], now: datetime) -> Held:
    spaces = {space for around in arounds for space in around.space_ids}
    if not spaces:
        return []
    rows = Slot.objects.filter(
        Q(occupancy__expires_at=None) | Q(occupancy__expires_at__gt=now),
        space_id__in=spaces,
        starts_at__gt=min(around.whole.starts_at for around in arounds) - QUARTER,
        starts_at__lt=max(around.whole.ends_at for around in arounds),
    )
    return list(
        rows.exclude(occupancy_id__in=own)
        .order_by("starts_at")
        .values_list("space_id", "starts_at", "occupancy_id")
    )


def _met(around: Around, slots: Held) -> list[int]:
    """The occupancies in the way of it, by time, each once."""
    whole = around.whole
    return list(
        dict.fromkeys(
            occupancy_id
            for space_id, starts_at, occupancy_id in slots
            if space_id in around.space_ids
            and starts_at < whole.ends_at
            and whole.starts_at < starts_at + QUARTER
        )
    )


def _named(ids: Collection[int]) -> Mapping[int | None, Holder]:
    if not ids:
        return {}
    visits = Visit.objects.filter(occupancy__in=ids).select_related("facility", "booking")
    closures = Closure.objects.filter(occupancy__in=ids).select_related("facility")
    sessions = Session.objects.filter(occupancy__in=ids).select_related("facility")
    return {
        **{one.occupancy_id: _of_a_visit(one, one.booking) for one in visits},
        **{one.occupancy_id: Holder(_told(one, one.reason)) for one in closures},
        **{one.occupancy_id: Holder(_told(one)) for one in sessions},
    }


def _of_a_visit(visit: Visit, booking: Booking) -> Holder:
    """What for; of who booked a room by themselves only where it says itself that it is a group."""
    what = booking.purpose if booking.is_application else booking.group_name
    return Holder(_told(visit, what), booking.reference if booking.is_application else "")


def _told(one: Visit | Closure | Session, what: str = "") -> str:
    when = formats.period(Span(one.starts_at, one.ends_at))
    return ", ".join(part for part in (str(what), str(one.facility.name), when) if part)

"""The guard: the only writer of occupancies and slots.

A space is taken in quarter hours, and the primary key of a slot is (space, quarter). Rivals insert;
the database lets one through. All slots of one transaction go in as one insert ordered by space
and time, so that rivals queue behind one row instead of waiting for each other in a circle.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Min, Q, QuerySet

from facilities.models import Occupancy, Slot, Space
from lib import plain_sql
from lib.spans import QUARTER, Span, quarters

Stamp = tuple[int, int, int]

KEPT_AFTER_THE_END = timedelta(days=1)
PRUNED_AT_A_TIME = 500


class SpaceTaken(Exception):
    """Somebody else holds a quarter that was wanted. The transaction is lost; nothing was taken."""


@dataclass(frozen=True, slots=True)
class Want:
    """Spaces wanted for a span, set-up and clearing included; a hold when it expires."""

    space_ids: tuple[int, ...]
    span: Span
    expires_at: datetime | None = None


def take(wants: Sequence[Want]) -> list[Occupancy]:
    """Take everything that is wanted, or nothing.

    Call it inside the verb's transaction and let `SpaceTaken` end that transaction: the database
    has refused, and only a rollback clears it.
    """
    occupancies = _occupancies(wants)
    _insert(_slots(wants, occupancies))
    return occupancies


def exchange(occupancy_ids: Collection[int], wants: Sequence[Want]) -> list[Occupancy]:
    """Take everything that is wanted and give back what these hold, or change nothing.

    As `take`. What is held already and wanted again changes hands without being free in between.
    The new comes first and the old goes last: a rival who waits for what is given back must not
    hold what is still to be taken, or the two would wait for each other.
    """
    occupancies = _occupancies(wants)
    wanted = _slots(wants, occupancies)
    if len({(slot.space_id, slot.starts_at) for slot in wanted}) < len(wanted):
        raise SpaceTaken  # by another of the same wants
    old = Slot.objects.filter(occupancy_id__in=occupancy_ids)
    held = held_quarters(occupancy_ids)
    _insert([slot for slot in wanted if (slot.space_id, slot.starts_at) not in held])
    for want, occupancy in zip(wants, occupancies, strict=True):
        again = old.filter(
            space_id__in=want.space_ids,
            starts_at__gt=want.span.starts_at - QUARTER,
            starts_at__lt=want.span.ends_at,
        )
        again.update(occupancy=occupancy)
    release(occupancy_ids)
    return occupancies


def _occupancies(wants: Sequence[Want]) -> list[Occupancy]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("what is taken needs the verb's transaction")
    return Occupancy.objects.bulk_create(
        [
            Occupancy(
                starts_at=want.span.starts_at,
                ends_at=want.span.ends_at,
                expires_at=want.expires_at,
            )
            for want in wants
        ]
    )


def _slots(wants: Sequence[Want], occupancies: Sequence[Occupancy]) -> list[Slot]:
    """The slots of what is wanted, in the order in which everybody takes them."""
    slots = [
        Slot(space_id=space_id, starts_at=quarter, occupancy=occupancy)
        for want, occupancy in zip(wants, occupancies, strict=True)
        for space_id in want.space_ids
        for quarter in quarters(want.span)
    ]
    return sorted(slots, key=lambda slot: (slot.space_id, slot.starts_at))


def _insert(slots: Sequence[Slot]) -> None:
    try:
        Slot.objects.bulk_create(slots)
    except IntegrityError as error:
        raise SpaceTaken from error


def release(occupancy_ids: Collection[int]) -> None:
    """Give back what was taken: the slots are gone at the commit."""
    Occupancy.objects.filter(pk__in=occupancy_ids).delete()


def extend(occupancy_id: int, until: datetime | None, now: datetime) -> bool:
    """Let a hold that still stands last until another moment, or for good. False: it ran out."""
    held = Occupancy.objects.filter(pk=occupancy_id).exclude(expires_at__lte=now)
    return held.update(expires_at=until) > 0


def sweep(wants: Iterable[Want], now: datetime) -> bool:
    """Remove the holds that have run out and stand in the way; say whether there were any.

    For a verb that met `SpaceTaken`: in a transaction of its own, then try once more.
    """
    in_the_way = _on_any_of(wants)
    if not in_the_way:
        return False
    held = Slot.objects.filter(in_the_way, occupancy__expires_at__lte=now)
    return _remove(Occupancy.objects.filter(pk__in=held.values("occupancy_id")), now) > 0


def _on_any_of(wants: Iterable[Want]) -> Q:
    """The slots of what is wanted; an empty condition when nothing is."""
    on_any = Q()
    for want in wants:
        on_any |= Q(
            space_id__in=want.space_ids,
            starts_at__gt=want.span.starts_at - QUARTER,
            starts_at__lt=want.span.ends_at,
        )
    return on_any


def over_what_ran_out(want: Want, now: datetime) -> Span:
    """The wanted span, widened over the holds in it that have run out: a sweep takes them whole."""
    span = want.span
    while True:
        met = Occupancy.objects.filter(
            expires_at__lte=now,
            starts_at__lt=span.ends_at,
            ends_at__gt=span.starts_at,
            slots__space__in=want.space_ids,
        ).aggregate(first=Min("starts_at"), last=Max("ends_at"))
        if met["first"] is None:
            return span
        wider = Span(min(span.starts_at, met["first"]), max(span.ends_at, met["last"]))
        if wider == span:
            return span
        span = wider


def sweep_all(now: datetime) -> int:
    """Tidy every hold that has run out; returns how many. The verbs do not depend on it."""
    return _remove(Occupancy.objects.all(), now)


def _remove(occupancies: QuerySet[Occupancy], now: datetime) -> int:
    """Those that have run out; how many. Locked first: what is extended meanwhile stays."""
    with transaction.atomic():
        run_out = occupancies.select_for_update().filter(expires_at__lte=now).order_by("pk")
        ids = list(run_out.values_list("pk", flat=True))
        if ids:
            release(ids)
    return len(ids)


def prune(now: datetime) -> int:
    """Delete what ended more than a day ago, so that the guard costs the same after ten years.

    Goes space by space along the primary key, in small transactions; returns how many occupancies
    went. Visits and closures stay, they only lose their slots.
    """
    before = now - KEPT_AFTER_THE_END
    pruned = 0
    for space_id in Space.objects.order_by("pk").values_list("pk", flat=True):
        while ended := _ended(space_id, before):
            with transaction.atomic():
                release(ended)
            pruned += len(ended)
    return pruned


def _ended(space_id: int, before: datetime) -> set[int]:
    rows = Slot.objects.filter(
        space_id=space_id, starts_at__lt=before, occupancy__ends_at__lt=before
    ).order_by("starts_at")
    return set(rows.values_list("occupancy_id", flat=True)[:PRUNED_AT_A_TIME])


def overlapping(want: Want, now: datetime) -> QuerySet[Occupancy]:
    """Who stands on these spaces within the span; holds that have run out do not count."""
    slots = Slot.objects.filter(
        space_id__in=want.space_ids,
        starts_at__gt=want.span.starts_at - QUARTER,
        starts_at__lt=want.span.ends_at,
    )
    return Occupancy.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now), pk__in=slots.values("occupancy_id")
    )


def in_use_from(space_ids: Collection[int], now: datetime) -> bool:
    """Does anybody stand on these spaces from now on?"""
    slots = Slot.objects.filter(space_id__in=space_ids, starts_at__gt=now - QUARTER)
    return slots.exclude(occupancy__expires_at__lte=now).exists()


def taken_quarters(
    space_ids: Collection[int], span: Span, now: datetime
) -> set[tuple[int, datetime]]:
    """Which quarters of these spaces are taken within the span: one query along the guard's key.

    A hold that has run out takes nothing, whether or not anybody swept it.
    """
    rows = _in_force("space_id, slot.starts_at", space_ids, span, now)
    return {(int(space_id), plain_sql.moment(starts_at)) for space_id, starts_at in rows}


def held_quarters(occupancy_ids: Collection[int]) -> set[tuple[int, datetime]]:
    """The quarters of spaces that these occupancies hold."""
    slots = Slot.objects.filter(occupancy_id__in=occupancy_ids)
    return set(slots.values_list("space_id", "starts_at"))


def is_any_taken(wants: Collection[Want], now: datetime) -> bool:
    """Is any of what is wanted held by somebody? A look, and no promise: only `take` decides."""
    if len(wants) > 1:  # a series: one query for all its dates
        in_force = Slot.objects.exclude(occupancy__expires_at__lte=now)
        return in_force.filter(_on_any_of(wants)).exists()
    return any(taken_stamp(want.space_ids, want.span, now)[0] for want in wants)


def taken_stamp(space_ids: Collection[int], span: Span, now: datetime) -> Stamp:
    """A small figure that moves whenever `taken_quarters` would answer otherwise: one row.

    The slots of an occupancy never change, so the ids of the occupancies tell all of it.
    """
    for stamp in _in_force(_FIGURES, space_ids, span, now):
        return _stamp(stamp)
    return 0, 0, 0


def taken_stamps(space_ids: Collection[int], span: Span, now: datetime) -> dict[int, Stamp]:
    """Such a figure for each space on which anything is taken, in one query."""
    rows = _in_force(f"space_id, {_FIGURES}", space_ids, span, now, "GROUP BY space_id")
    return {int(space_id): _stamp(stamp) for space_id, *stamp in rows}


_FIGURES = "count(*), coalesce(max(occupancy_id), 0), coalesce(sum(occupancy_id), 0)"


def _stamp(row: Sequence[Any]) -> Stamp:
    number, newest, total = row
    return int(number), int(newest), int(total)


def _in_force(
    columns: str, space_ids: Collection[int], span: Span, now: datetime, grouped: str = ""
) -> list[tuple[Any, ...]]:
    """The slots that hold something within the span. `columns` and `grouped` are SQL of ours.

    Holds that have run out are few and have an index of their own: no join for every slot.
    """
    if not space_ids:
        return []
    return plain_sql.rows(
        f"""
        SELECT {columns} FROM {Slot._meta.db_table} AS slot
        WHERE occupancy_id NOT IN (
                SELECT id FROM {Occupancy._meta.db_table} WHERE expires_at <= %s
            )
            AND slot.starts_at > %s AND slot.starts_at < %s
            AND slot.space_id IN ({", ".join(str(int(pk)) for pk in space_ids)})
        {grouped}
        """,  # noqa: S608
        (now, span.starts_at - QUARTER, span.ends_at),
    )

"""Who else wants the same spaces at the same time: both sides are told that, never who.

A rival is an application that nobody has decided. What holds its time meets no rival: the guard
keeps them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from applications.asking import Asking
from applications.models import Application
from applications.reviewing import OPEN
from bookings.attendance import Attended
from bookings.decision import LIVE, Decided
from bookings.models import Visit
from facilities.catalogue import Catalogue, catalogue
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """Spaces for a span, set-up and clearing left out: these may be agreed on."""

    space_ids: frozenset[int]
    span: Span

    def meets(self, other: "Wanted") -> bool:
        return bool(self.space_ids & other.space_ids) and self.span.overlaps(other.span)


def wanted_by(asking: Asking, known: Catalogue) -> list[Wanted]:
    """What it wants, visit by visit; nothing of a facility that is gone."""
    return [
        Wanted(frozenset(listing.space_ids), visit.span)
        for visit in asking.visits
        if (listing := known.listing(visit.slug))
    ]


def rivals_of(application: Application) -> list[Application]:
    """Open applications that want some of the same, in their order; with booking and contact."""
    known = catalogue()
    wanted = wanted_by(Asking.from_json(application.asked), known)
    met = _open_ones(wanted, known, except_booking=application.booking_id)
    return [one for one, theirs in met if any(a.meets(b) for a in wanted for b in theirs)]


def counts(
    wanted: Sequence[Wanted], known: Catalogue, except_booking: int | None = None
) -> list[int]:
    """For each of what is wanted, how many open applications want some of the same."""
    met = _open_ones(wanted, known, except_booking)
    return [sum(any(one.meets(other) for other in theirs) for _, theirs in met) for one in wanted]


def _open_ones(
    wanted: Sequence[Wanted], known: Catalogue, except_booking: int | None
) -> list[tuple[Application, list[Wanted]]]:
    """Open applications with a visit in the time around, with what they want; one query.

    By the visits of their bookings, which are those of the first version, and for a change by what
    it asks: changes are few and all looked at.
    """
    if not wanted:
        return []
    around = Span(
        min(one.span.starts_at for one in wanted), max(one.span.ends_at for one in wanted)
    )
    slugs = _facilities_on({space for one in wanted for space in one.space_ids}, known)
    near = Q(
        booking__visits__facility_id__in=slugs.values(),
        booking__visits__starts_at__lt=around.ends_at,
        booking__visits__ends_at__gt=around.starts_at,
    )
    others = Application.objects.all()
    if except_booking is not None:
        others = others.exclude(booking_id=except_booking)
    rows = (
        others.filter(near | Q(number__gt=1), state__in=OPEN, booking__state__in=LIVE)
        .select_related("booking__contact")
        .order_by("priority", "counts_from", "pk")
        .distinct()
    )
    return [(row, wanted_by(Asking.from_json(row.asked), known)) for row in rows]


def _facilities_on(space_ids: Collection[int], known: Catalogue) -> Mapping[str, int]:
    return {
        item.facility.slug: item.facility.pk
        for item in known.listings
        if set(item.space_ids) & set(space_ids)
    }


# Many at once ---------------------------------------------------------------------------------

GROUPS = 50  # conditions in one group: an expression of SQLite may be 1,000 deep


def numbers(rows: Sequence[Application], known: Catalogue) -> dict[int, int]:
    """For each of these applications, how many other open ones want some of the same: two queries.

    Only what comes near one of them is read, however many applications there are.
    """
    wanted = [
        (row, frozenset(_facilities_on(one.space_ids, known).values()), one.span)
        for row in rows
        for one in wanted_by(Asking.from_json(row.asked), known)
    ]
    by_facility: dict[int, list[tuple[Application, Span]]] = defaultdict(list)
    for row, facility_ids, span in wanted:
        for facility_id in facility_ids:
            by_facility[facility_id].append((row, span))
    near = {(facility_ids, span) for _row, facility_ids, span in wanted}
    found: dict[int, set[int]] = defaultdict(set)
    for booking_id, facility_id, span in [*_first_visits(near), *_changes(known)]:
        for row, theirs in by_facility.get(facility_id, ()):
            if booking_id != row.booking_id and theirs.overlaps(span):
                found[row.pk].add(booking_id)
    return {pk: len(others) for pk, others in found.items()}


def _first_visits(near: Collection[tuple[frozenset[int], Span]]) -> list[tuple[int, int, Span]]:
    """Booking, facility and span of what comes near and was never approved: by its visits."""
    conditions = [
        Q(facility_id__in=ids, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
        for ids, span in near
    ]
    if not conditions:
        return []
    groups = [
        Q(*conditions[at : at + GROUPS], _connector=Q.OR)
        for at in range(0, len(conditions), GROUPS)
    ]
    met = Visit.objects.filter(
        Q(*groups, _connector=Q.OR),
        attendance=Attended.EXPECTED,
        booking__applications__state__in=OPEN,
        booking__state=Decided.SUBMITTED,
    ).values_list("booking_id", "facility_id", "starts_at", "ends_at")
    return [(booking, facility, Span(start, end)) for booking, facility, start, end in met]


def _changes(known: Catalogue) -> list[tuple[int, int, Span]]:
    """The same of the changes of what is approved: by what they ask for. They are few."""
    changes = Application.objects.filter(state__in=OPEN, booking__state=Decided.APPROVED)
    return [
        (booking_id, listing.facility.pk, visit.span)
        for booking_id, asked in changes.values_list("booking_id", "asked")
        for visit in Asking.from_json(asked).visits
        if (listing := known.listing(visit.slug))
    ]

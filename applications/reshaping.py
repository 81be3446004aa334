"""Bringing the visits of a booking into the shape that an application asks for.

New spaces are taken and old ones given back in one transaction: all of it happens, or nothing.
Within a verb's transaction, after its locks on person, booking and application.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from applications.judging import Case, around_of, arounds_of, standing_visits
from applications.wanting import Around
from bookings.attendance import Attended
from bookings.models import Booking, Visit
from bookings.room_queues import lock_room_queues
from bookings.settling import settle_room_if_waited_for
from facilities import occupancy
from facilities.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which visits stay, with what they take now; which end; which begin, by place."""

    stay: list[tuple[Visit, Around]]
    end: list[Visit]
    begin: list[int]


def always(visit: Visit) -> bool:
    """What is approved holds its spaces."""
    return True


def holds_while_undecided(visit: Visit) -> bool:
    """Does what is only applied for hold its spaces? The policy says."""
    return visit.policy.holds_while_undecided


def reshape(
    booking: Booking,
    case: Case,
    now: datetime,
    *,
    takes: Callable[[Visit], bool] = always,
    until: datetime | None = None,
    left_out: Collection[int] = (),
    besides: Collection[int] = (),
) -> list[Visit]:
    """The booking's visits as the case asks for them; those that are still to take place.

    `takes`: does this visit hold its spaces? `until`: when the holds end by themselves; None:
    for good. `left_out`: numbers, from 1, of what is asked for but not wanted now. `besides`:
    further occupancies of this application that are given back, like what was proposed. What is
    held already and wanted again stays held: nobody gets in between. `SpaceTaken` ends the
    transaction.
    """
    arounds = arounds_of(case)
    wanted = [place for place in range(len(arounds)) if place + 1 not in left_out]
    shape = _shape(booking, case, arounds, wanted)
    before = [*shape.end, *(visit for visit, _around in shape.stay)]
    facility_ids = {visit.facility_id for visit in before}
    facility_ids |= {case.wish(place).listing.facility.pk for place in shape.begin}
    lock_room_queues(case.known, facility_ids)
    Visit.objects.filter(pk__in=[visit.pk for visit in shape.end]).update(
        attendance=Attended.CANCELLED
    )
    visits = [visit for visit, _around in shape.stay]
    visits += _begin(booking, case, arounds, shape.begin)
    given_back = _exchange(shape, visits, takes, until, besides, now)
    _settle(given_back, now, case.known)
    return sorted(visits, key=lambda visit: visit.number)


def _shape(
    booking: Booking, case: Case, arounds: Sequence[Around], wanted: Collection[int]
) -> _Shape:
    """A visit stays when the same facility is asked for at the same time."""
    standing = standing_visits(booking)
    shape = _Shape([], [], [])
    kept: set[int] = set()
    for place in wanted:
        slug = case.asking.visits[place].slug
        same = (
            visit
            for visit in standing
            if visit.pk not in kept
            and visit.facility.slug == slug
            and visit.span == arounds[place].span
        )
        found = next(same, None)
        if found is None:
            shape.begin.append(place)
            continue
        kept.add(found.pk)
        found.people = case.asking.visits[place].people
        shape.stay.append((found, arounds[place]))
    shape.end.extend(visit for visit in standing if visit.pk not in kept)
    return shape


def _begin(
    booking: Booking, case: Case, arounds: Sequence[Around], places: Sequence[int]
) -> list[Visit]:
    """Visits that were not there before; their numbers go on."""
    used = set(booking.visits.values_list("number", flat=True))
    first = max(used, default=0) + 1
    return Visit.objects.bulk_create(
        _visit(booking, case, place, arounds[place], number)
        for number, place in enumerate(places, start=first)
    )


def _visit(booking: Booking, case: Case, place: int, around: Around, number: int) -> Visit:
    """A visit as the case asks for it, unsaved, that holds nothing yet."""
    wish = case.wish(place)
    return Visit(
        booking=booking,
        number=number,
        facility=wish.listing.facility,
        policy=wish.policy,
        starts_at=around.span.starts_at,
        ends_at=around.span.ends_at,
        setup_minutes=around.setup_minutes,
        clearing_minutes=around.clearing_minutes,
        people=wish.people or 1,
        absent_at=wish.policy.absent_at(around.span.starts_at),
    )


def _exchange(
    shape: _Shape,
    visits: Sequence[Visit],
    takes: Callable[[Visit], bool],
    until: datetime | None,
    besides: Collection[int],
    now: datetime,
) -> list[Visit]:
    """Take what is wanted, give back the rest; those that gave something back."""
    given_back = [visit for visit in shape.end if visit.occupancy_id]
    for visit, around in shape.stay:
        is_same = around_of(visit).whole == around.whole
        visit.setup_minutes, visit.clearing_minutes = around.setup_minutes, around.clearing_minutes
        keeps = (
            is_same
            and takes(visit)
            and visit.occupancy_id is not None
            and occupancy.extend(visit.occupancy_id, until, now)
        )
        if visit.occupancy_id and not keeps:
            given_back.append(visit)
    ids = [visit.occupancy_id for visit in given_back if visit.occupancy_id]
    for visit in given_back:
        visit.occupancy = None
    missing = [visit for visit in visits if takes(visit) and visit.occupancy_id is None]
    wants = [replace(around_of(visit).want, expires_at=until) for visit in missing]
    for visit, taken in zip(missing, occupancy.exchange([*ids, *besides], wants), strict=True):
        visit.occupancy = taken
    Visit.objects.bulk_update(visits, ["people", "setup_minutes", "clearing_minutes", "occupancy"])
    return given_back


def _settle(given_back: Sequence[Visit], now: datetime, known: Catalogue) -> None:
    """Who waits for what came free gets it first."""
    for visit in given_back:
        settle_room_if_waited_for(visit.facility_id, around_of(visit).whole, now, known)

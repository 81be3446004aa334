"""The verbs that change single visits of a booking by the one who made it: cancel some, move some.

Each visit has its own deadline: a series can be changed as long as anything of it is to come. What
was applied for is changed in `applications`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from bookings import changing_rules, letters, rules
from bookings.alternatives import alternatives_for
from bookings.asking import Asked, wish_for
from bookings.attendance import Attended
from bookings.cancel import end_some, lock_with_visits
from bookings.deadlines import still_cancellable, visit_deadline
from bookings.decision import Decided
from bookings.history import counted_visits
from bookings.models import Booking, Record, Visit
from bookings.room_queues import lock_room_queues
from bookings.settling import settle_room_if_waited_for
from bookings.writing import absent_at, claim_until
from facilities import availability, occupancy, session_rules
from facilities.catalogue import Catalogue, anew, catalogue, hold_still
from facilities.occupancy import SpaceTaken, Want
from facilities.rules import taken
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused
from lib.spans import Span

Moves = Mapping[int, tuple[str, Span]]  # visit number: slug of the facility, span


class VisitRefused(Refused):
    """Nothing was changed; says for which visit it was refused."""

    def __init__(self, number: int, refused: Refused) -> None:
        super().__init__(refused.refusal, refused.alternatives)
        self.number = number


@transaction.atomic
def cancel_visits(person: User, booking: Booking, numbers: Collection[int]) -> Booking:
    """Cancel the visits of these numbers, or none; with the last one the booking is cancelled.

    What is cancelled already stays so: a second press changes nothing. Raises `VisitRefused` for a
    visit whose deadline has passed.
    """
    now = clock.now()
    booking, visits = lock_with_visits(booking)
    chosen = _chosen(booking, visits, numbers, now, is_gone=Attended.CANCELLED)
    if chosen:
        end_some(person, booking, visits, chosen, now)
    return booking


def move_visits(person: User, booking: Booking, moves: Moves) -> Booking:
    """Let visits take place at another time or in another room: all of them, or nothing changes.

    They keep their numbers, so calendars follow. Two may trade places. Judged by the rules that
    are in force now. A second press changes nothing. Raises `VisitRefused` with what is possible
    instead.
    """
    return anew(partial(_move, person, booking, moves))


def _move(person: User, booking: Booking, moves: Moves) -> Booking:
    """By the set-up as it is known. `SetUpChanged` when it is not that any more."""
    known = catalogue()
    try:
        return _move_once(person, booking, moves, known)
    except SpaceTaken:
        if _settled(known, booking, moves):
            try:
                return _move_once(person, booking, moves, known)
            except SpaceTaken:
                pass
    visits = list(Visit.objects.with_places().filter(booking=booking))
    still = _that_change(visits, moves)
    if not still:  # the rival was this very move, in another tab
        return Booking.objects.get(pk=booking.pk)
    raise _taken(person, visits, still, known)


def _settled(known: Catalogue, booking: Booking, moves: Moves) -> bool:
    """Let go of what has run out and stands in the way; who waits for it gets it first."""
    now = clock.now()
    wishes = _wishes(known, {visit.number: visit for visit in booking.visits.all()}, moves, now)
    settled = False
    for wish in wishes.values():
        facility_id = wish.listing.facility.pk
        settled |= settle_room_if_waited_for(facility_id, wish.span, now, known)
    return occupancy.sweep([_want(wish) for wish in wishes.values()], now) or settled


@dataclass(frozen=True, slots=True)
class _Moved:
    """A visit with where it goes, and where it was."""

    visit: Visit
    wish: Wish
    facility_id: int
    span: Span
    told: letters.Told


@transaction.atomic
def _move_once(person: User, booking: Booking, moves: Moves, known: Catalogue) -> Booking:
    """Lock, judge, exchange the spaces, write, let the queues move. `SpaceTaken` undoes it all.

    Locks: person, booking, set-up, room queues, slots.
    """
    now = clock.now()
    booking, visits = lock_with_visits(booking)
    hold_still(known)
    _refuse_unless_decided(booking)
    real = _that_change(visits, moves)
    chosen = _chosen(booking, visits, real, now)
    if not chosen:
        return booking
    wishes = _wishes(known, {visit.number: visit for visit in chosen}, real, now)
    _judge(person, known, visits, chosen, wishes)
    moved = [
        _Moved(
            visit, wishes[visit.number], visit.facility_id, visit.span, letters.told(visit, person)
        )
        for visit in chosen
    ]
    _exchange(moved, known)
    for one in moved:
        settle_room_if_waited_for(one.facility_id, one.span, now, known)
    booking.revision, booking.changed_at = booking.revision + 1, now
    booking.save(update_fields=["revision", "changed_at"])
    numbers = ", ".join(str(visit.number) for visit in chosen)
    Record.objects.create(booking=booking, who=person, what="visits_moved", at=now, why=numbers)
    standing = [
        visit
        for visit in Visit.objects.with_places().filter(booking=booking).order_by("number")
        if visit.attendance != Attended.CANCELLED
    ]
    at = {visit.number: visit for visit in standing}
    changes = [
        letters.Change(one.told, letters.told(at[one.visit.number], person)) for one in moved
    ]
    letters.write_changed(booking, standing, person, changes)
    return booking


def _refuse_unless_decided(booking: Booking) -> None:
    if booking.is_application:
        raise Refused(changing_rules.changed_as_application())
    if booking.state == Decided.SUBMITTED:
        raise Refused(changing_rules.not_decided_yet())
    if booking.state != Decided.APPROVED:
        raise Refused(rules.already_decided(booking.get_state_display()))


def _chosen(
    booking: Booking,
    visits: Sequence[Visit],
    numbers: Collection[int],
    now: datetime,
    is_gone: Attended | None = None,
) -> list[Visit]:
    """The visits of these numbers that may be changed now, without those that are gone already.

    Raises `VisitRefused` for the first that may not.
    """
    if booking.is_application:
        raise Refused(changing_rules.changed_as_application())
    by_number = {visit.number: visit for visit in visits}
    changeable = {visit.number for visit in still_cancellable(booking, visits, now)}
    chosen = []
    for number in sorted(set(numbers)):
        visit = by_number.get(number)
        if visit and visit.attendance == is_gone:
            continue
        if visit is None or visit.attendance == Attended.CANCELLED:
            raise VisitRefused(number, Refused(changing_rules.no_such_visit()))
        if number not in changeable:
            until = visit_deadline(booking, visit)
            raise VisitRefused(number, Refused(changing_rules.visit_too_late(visit, until)))
        chosen.append(visit)
    return chosen


def _that_change(visits: Sequence[Visit], moves: Moves) -> Moves:
    """Without those that are there already."""
    there = {visit.number: (visit.facility.slug, visit.span) for visit in visits}
    return {number: to for number, to in moves.items() if there.get(number) != to}


def _wishes(
    known: Catalogue, visits: Mapping[int, Visit], moves: Moves, now: datetime
) -> dict[int, Wish]:
    """Where the visits go, by their numbers. Raises `VisitRefused` for what is not there at all."""
    wishes = {}
    for number, (slug, span) in sorted(moves.items()):
        if number not in visits:
            raise VisitRefused(number, Refused(changing_rules.no_such_visit()))
        try:
            wishes[number] = wish_for(Asked(slug, span, visits[number].people), known, now)
        except Refused as refused:
            raise VisitRefused(number, refused) from refused
    return wishes


def _judge(
    person: User,
    known: Catalogue,
    visits: Sequence[Visit],
    chosen: Sequence[Visit],
    wishes: Mapping[int, Wish],
) -> None:
    """Raise the first refusal; what is moved does not count where it was."""
    counted = counted_visits(person, list(wishes.values())).without(chosen)
    for visit in chosen:
        wish = wishes[visit.number]
        if visit.session_id:
            raise VisitRefused(visit.number, Refused(changing_rules.session_is_not_moved()))
        refusal = (
            session_rules.first_refusal(wish)
            or changing_rules.officer_decides(wish)
            or rules.first_refusal(wish, person, counted.history(known.group_of(wish.listing)))
        )
        if refusal:
            instead = alternatives_for(known, wish, person, counted)
            raise VisitRefused(visit.number, Refused(refusal, instead))
        counted = counted.and_also(wish)
    standing = sum(visit.attendance != Attended.CANCELLED for visit in visits)
    too_many = rules.too_many_visits(list(wishes.values()), standing)
    if too_many:
        raise Refused(too_many)


def _want(wish: Wish) -> Want:
    return availability.want(wish.listing, wish.span, wish.now, claim_until(wish))


def _exchange(moved: Sequence[_Moved], known: Catalogue) -> None:
    """Take the new spaces, give back the old, and write where the visits are now."""
    facilities = {one.facility_id for one in moved}
    facilities |= {one.wish.listing.facility.pk for one in moved}
    lock_room_queues(known, facilities)
    held = [one.visit.occupancy_id for one in moved if one.visit.occupancy_id]
    given = occupancy.exchange(held, [_want(one.wish) for one in moved])
    for one, room in zip(moved, given, strict=True):
        visit, wish = one.visit, one.wish
        visit.facility, visit.policy = wish.listing.facility, wish.policy
        visit.starts_at, visit.ends_at = wish.span.starts_at, wish.span.ends_at
        visit.setup_minutes = wish.policy.setup_minutes
        visit.clearing_minutes = wish.policy.clearing_minutes
        visit.absent_at, visit.occupancy = absent_at(wish), room
    Visit.objects.bulk_update(
        [one.visit for one in moved],
        [
            *("facility", "policy", "starts_at", "ends_at", "setup_minutes", "clearing_minutes"),
            *("absent_at", "occupancy"),
        ],
    )


def _taken(person: User, visits: Sequence[Visit], moves: Moves, known: Catalogue) -> Refused:
    """Somebody holds what is wanted: which visit cannot go there, and what it could do instead."""
    now = clock.now()
    going = [visit for visit in visits if visit.number in moves]
    wishes = _wishes(known, {visit.number: visit for visit in visits}, moves, now)
    own = occupancy.held_quarters([one.occupancy_id for one in going if one.occupancy_id])
    number = next((key for key, wish in wishes.items() if _is_held(wish, own)), max(wishes))
    wish = wishes[number]
    counted = counted_visits(person, list(wishes.values())).without(going)
    instead = alternatives_for(known, wish, person, counted)
    return VisitRefused(number, Refused(taken(wish.listing), instead))


def _is_held(wish: Wish, own: Collection[tuple[int, datetime]]) -> bool:
    """By somebody else than the visits that are moved."""
    want = _want(wish)
    rivals = occupancy.taken_quarters(want.space_ids, want.span, wish.now).difference(own)
    return availability.is_taken(want, rivals)

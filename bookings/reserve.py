"""The verb that books. Every door uses it: the form today, desk and import tomorrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from accounts.models import User
from bookings import rules
from bookings.alternatives import alternatives_for
from bookings.asking import Asked, Request, wish_for
from bookings.history import CountedVisits, counted_visits
from bookings.models import Booking
from bookings.settling import settle_room_if_waited_for, settle_session
from bookings.writing import Held, claim_until, write_booking
from facilities import allocation, availability, occupancy, session_rules
from facilities.allocation import SessionFull
from facilities.catalogue import ATTEMPTS, Catalogue, SetUpChanged, catalogue, hold_still
from facilities.occupancy import SpaceTaken, Want
from facilities.rules import taken as room_taken
from facilities.sessions import SessionFacts, session_by_id
from facilities.wish import Wish
from lib import clock, plain_sql
from lib.refusal import Refused

__all__ = ["Asked", "Request", "reserve"]


@dataclass(frozen=True)
class _Order:
    """One request by one person, with the facts to judge it by."""

    person: User
    request: Request
    key: str
    known: Catalogue
    wishes: tuple[Wish, ...]

    @cached_property
    def by_time(self) -> list[Wish]:
        return [wish for wish in self.wishes if wish.session is None]

    @cached_property
    def by_session(self) -> list[tuple[Wish, SessionFacts]]:
        return [(wish, wish.session) for wish in self.wishes if wish.session]

    @cached_property
    def wants(self) -> list[Want]:
        """The spaces for the wishes by time. A claim to a room ends when nobody came."""
        return [
            availability.want(wish.listing, wish.span, wish.now, claim_until(wish))
            for wish in self.by_time
        ]


def reserve(person: User, request: Request, key: str, known: Catalogue | None = None) -> Booking:
    """Book all that is asked for, or nothing.

    `key` names this press of the button: the same key with the same contents gives the booking
    that it made before. `known` is the set-up where the caller has just read it. Raises `Refused`
    with what can be booked instead.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return _reserve_by(known or catalogue(), person, request, key)
        except SetUpChanged:
            known = None  # judge by the rules that are in force now
    raise SetUpChanged


def _reserve_by(known: Catalogue, person: User, request: Request, key: str) -> Booking:
    """Reserve by the set-up as it is known. `SetUpChanged` when it is not that any more."""
    now = clock.now()
    wishes = tuple(wish_for(asked, known, now) for asked in request.visits)
    order = _Order(person, request, key, known, wishes)
    # In a rush most come too late: a look spares them and their rivals the locks and the inserts.
    full = _first_full(order)
    if occupancy.is_any_taken(order.wants, now) or (full and not full.run_out):
        return _too_late(order)
    try:
        return _reserve_once(order)
    except (SpaceTaken, SessionFull):
        if _settled(order):
            try:
                return _reserve_once(order)
            except (SpaceTaken, SessionFull):
                pass
    return _too_late(order)


def _settled(order: _Order) -> bool:
    """Let go of what has run out and stands in the way; who waits for it gets it first."""
    now = clock.now()
    run_out = [session for _wish, session in order.by_session if session.run_out]
    for session in run_out:
        settle_session(session.pk, now, order.known)
    settled = bool(run_out)
    for wish in order.by_time:
        facility_id = wish.listing.facility.pk
        settled |= settle_room_if_waited_for(facility_id, wish.span, now, order.known)
    return (bool(order.by_time) and occupancy.sweep(order.wants, now)) or settled


def _first_full(order: _Order) -> SessionFacts | None:
    """The first session in which not so many places are free, as far as a look can tell."""
    return next((session for wish, session in order.by_session if session.free < wish.places), None)


def _too_late(order: _Order) -> Booking:
    """Somebody holds what is wanted: refuse, by a rule first, as if the guard had been asked."""
    # The rival may have been this very request, whose answer was lost on the way.
    earlier = _earlier(order.person, order.request, order.key)
    if earlier:
        return earlier
    visits = _judge(order.person, order.known, order.wishes)
    if not order.by_session or occupancy.is_any_taken(order.wants, clock.now()):
        wish = _first_taken(order)
        raise Refused(
            room_taken(wish.listing), alternatives_for(order.known, wish, order.person, visits)
        )
    wish, session = _full(order)
    instead = alternatives_for(order.known, wish, order.person, visits)
    raise Refused(session_rules.session_full(session, wish), instead)


def _full(order: _Order) -> tuple[Wish, SessionFacts]:
    """The session to name, as it is now: the first without enough places, or just now without."""
    for wish, session in order.by_session:
        fresh = session_by_id(session.pk, clock.now()) or session
        if fresh.free < wish.places:
            return wish, fresh
    return order.by_session[-1]


def _first_taken(order: _Order) -> Wish:
    """The wish to name: the first whose spaces somebody holds, or just held."""
    rest = zip(order.by_time[:-1], order.wants, strict=False)
    found = (
        wish for wish, want in rest if occupancy.taken_quarters(want.space_ids, want.span, wish.now)
    )
    return next(found, order.by_time[-1])


@transaction.atomic
def _reserve_once(order: _Order) -> Booking:
    """Lock the person, hold the set-up, judge, take places and spaces, write.

    `SpaceTaken`, `SessionFull` and `SetUpChanged` undo it all.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=order.person.pk)
    hold_still(order.known)
    earlier = _earlier(locked, order.request, order.key)
    if earlier:
        return earlier
    _judge(locked, order.known, order.wishes)
    return write_booking(locked, order.request, order.key, order.wishes, _take(order))


def _take(order: _Order) -> list[Held]:
    """Take all that is wanted, in one order everywhere: sessions by id, then spaces."""
    held = [Held() for _wish in order.wishes]
    places = {number: wish for number, wish in enumerate(order.wishes) if wish.session}
    for number, wish in sorted(places.items(), key=lambda pair: pair[1].session_id):
        given = allocation.take(wish.session_id, wish.places, expires_at=claim_until(wish))
        held[number] = Held(allocation_id=given.pk, places=given.places)
    if order.by_time:
        numbers = (number for number in range(len(held)) if number not in places)
        for number, taken in zip(numbers, occupancy.take(order.wants), strict=True):
            held[number] = Held(occupancy_id=taken.pk)
    return held


def _earlier(person: User, request: Request, key: str) -> Booking | None:
    """The booking that this key made before; refused when it was made of something else."""
    ids = plain_sql.rows(_OF_THE_KEY, (person.pk, key))
    if not ids:
        return None
    booking = Booking.objects.get(pk=ids[0][0])
    if booking.contents != request.digest():
        raise Refused(rules.key_used_otherwise(booking.reference))
    return booking


_OF_THE_KEY = f"SELECT id FROM {Booking._meta.db_table} WHERE person_id = %s AND key = %s"  # noqa: S608


def _judge(person: User, known: Catalogue, wishes: Sequence[Wish]) -> CountedVisits:
    """Raise the first refusal, with alternatives that this person could really book.

    Without one, what counts for the person's limits before these wishes.
    """
    too_many = rules.too_many_visits(wishes)
    if too_many:
        raise Refused(too_many)
    visits = before = counted_visits(person, wishes)
    for wish in wishes:
        refusal = session_rules.first_refusal(wish) or rules.first_refusal(
            wish, person, visits.history(known.group_of(wish.listing))
        )
        if refusal:
            raise Refused(refusal, alternatives_for(known, wish, person, visits))
        visits = visits.and_also(wish)
    return before

"""The verbs of the waiting list: join, leave, and move somebody with a reason that is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.models import User
from bookings import rules, waiting_rules
from bookings.asking import Request, wish_for
from bookings.history import counted_visits
from bookings.models import Move, Offer, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.room_queues import across, lock_room_queues, on_the_same_spaces
from bookings.settling import end_offer, offer_places, settle_room, settle_session
from facilities import allocation, availability, occupancy, session_rules
from facilities.catalogue import Catalogue, anew, catalogue, hold_still
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused


def join(person: User, request: Request) -> Wait:
    """Put the whole party into the queue for what it asks for: all of it or nothing.

    Who stands there already keeps the place. Raises `Refused` by the rules of a booking, and when
    there is nothing to wait for because it can be booked right now.
    """
    return anew(partial(_join, person, request))


@transaction.atomic
def _join(person: User, request: Request) -> Wait:
    """By the set-up as it is known. `SetUpChanged` when it is not that any more."""
    known, now = catalogue(), clock.now()
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    (asked,) = request.visits
    wish = wish_for(asked, known, now)
    # What is due comes first: an offer of one's own that ran out is a place in the queue no more.
    queue = _settled_queue(known, wish)
    at = {"person": locked, "facility": wish.listing.facility, "starts_at": wish.span.starts_at}
    there = Wait.objects.filter(**at, state__in=IN_THE_QUEUE).first()
    if there:
        return there
    _judge(locked, known, wish)
    if _can_be_booked(wish):
        raise Refused(waiting_rules.free_now())
    last = queue.aggregate(last=Max("rank"))["last"] or 0
    wait = Wait.objects.create(
        **at,
        session_id=wish.session.pk if wish.session else None,
        ends_at=wish.span.ends_at,
        places=wish.places if wish.session else 0,
        asked=request.as_json(),
        rank=last + 1,
        joined_at=now,
    )
    if wish.session:
        waiting = queue.filter(state=Waited.WAITING).count()
        allocation.count_waiting(wish.session.pk, waiting)
    return wait


def _judge(person: User, known: Catalogue, wish: Wish) -> None:
    history = counted_visits(person, [wish]).history(known.group_of(wish.listing))
    refusal = session_rules.first_refusal(wish) or rules.first_refusal(wish, person, history)
    if refusal:
        raise Refused(refusal)


def _settled_queue(known: Catalogue, wish: Wish) -> QuerySet[Wait]:
    """Everybody who ever stood in the queue that the wish would join; locked, and nothing is due.

    Facilities on the same spaces count on in one row: whoever came first is first.
    """
    if wish.session:
        settle_session(wish.session.pk, wish.now, known)
        return Wait.objects.filter(session_id=wish.session.pk)
    facility_id = wish.listing.facility.pk
    settle_room(facility_id, wish.span, wish.now, known)
    return Wait.objects.filter(facility_id__in=_neighbours(known, facility_id), session=None)


def _neighbours(known: Catalogue, facility_id: int) -> set[int]:
    return {facility_id, *(item.facility.pk for item in on_the_same_spaces(known, facility_id))}


def _can_be_booked(wish: Wish) -> bool:
    """After everything due is settled: is it free for whoever comes?"""
    if wish.session:
        (session,) = allocation.lock([wish.session.pk])
        return session.places - session.taken >= wish.places
    wanted = availability.want(wish.listing, wish.span, wish.now)
    return not occupancy.is_any_taken([wanted], wish.now)


@transaction.atomic
def leave(person: User, wait: Wait) -> Wait:
    """Leave the queue; what was held goes on to who waits. A second press changes nothing."""
    known, now = catalogue(), clock.now()
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    locked = _locked(known, wait)
    if locked.state == Waited.OFFERED:
        for offer in Offer.objects.select_for_update(of=("self",)).filter(
            wait=locked, state=Offered.OPEN
        ):
            decline_locked(offer, known, now)
        locked.refresh_from_db()
    if locked.state in IN_THE_QUEUE:
        locked.state, locked.ended_at, locked.asked = Waited.LEFT, now, {}
        locked.save(update_fields=["state", "ended_at", "asked"])
        if locked.session_id:
            (session,) = allocation.lock([locked.session_id])
            offer_places(session, now, known)
    return locked


def decline_locked(offer: Offer, known: Catalogue, now: datetime) -> None:
    """Let go of what an offer holds; it goes on to who waits. Its row is locked by the caller."""
    allocation_id = offer.allocation_id
    if offer.session_id:
        allocation.lock([offer.session_id])
    end_offer(offer, Offered.DECLINED, now)
    if offer.session_id:
        allocation.release([allocation_id] if allocation_id else [])
        settle_session(offer.session_id, now, known)
    else:
        settle_room(offer.facility_id, offer.span, now, known)


@transaction.atomic
def move(clerk: User, wait: Wait, to_position: int, why: str) -> Move:
    """Give a party another place in its queue, counted from 1. Who, from, to and why are kept.

    Raises `Refused` for a party that does not wait any more, a place that is not there, and
    without a reason.
    """
    known, now = catalogue(), clock.now()
    locked = _locked(known, wait)
    queue = list(queue_around(locked))
    positions = {one.pk: number for number, one in enumerate(queue, start=1)}
    if locked.pk not in positions:
        raise Refused(waiting_rules.not_waiting())
    if not why.strip():
        raise Refused(waiting_rules.reason_missing())
    if not 1 <= to_position <= len(queue):
        raise Refused(waiting_rules.no_such_position(len(queue)))
    others = [one for one in queue if one.pk != locked.pk]
    if others:
        last = to_position > len(others)
        _reorder(known, locked, others[-1] if last else others[to_position - 1], behind=last)
    made = Move.objects.create(
        wait=locked,
        who=clerk,
        from_position=positions[locked.pk],
        to_position=to_position,
        why=why.strip(),
        at=now,
    )
    if locked.session_id:
        settle_session(locked.session_id, now, known)
    else:
        settle_room(locked.facility_id, locked.span, now, known)
    return made


def _reorder(known: Catalogue, wait: Wait, beside: Wait, *, behind: bool) -> None:
    """Put one party before or behind another; any two of the others keep their order.

    For a room, who waits for another time stands between: they are counted on with the rest.
    """
    waiting = Wait.objects.filter(state=Waited.WAITING)
    if wait.session_id:
        waiting = waiting.filter(session_id=wait.session_id)
    else:
        neighbours = _neighbours(known, wait.facility_id)
        waiting = waiting.filter(facility_id__in=neighbours, session=None)
    before = list(waiting.order_by("rank", "pk"))
    after = [one for one in before if one.pk != wait.pk]
    at = next(number for number, one in enumerate(after) if one.pk == beside.pk)
    after.insert(at + behind, wait)
    for one, there in zip(after, before, strict=True):
        if one.rank != there.rank:
            Wait.objects.filter(pk=one.pk).update(rank=there.rank)


def queue_around(wait: Wait) -> QuerySet[Wait]:
    """The parties that wait for the same thing, in order; for a room, for any of the same time.

    Facilities on the same spaces have one queue between them.
    """
    waiting = Wait.objects.filter(state=Waited.WAITING).order_by("rank", "pk")
    if wait.session_id:
        return waiting.filter(session_id=wait.session_id)
    return waiting.filter(across(_neighbours(catalogue(), wait.facility_id), wait.span))


def position(wait: Wait) -> int:
    """The place in the queue, counted from 1."""
    return positions([wait])[wait.pk]


def positions(waits: Sequence[Wait]) -> dict[int, int]:
    """The places of several parties in their queues, by their ids. At most two queries."""
    if not waits:
        return {}
    known = catalogue() if any(not wait.session_id for wait in waits) else None
    beside = {
        wait.pk: _neighbours(known, wait.facility_id) if known and not wait.session_id else set()
        for wait in waits
    }
    queues = Q(session_id__in={wait.session_id for wait in waits if wait.session_id})
    queues |= Q(session=None, facility_id__in=set().union(*beside.values()))
    rows = list(Wait.objects.filter(queues, state=Waited.WAITING))
    return {
        wait.pk: 1
        + sum(one.rank < wait.rank and _is_same_queue(one, wait, beside[wait.pk]) for one in rows)
        for wait in waits
    }


def _is_same_queue(one: Wait, other: Wait, beside: Collection[int]) -> bool:
    if one.session_id or other.session_id:
        return one.session_id == other.session_id
    return one.facility_id in beside and one.span.overlaps(other.span)


def _locked(known: Catalogue, wait: Wait) -> Wait:
    """The row as it is now, with its whole queue locked."""
    if wait.session_id:
        allocation.lock([wait.session_id])
    else:
        lock_room_queues(known, [wait.facility_id])
    return Wait.objects.select_for_update(no_key=True, of=("self",)).get(pk=wait.pk)

"""The verbs of the waiting list: join, leave, and move somebody with a reason that is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.models import User
from bookings import rules, waiting_rules
from bookings.asking import Request, wish_for
from bookings.history import counted_visits
from bookings.models import Move, Offer, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.settling import (
    end_offer,
    lock_room_queues,
    offer_places,
    settle_room,
    settle_session,
)
from facilities import allocation, availability, occupancy, session_rules
from facilities.catalogue import Catalogue, catalogue, hold_still
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused


@transaction.atomic
def join(person: User, request: Request) -> Wait:
    """Put the whole party into the queue for what it asks for: all of it or nothing.

    Who stands there already keeps the place. Raises `Refused` by the rules of a booking, and when
    there is nothing to wait for because it can be booked right now.
    """
    known, now = catalogue(), clock.now()
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    (asked,) = request.visits
    wish = wish_for(asked, known, now)
    at = {"person": locked, "facility": wish.listing.facility, "starts_at": wish.span.starts_at}
    there = Wait.objects.filter(**at, state__in=IN_THE_QUEUE).first()
    if there:
        return there
    _judge(locked, known, wish)
    queue = _queue_of(known, wish)
    if _can_be_booked(known, wish):
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


def _queue_of(known: Catalogue, wish: Wish) -> QuerySet[Wait]:
    """Everybody who ever stood in the queue that the wish would join; the queue is locked."""
    if wish.session:
        allocation.lock([wish.session.pk])
        return Wait.objects.filter(session_id=wish.session.pk)
    lock_room_queues(known, wish.listing.facility.pk)
    return Wait.objects.filter(facility=wish.listing.facility, session=None)


def _can_be_booked(known: Catalogue, wish: Wish) -> bool:
    """After everything due is settled: is it free for whoever comes?"""
    if wish.session:
        settle_session(wish.session.pk, wish.now, known)
        (session,) = allocation.lock([wish.session.pk])
        return session.places - session.taken >= wish.places
    settle_room(wish.listing.facility.pk, wish.span, wish.now, known)
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
    ranks = [one.rank for one in queue]
    queue.insert(to_position - 1, queue.pop(positions[locked.pk] - 1))
    for one, rank in zip(queue, ranks, strict=True):
        if one.rank != rank:
            Wait.objects.filter(pk=one.pk).update(rank=rank)
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


def queue_around(wait: Wait) -> QuerySet[Wait]:
    """The parties that wait for the same thing, in order; for a room, for any of the same time."""
    waiting = Wait.objects.filter(facility_id=wait.facility_id, state=Waited.WAITING)
    if wait.session_id:
        mine = waiting.filter(session_id=wait.session_id)
    else:
        mine = waiting.filter(session=None, starts_at__lt=wait.ends_at, ends_at__gt=wait.starts_at)
    return mine.order_by("rank", "pk")


def position(wait: Wait) -> int:
    """The place in the queue, counted from 1."""
    return positions([wait])[wait.pk]


def positions(waits: Sequence[Wait]) -> dict[int, int]:
    """The places of several parties in their queues, by their ids. One query."""
    queues = Q(session_id__in={wait.session_id for wait in waits if wait.session_id})
    queues |= Q(session=None, facility_id__in={wait.facility_id for wait in waits})
    rows = list(Wait.objects.filter(queues, state=Waited.WAITING)) if waits else []
    return {
        wait.pk: 1 + sum(one.rank < wait.rank and _is_same_queue(one, wait) for one in rows)
        for wait in waits
    }


def _is_same_queue(one: Wait, other: Wait) -> bool:
    if one.session_id or other.session_id:
        return one.session_id == other.session_id
    return one.facility_id == other.facility_id and one.span.overlaps(other.span)


def _locked(known: Catalogue, wait: Wait) -> Wait:
    """The row as it is now, with its whole queue locked."""
    if wait.session_id:
        allocation.lock([wait.session_id])
    else:
        lock_room_queues(known, wait.facility_id)
    return Wait.objects.select_for_update(no_key=True, of=("self",)).get(pk=wait.pk)

"""The verb that lets a queue move: what ran out goes back, what is free is offered to who waits.

Every verb that frees something settles in the same transaction. So a free place is never there
for whoever looks first while a party waits that it would do for. What frees itself by time (an
offer not accepted, a visit that nobody came to) is settled by the worker every minute, and before
that by the first verb that needs it: `bookings/reserve.py` settles before it says that all is
taken. Locks: the session, or the facilities of the room; then spaces.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q

from bookings.models import Offer, Visit, Wait
from bookings.offer_letters import write_offer
from bookings.offer_times import accept_until
from bookings.queueing import Offered, Waited
from bookings.room_queues import (
    across,
    has_room_queue,
    lock_room_queues,
    on_the_same_spaces,
    within_reach,
)
from facilities import allocation, availability, occupancy
from facilities.catalogue import Catalogue, catalogue, closure_over
from facilities.models import Allocation, Session
from facilities.occupancy import SpaceTaken, Want
from facilities.opening import holiday_that_closes
from lib import clock
from lib.spans import Span, quarters

_TIMES = ("facility_id", "starts_at", "ends_at")
SETTLED_AT_A_TIME = 200
ATTEMPTS = 5  # rivals would have to book between look and act five times within a moment


def settle_due(now: datetime) -> int:
    """Settle every queue in which something ran out; how many. Run again, it changes nothing."""
    known = catalogue()
    sessions = sessions_due(now)
    for pk in sessions:
        settle_session(pk, now, known)
    rooms = 0
    for facility_id, span in rooms_due(now, known):
        settle_room(facility_id, span, now, known)
        rooms += 1
    over = Wait.objects.filter(state=Waited.WAITING, session=None, starts_at__lte=now)
    over.update(state=Waited.ENDED, ended_at=now, asked={})
    return len(sessions) + rooms


def sessions_due(now: datetime) -> list[int]:
    """The sessions in which a hold ran out, or whose queue has nothing to wait for any more."""
    ran_out = Allocation.objects.filter(expires_at__lte=now).values("session_id")
    over = Wait.objects.filter(state=Waited.WAITING, session__ends_at__lte=now)
    # Whoever leaves the house takes the place in the queue along, and nobody counted it.
    waiting = Count("waits", filter=Q(waits__state=Waited.WAITING))
    queues = Session.objects.filter(waiting__gt=0, ends_at__gt=now).annotate(there=waiting)
    wrong = queues.exclude(there=F("waiting")).values("pk")
    rows = Session.objects.filter(
        Q(pk__in=ran_out) | Q(pk__in=over.values("session_id")) | Q(pk__in=wrong)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:SETTLED_AT_A_TIME])


def rooms_due(now: datetime, known: Catalogue) -> Iterator[tuple[int, Span]]:
    """The rooms in which an offer ran out; then those that are free although somebody waits.

    Whoever gives back a room settles it; but a closure that is lifted knows of no queue. Each is
    to be settled before the next is asked for.
    """
    ran_out = Offer.objects.filter(state=Offered.OPEN, session=None, expires_at__lte=now)
    for facility_id, *times in list(ran_out.values_list(*_TIMES)[:SETTLED_AT_A_TIME]):
        yield facility_id, Span(*times)
    waits = Wait.objects.filter(state=Waited.WAITING, session=None, starts_at__gt=now)
    for facility_id, *times in list(waits.order_by().values_list(*_TIMES).distinct()):
        listing = known.listing_of(facility_id)
        wanted = availability.want(listing, Span(*times), now) if listing else None
        if wanted and not occupancy.is_any_taken([wanted], now):
            yield facility_id, Span(*times)


@transaction.atomic
def settle_session(session_id: int, now: datetime, known: Catalogue) -> None:
    """Give back what ran out in a session, then offer what is free along its queue."""
    (session,) = allocation.lock([session_id])
    ran_out = Offer.objects.filter(session=session, state=Offered.OPEN, expires_at__lte=now)
    _lapse(ran_out, now)
    allocation.sweep(session, now)
    offer_places(session, now, known)


def offer_places(session: Session, now: datetime, known: Catalogue) -> None:
    """Offer the free places of a locked session: along the queue, to each party that fits whole."""
    session.refresh_from_db()
    waits = Wait.objects.filter(session=session, state=Waited.WAITING).order_by("rank", "pk")
    last = _last_entry(session, known)
    is_over = session.cancelled_at is not None or session.ends_at <= now
    if last is None and not is_over:  # nothing is offered now; that may change again
        return
    if is_over or last is None or last <= now:
        waits.update(state=Waited.ENDED, ended_at=now, asked={})
        allocation.count_waiting(session.pk, 0)
        return
    free, still_waiting = session.places - session.taken, waits.count()
    # A long queue is not read whole each time somebody joins: only those whom it could be for.
    for wait in waits.filter(places__lte=free).select_related("person", "facility") if free else ():
        if wait.places > free:
            continue
        free, still_waiting = free - wait.places, still_waiting - 1
        until = accept_until(now, last)
        held = allocation.take(session.pk, wait.places, expires_at=until)
        _offer(wait, now, until, allocation_id=held.pk)
    if still_waiting != session.waiting:
        allocation.count_waiting(session.pk, still_waiting)


@transaction.atomic
def settle_room(facility_id: int, span: Span, now: datetime, known: Catalogue) -> None:
    """Give back what ran out in a room and around, then offer the free time along the queue."""
    lock_room_queues(known, [facility_id])
    listings = {item.facility.pk: item for item in on_the_same_spaces(known, facility_id)}
    around = within_reach([*listings.values()], span, now)
    here = across({facility_id, *listings}, around)
    _lapse(Offer.objects.filter(here, state=Offered.OPEN, expires_at__lte=now), now)
    waits = Wait.objects.filter(
        here, facility_id__in=listings, state=Waited.WAITING, starts_at__gt=now
    )
    queue = [
        (wait, availability.want(listings[wait.facility_id], wait.span, now, until))
        for wait in waits.order_by("rank", "pk").select_related("person", "facility")
        if (until := accept_until(now, wait.starts_at))
    ]
    if not queue:
        return
    occupancy.sweep([wanted for _wait, wanted in queue], now)
    for _attempt in range(ATTEMPTS):
        first = _those_that_fit(queue, now)
        try:
            with transaction.atomic():
                held = occupancy.take([wanted for _wait, wanted in first])
        except SpaceTaken:  # somebody who books does not ask the queue: look again
            continue
        for (wait, wanted), taken in zip(first, held, strict=True):
            _offer(wait, now, wanted.expires_at or wait.starts_at, occupancy_id=taken.pk)
        return


def settle_room_if_waited_for(
    facility_id: int, span: Span, now: datetime, known: Catalogue
) -> bool:
    """The same, at the cost of a look where nobody waits, as nearly always. False: nobody did."""
    if not has_room_queue(known, facility_id, span, now):
        return False
    settle_room(facility_id, span, now, known)
    return True


def _those_that_fit(queue: Sequence[tuple[Wait, Want]], now: datetime) -> list[tuple[Wait, Want]]:
    """Along the queue, those whose time is free: taken together, so that rivals wait in order."""
    fitting: list[tuple[Wait, Want]] = []
    taken: set[tuple[int, datetime]] = set()
    for wait, wanted in queue:
        mine = {(space, at) for at in quarters(wanted.span) for space in wanted.space_ids}
        if not mine & taken and not occupancy.is_any_taken([wanted], now):
            fitting.append((wait, wanted))
            taken |= mine
    return fitting


def give_back(visits: Sequence[Visit], now: datetime) -> None:
    """Give back what visits hold, and let the queues move. Who waits gets it before anybody else.

    Within the verb's transaction, after its locks on person and booking. The queues are locked
    even where nobody waits: somebody may be joining at this very moment.
    """
    known = catalogue()
    sessions = {visit.session_id for visit in visits if visit.session_id}
    locked = {session.pk: session for session in allocation.lock(sessions)}
    in_rooms = [visit for visit in visits if not visit.session_id]
    lock_room_queues(known, {visit.facility_id for visit in in_rooms})
    allocation.release([visit.allocation_id for visit in visits if visit.allocation_id])
    occupancy.release([visit.occupancy_id for visit in visits if visit.occupancy_id])
    for session in locked.values():
        settle_session(session.pk, now, known)
    for visit in in_rooms:
        settle_room_if_waited_for(visit.facility_id, visit.span, now, known)


def _last_entry(session: Session, known: Catalogue) -> datetime | None:
    """Until when an offer in the session is of use: the start, or the last entry of the policy.

    None where it cannot be booked at all: unpublished, without rules, on a day that is closed.
    """
    listing = known.listing_of(session.facility_id)
    policy = listing.policy_on(clock.today()) if listing else None
    if listing is None or policy is None:
        return None
    day = session.starts_at.astimezone(clock.SEOUL).date()
    if holiday_that_closes(listing, day, known.holidays) or closure_over(listing, session.span):
        return None
    return policy.last_entry(session.starts_at, session.ends_at)


def _offer(
    wait: Wait,
    now: datetime,
    until: datetime,
    *,
    occupancy_id: int | None = None,
    allocation_id: int | None = None,
) -> None:
    offer = Offer.objects.create(
        person_id=wait.person_id,
        wait=wait,
        facility_id=wait.facility_id,
        session_id=wait.session_id,
        starts_at=wait.starts_at,
        ends_at=wait.ends_at,
        places=wait.places,
        asked=wait.asked,
        made_at=now,
        expires_at=until,
        occupancy_id=occupancy_id,
        allocation_id=allocation_id,
    )
    wait.state = Waited.OFFERED
    wait.save(update_fields=["state"])
    write_offer(offer, wait.person)


def _lapse(ran_out: Collection[Offer], now: datetime) -> None:
    """Offers that were not accepted in time; what they held of a room is given back."""
    for offer in ran_out:
        end_offer(offer, Offered.LAPSED, now)


def end_offer(offer: Offer, state: Offered, now: datetime) -> None:
    """An offer that nobody will accept any more, and with it its place in the queue.

    Spaces are given back here; places by the sweep, or by the caller who has locked the session.
    """
    if offer.occupancy_id:
        occupancy.release([offer.occupancy_id])
    offer.state, offer.occupancy, offer.asked = state, None, {}
    offer.save(update_fields=["state", "occupancy", "asked"])
    if offer.wait_id:
        became = Waited.LAPSED if state == Offered.LAPSED else Waited.LEFT
        Wait.objects.filter(pk=offer.wait_id, state=Waited.OFFERED).update(
            state=became, ended_at=now, asked={}
        )

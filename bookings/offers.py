"""The verbs of an offer: accept what is held, or let it go."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from bookings import rules, waiting_rules
from bookings.asking import Request, wish_for
from bookings.history import counted_visits
from bookings.models import Booking, Offer, Wait
from bookings.queueing import Offered, Waited
from bookings.room_queues import lock_room_queues
from bookings.waiting import decline_locked
from bookings.writing import Held, claim_until, write_booking
from facilities import allocation, occupancy, session_rules
from facilities import rules as rules_of_time
from facilities.catalogue import Catalogue, anew, catalogue, hold_still
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused


def accept(person: User, offer: Offer) -> Booking:
    """Make the booking of what is held. A second press shows the first one's booking.

    Raises `Refused` when it ran out or was let go, and by the rules about the person: somebody who
    has booked the same day meanwhile has to choose. What else is held for the person instead of
    the same visit is let go.
    """
    return anew(partial(_accept, person, offer))


@transaction.atomic
def _accept(person: User, offer: Offer) -> Booking:
    """By the set-up as it is known. `SetUpChanged` when it is not that any more."""
    known, now = catalogue(), clock.now()
    locked_person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    _lock_queues(known, [offer, *_held_besides(offer)])
    locked = Offer.objects.select_for_update(no_key=True, of=("self",)).get(pk=offer.pk)
    if locked.state == Offered.ACCEPTED and locked.booking:
        return locked.booking
    if locked.state == Offered.WITHDRAWN:
        raise Refused(session_rules.session_gone())
    if locked.state == Offered.DECLINED:
        raise Refused(waiting_rules.offer_declined())
    if not locked.is_open(now):
        raise Refused(waiting_rules.offer_ran_out(locked.expires_at))
    request = Request.from_json(locked.asked)
    (asked,) = request.visits
    wish = wish_for(asked, known, now)
    _judge(locked_person, known, wish)
    if not _keep(locked, wish):
        raise Refused(waiting_rules.offer_ran_out(locked.expires_at))
    held = Held(locked.occupancy_id, locked.allocation_id, locked.places)
    booking = write_booking(locked_person, request, f"offer-{locked.reference}", [wish], [held])
    locked.state, locked.booking, locked.asked = Offered.ACCEPTED, booking, {}
    locked.occupancy = locked.allocation = None  # the visit holds it now
    locked.save(update_fields=["state", "booking", "asked", "occupancy", "allocation"])
    if locked.wait_id:
        waits = Wait.objects.filter(pk=locked.wait_id)
        waits.update(state=Waited.BOOKED, ended_at=now, asked={})
    for other in _held_besides(locked):
        decline_locked(other, known, now)
    return booking


@transaction.atomic
def decline(person: User, offer: Offer) -> Offer:
    """Let go of what is held; it goes on to who waits. A second press changes nothing."""
    known, now = catalogue(), clock.now()
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _lock_queues(known, [offer])
    locked = Offer.objects.select_for_update(no_key=True, of=("self",)).get(pk=offer.pk)
    if locked.is_open(now):
        decline_locked(locked, known, now)
    return locked


def _held_besides(offer: Offer) -> QuerySet[Offer]:
    """What else is held for the person instead of the same visit."""
    others = Offer.objects.filter(
        instead_of_id=offer.instead_of_id,
        instead_of_number=offer.instead_of_number,
        state=Offered.OPEN,
    )
    if not offer.instead_of_id:
        return others.none()
    return others.exclude(pk=offer.pk).order_by("session_id", "pk")


def _lock_queues(known: Catalogue, offers: Iterable[Offer]) -> None:
    """The queues that these offers come from, so that nobody lets them run out meanwhile."""
    sessions = {offer.session_id for offer in offers if offer.session_id}
    rooms = {offer.facility_id for offer in offers if not offer.session_id}
    allocation.lock(sessions)
    lock_room_queues(known, rooms)


def _judge(person: User, known: Catalogue, wish: Wish) -> None:
    """The rules about the person as they are now; those of time were judged when it was asked."""
    history = counted_visits(person, [wish]).history(known.group_of(wish.listing))
    closed = rules_of_time.public_holiday(wish) or rules_of_time.closure(wish)
    refusal = (
        session_rules.session_cancelled(wish)
        or closed
        or rules.first_refusal(wish, person, history)
    )
    if refusal:
        raise Refused(refusal)


def _keep(offer: Offer, wish: Wish) -> bool:
    """Let the hold last as long as the visit's claim does. False: it was swept meanwhile."""
    until = claim_until(wish)
    if offer.allocation_id:
        return allocation.extend(offer.allocation_id, until, wish.now)
    if offer.occupancy_id:
        return occupancy.extend(offer.occupancy_id, until, wish.now)
    return False

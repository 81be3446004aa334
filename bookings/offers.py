"""The verbs of an offer: accept what is held, or let it go."""

from django.db import transaction

from accounts.models import User
from bookings import rules, waiting_rules
from bookings.asking import Request, wish_for
from bookings.history import counted_visits
from bookings.models import Booking, Offer, Wait
from bookings.queueing import Offered, Waited
from bookings.waiting import decline_locked
from bookings.writing import Held, absent_at, write_booking
from facilities import allocation, occupancy
from facilities.catalogue import Catalogue, catalogue, hold_still
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused


@transaction.atomic
def accept(person: User, offer: Offer) -> Booking:
    """Make the booking of what is held. A second press shows the first one's booking.

    Raises `Refused` when it ran out or was let go, and by the rules about the person: somebody who
    has booked the same day meanwhile has to choose. What else is held for the person instead of
    the same booking is let go.
    """
    known, now = catalogue(), clock.now()
    locked_person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    allocation.lock(_sessions_concerned(offer))
    locked = Offer.objects.select_for_update(no_key=True, of=("self",)).get(pk=offer.pk)
    if locked.state == Offered.ACCEPTED and locked.booking:
        return locked.booking
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
    held = Held(occupancy_id=locked.occupancy_id, allocation_id=locked.allocation_id)
    booking = write_booking(locked_person, request, f"offer-{locked.reference}", [wish], [held])
    locked.state, locked.booking, locked.asked = Offered.ACCEPTED, booking, {}
    locked.occupancy = locked.allocation = None  # the visit holds it now
    locked.save(update_fields=["state", "booking", "asked", "occupancy", "allocation"])
    if locked.wait_id:
        waits = Wait.objects.filter(pk=locked.wait_id)
        waits.update(state=Waited.BOOKED, ended_at=now, asked={})
    if locked.instead_of_id:
        others = Offer.objects.filter(instead_of_id=locked.instead_of_id, state=Offered.OPEN)
        for other in others.order_by("session_id", "pk"):
            decline_locked(other, known, now)
    return booking


@transaction.atomic
def decline(person: User, offer: Offer) -> Offer:
    """Let go of what is held; it goes on to who waits. A second press changes nothing."""
    known, now = catalogue(), clock.now()
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if offer.session_id:
        allocation.lock([offer.session_id])
    locked = Offer.objects.select_for_update(no_key=True, of=("self",)).get(pk=offer.pk)
    if locked.is_open(now):
        decline_locked(locked, known, now)
    return locked


def _sessions_concerned(offer: Offer) -> set[int]:
    """The session of the offer, and those of the others that are held instead of one booking."""
    ids = {offer.session_id}
    if offer.instead_of_id:
        others = Offer.objects.filter(instead_of_id=offer.instead_of_id, state=Offered.OPEN)
        ids |= set(others.values_list("session_id", flat=True))
    return {pk for pk in ids if pk}


def _judge(person: User, known: Catalogue, wish: Wish) -> None:
    """The rules about the person as they are now; those of time were judged when it was asked."""
    history = counted_visits(person, [wish]).history(known.group_of(wish.listing))
    refusal = rules.first_refusal(wish, person, history)
    if refusal:
        raise Refused(refusal)


def _keep(offer: Offer, wish: Wish) -> bool:
    """Let the hold last as long as the visit's claim does. False: it was swept meanwhile."""
    until = absent_at(wish)
    if offer.allocation_id:
        return allocation.extend(offer.allocation_id, until, wish.now)
    if offer.occupancy_id:
        return occupancy.extend(offer.occupancy_id, until, wish.now)
    return False

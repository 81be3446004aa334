"""The races for places, queues and offers, played the same with the guard in place and without."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Max

from accounts.models import User
from bookings import attend, offers, settling, waiting
from bookings.cancel import cancel
from bookings.models import Booking, Offer, Visit, Wait
from bookings.queueing import Offered, Waited
from bookings.settling import settle_room, settle_session
from facilities import allocation, occupancy
from facilities.catalogue import catalogue
from facilities.models import Session
from lib import clock
from tests.bookings import rivals
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.samples import request_for
from tests.bookings.session_truths import all_is_well
from tests.bookings.sessions import take, wait_for

Outcomes = list[Any]


def in_order(now: datetime | None = None) -> None:
    """Everything that holds at every moment holds now."""
    last = Offer.objects.aggregate(last=Max("pk"))["last"] or 0
    all_is_well(now or clock.now(), last)


def for_the_same_places(people: list[User], session: Session, size: int) -> Outcomes:
    """So many parties, each of them judged, all of them take at once."""
    with pausing(allocation, "take", Meeting(len(people)).before):
        return at_once(*(partial(take, person, session, size) for person in people))


def accepted_twice(person: User, offer: Offer) -> Outcomes:
    """One offer, accepted in two tabs: both have read it before either writes."""
    with pausing(offers, "_judge", Meeting(2).after):
        return at_once(*(partial(offers.accept, person, offer) for _ in range(2)))


def accepted_and_run_out(person: User, offer: Offer) -> Outcomes:
    """Accepted in the last moment, while the worker, a moment later, finds that it ran out."""
    meeting = Meeting(2)
    known = catalogue()

    def settle() -> None:
        if offer.session_id:
            settle_session(offer.session_id, offer.expires_at, known)
        else:
            settle_room(offer.facility_id, offer.span, offer.expires_at, known)

    with (
        pausing(offers, "_keep", meeting.after),
        pausing(settling, "end_offer", meeting.before),
    ):
        return at_once(partial(offers.accept, person, offer), settle)


def cancelled_and_waited_for(
    booking: Booking, rival: User, join: Callable[[User], object], given_back: tuple[Any, str]
) -> Outcomes:
    """Somebody gives back what another, who finds it taken, is about to wait for."""
    meeting, is_cancelled = Meeting(2), threading.Event()

    def looked(look: Callable[..., bool]) -> Callable[..., bool]:
        def and_waited(*args: Any) -> bool:
            is_free = look(*args)
            meeting.wait()
            is_cancelled.wait(rivals.PATIENCE)
            return is_free

        return and_waited

    def give_back() -> Booking:
        assert booking.person
        done = cancel(booking.person, booking)
        is_cancelled.set()
        return done

    with (
        pausing(*given_back, meeting.after),
        pausing(waiting, "_can_be_booked", looked),
    ):
        return at_once(give_back, partial(join, rival))


def room_cancelled_and_waited_for(booking: Booking, rival: User) -> Outcomes:
    """A room is given back while somebody joins its queue."""
    join = partial(waiting.join, request=request_for())
    return cancelled_and_waited_for(booking, rival, join, (occupancy, "release"))


def places_cancelled_and_waited_for(
    booking: Booking, rival: User, session: Session, size: int
) -> Outcomes:
    """Places are given back while somebody joins the queue of the session."""
    join = partial(wait_for, session=session, people=size)
    return cancelled_and_waited_for(booking, rival, join, (allocation, "release"))


def arrived_and_absent(clerk: User, visit: Visit) -> Outcomes:
    """Somebody arrives in the last moment, while the worker, a moment later, passes it on."""
    meeting, known = Meeting(2), catalogue()
    assert visit.session_id
    assert visit.absent_at
    with (
        pausing(attend, "_keep", meeting.before),
        pausing(allocation, "_give_back", meeting.before),
    ):
        return at_once(
            partial(attend.arrive, clerk, visit),
            partial(settle_session, visit.session_id, visit.absent_at, known),
        )


def one_of_both(outcomes: list[Any], offer: Offer) -> None:
    """It is booked and nobody else has it, or it ran out and the next has it."""
    made(outcomes)
    offer.refresh_from_db()
    held = Offer.objects.filter(state=Offered.OPEN).count()
    if offer.state == Offered.ACCEPTED:
        assert (refusals(outcomes), held) == ([], 0)
    else:
        assert offer.state == Offered.LAPSED
        assert (refusals(outcomes), held) == (["offer_ran_out"], 1)


def nobody_is_left(outcomes: list[Any]) -> None:
    """The rival has an offer, or was told that it is free."""
    made(outcomes)
    told = refusals(outcomes)
    states = list(Wait.objects.values_list("state", flat=True))
    assert (told, states) in ((["free_now"], []), ([], [Waited.OFFERED]))

"""The verb that closes a facility over what is booked: one action closes, cancels, tells, rehouses.

An empty time is closed by `facilities/closing.py`. This one first shows what it would hit.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from bookings import closing_rules
from bookings.ending import end_offers, end_waits
from bookings.models import Offer, Visit, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.rehousing import cancel_by_the_city, lock_people, lock_queues, rehouse, still_live
from bookings.settling import settle_room_if_waited_for
from facilities import allocation, closing, occupancy
from facilities.catalogue import catalogue
from facilities.generating import cancel_session
from facilities.models import Closure, Facility, Occupancy, Session
from facilities.models.places import stamp_set_up
from facilities.occupancy import Want
from lib import clock
from lib.refusal import Refused
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Hits:
    """What a closure would hit."""

    visits: tuple[Visit, ...]
    sessions: tuple[Session, ...]
    offers: tuple[Offer, ...]
    waits: tuple[Wait, ...]
    in_the_way: tuple[Span, ...]  # other closures, and events: they must be seen to first
    told: tuple[str, ...]  # each of them in words
    past: tuple[int, ...]  # occupancies of what is over, or of who is there already: left as it is

    @property
    def waiting(self) -> int:
        """How many parties wait for what is taken away."""
        return len(self.waits)

    @property
    def references(self) -> frozenset[str]:
        """The bookings that are hit, by which a preview is recognised."""
        return frozenset(visit.booking.reference for visit in self.visits)

    def given_back(self, closed: Span) -> Span:
        """All that is given back, beyond what is closed too."""
        spans = [closed, *(session.span for session in self.sessions)]
        spans += [visit.span for visit in self.visits] + [offer.span for offer in self.offers]
        return Span(min(one.starts_at for one in spans), max(one.ends_at for one in spans))


@dataclass(frozen=True, slots=True)
class Closed:
    """What was done."""

    closure: Closure
    cancelled: int  # bookings
    held: int  # alternatives


def preview(facility: Facility, span: Span) -> Hits:
    """What a closure of that facility would hit, its neighbours on the same spaces included."""
    now = clock.now()
    closing.judge(span, now)
    return _hits(closing.want(facility, span), now)


def close(
    officer: User,
    facility: Facility,
    span: Span,
    *,
    reason_ko: str,
    reason_en: str = "",
    seen: frozenset[str] = frozenset(),
) -> Closed:
    """Close, cancel what is hit, hold alternatives for everybody and tell them.

    `seen` are the bookings that the officer was shown: raises `Refused` when more would be hit,
    or when another closure or an event is in the way. Locks: people, bookings, set-up, sessions,
    room queues, spaces.
    """
    now = clock.now()
    closing.judge(span, now)
    wanted = closing.want(facility, span)
    known = catalogue()
    with transaction.atomic():
        people = lock_people(_hits(wanted, now).visits)
        stamp_set_up()
        hits = _hits(wanted, now)
        lock_queues(known, facility, hits.sessions, hits.visits)
        hits = _hits(wanted, now)  # nobody is offered anything any more
        if hits.in_the_way:
            raise Refused(closing.space_in_use(hits.told))
        unseen = hits.references - seen
        if unseen or any(visit.booking.person_id not in {*people, None} for visit in hits.visits):
            raise Refused(closing_rules.closure_hits_more(len(unseen)))
        cancelled = cancel_by_the_city(officer, hits.visits, reason_ko, now)
        reason = {"ko": reason_ko, "en": reason_en}
        end_offers(hits.offers, reason, now)
        end_waits([wait for wait in hits.waits if wait.state == Waited.WAITING], reason, now)
        _cancel_sessions(hits.sessions, now)
        occupancy.release(hits.past)
        around = hits.given_back(occupancy.over_what_ran_out(wanted, now))
        occupancy.sweep([wanted], now)
        closure = closing.write(facility, span, occupancy.take([wanted])[0], reason_ko, reason_en)
        known, held = catalogue(), 0
        settle_room_if_waited_for(facility.pk, around, now, known)
        for booking in cancelled:
            mine = [visit for visit in hits.visits if visit.booking_id == booking.pk]
            held += rehouse(known, booking, mine, reason)
    return Closed(closure, len(cancelled), held)


def _hits(wanted: Want, now: datetime) -> Hits:
    """Whatever stands on the wanted spaces within the span."""
    standing = list(occupancy.overlapping(wanted, now).order_by("starts_at", "pk"))
    ids = [one.pk for one in standing]
    all_sessions = Session.objects.filter(occupancy_id__in=ids).order_by("pk")
    sessions = list(all_sessions.filter(ends_at__gt=now))
    own = Visit.objects.with_places().select_related("booking__person", "session")
    of_rooms = own.filter(occupancy_id__in=ids)
    of_sessions = own.filter(session__in=sessions)
    offers = Offer.objects.filter(state=Offered.OPEN).select_related("person", "facility")
    of_offers = [*offers.filter(occupancy_id__in=ids), *offers.filter(session__in=sessions)]
    visits = still_live([*of_rooms, *of_sessions], now)
    hit = {session.occupancy_id for session in sessions}
    hit |= {visit.occupancy_id for visit in visits} | {offer.occupancy_id for offer in of_offers}
    held = {session.occupancy_id for session in all_sessions}
    held |= {visit.occupancy_id for visit in of_rooms}
    others = [one for one in standing if one.pk not in hit | held]
    return Hits(
        visits=tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.pk))),
        sessions=tuple(sessions),
        offers=tuple(of_offers),
        waits=tuple(_waits(wanted, sessions)),
        in_the_way=tuple(_span(one) for one in others),
        told=tuple(closing.told(others)),
        past=tuple(one.pk for one in standing if one.pk in held - hit),
    )


def _span(one: Occupancy) -> Span:
    return Span(one.starts_at, one.ends_at)


def _waits(wanted: Want, sessions: Collection[Session]) -> QuerySet[Wait]:
    """Who waits for one of these sessions, or for a room on the wanted spaces at that time."""
    rooms = Facility.objects.filter(spaces__in=wanted.space_ids).values("pk")
    span = wanted.span
    for_a_room = Q(session=None, facility_id__in=rooms)
    for_a_room &= Q(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
    waits = Wait.objects.filter(Q(session__in=sessions) | for_a_room, state__in=IN_THE_QUEUE)
    return waits.select_related("person", "facility").order_by("pk")


def _cancel_sessions(sessions: Collection[Session], now: datetime) -> None:
    """They do not take place, and nobody waits for them any more."""
    for session in allocation.lock([session.pk for session in sessions]):
        allocation.count_waiting(session.pk, 0)
        cancel_session(session, now)

"""The verb that closes a facility over what is booked: one action closes, cancels, tells, rehouses.

An empty time is closed by `facilities/closing.py`. This one first shows what it would hit.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings import closing_rules
from bookings.models import Offer, Visit, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.rehousing import cancel_by_the_city, end_offers, lock_people, rehouse, still_live
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
    waiting: int
    in_the_way: tuple[Span, ...]  # other closures: they must be seen to first

    @property
    def references(self) -> frozenset[str]:
        """The bookings that are hit, by which a preview is recognised."""
        return frozenset(visit.booking.reference for visit in self.visits)


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
    or when another closure is in the way. Locks: people, set-up, sessions, spaces.
    """
    now = clock.now()
    closing.judge(span, now)
    wanted = closing.want(facility, span)
    with transaction.atomic():
        people = lock_people(_hits(wanted, now).visits)
        stamp_set_up()
        hits = _hits(wanted, now)
        if hits.in_the_way:
            raise Refused(closing.space_in_use(list(hits.in_the_way)))
        unseen = hits.references - seen
        if unseen or any(visit.booking.person_id not in {*people, None} for visit in hits.visits):
            raise Refused(closing_rules.closure_hits_more(len(unseen)))
        # The places of alternatives are taken under locks of the same order: all sessions ahead.
        allocation.lock([session.pk for session in hits.sessions])
        cancelled = cancel_by_the_city(officer, hits.visits, reason_ko, now)
        end_offers(hits.offers, now)
        _end_sessions(hits, now)
        occupancy.sweep([wanted], now)
        closure = closing.write(facility, span, occupancy.take([wanted])[0], reason_ko, reason_en)
        known, held = catalogue(), 0
        for booking in cancelled:
            mine = [visit for visit in hits.visits if visit.booking_id == booking.pk]
            held += rehouse(known, booking, mine, {"ko": reason_ko, "en": reason_en})
    return Closed(closure, len(cancelled), held)


def _hits(wanted: Want, now: datetime) -> Hits:
    """Whatever stands on the wanted spaces within the span."""
    standing = list(occupancy.overlapping(wanted, now).order_by("starts_at", "pk"))
    ids = [one.pk for one in standing]
    sessions = list(Session.objects.filter(occupancy_id__in=ids).order_by("pk"))
    own = Visit.objects.with_places().select_related("booking__person", "session")
    of_rooms = own.filter(occupancy_id__in=ids)
    of_sessions = own.filter(session__in=sessions)
    offers = Offer.objects.filter(state=Offered.OPEN)
    of_offers = [*offers.filter(occupancy_id__in=ids), *offers.filter(session__in=sessions)]
    waits = Wait.objects.filter(session__in=sessions, state__in=IN_THE_QUEUE)
    visits = still_live([*of_rooms, *of_sessions])
    holders = {session.occupancy_id for session in sessions}
    holders |= {visit.occupancy_id for visit in [*of_rooms]}
    holders |= {offer.occupancy_id for offer in of_offers}
    return Hits(
        visits=tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.pk))),
        sessions=tuple(sessions),
        offers=tuple(of_offers),
        waiting=waits.count(),
        in_the_way=tuple(_span(one) for one in standing if one.pk not in holders),
    )


def _span(one: Occupancy) -> Span:
    return Span(one.starts_at, one.ends_at)


def _end_sessions(hits: Hits, now: datetime) -> None:
    """The sessions do not take place, and nobody waits for them any more."""
    ids = [session.pk for session in hits.sessions]
    waiting = Wait.objects.filter(session_id__in=ids, state__in=IN_THE_QUEUE)
    waiting.update(state=Waited.ENDED, ended_at=now, asked={})
    for session in allocation.lock(ids):
        allocation.count_waiting(session.pk, 0)
        cancel_session(session, now)

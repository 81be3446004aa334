"""Waiting lists as the desk sees them: in order, with what was moved and why."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from bookings.models import Move, Offer, Wait
from bookings.queue_shown import party_asked_for
from bookings.queueing import Offered, Waited
from bookings.waiting import positions
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class ShownWaiting:
    """A party that waits, or has just come to the front."""

    reference: str
    position: int
    name: str
    party: str
    since: str  # when it joined; of what is held: until when
    room: str = ""  # of who waits for a room: which, and for what time


@dataclass(frozen=True, slots=True)
class ShownMove:
    """Who moved which party, from where to where, and why."""

    name: str
    party_reference: str
    places: str  # "3 → 1"
    why: str
    who: str
    at: str


def waiting_in(session_id: int) -> list[ShownWaiting]:
    """The parties that wait, in their order. One query."""
    waits = Wait.objects.filter(session_id=session_id, state=Waited.WAITING)
    rows = waits.select_related("person").order_by("rank", "pk")
    return [
        ShownWaiting(
            reference=wait.reference,
            position=position,
            name=formats.masked_name(wait.person.name),
            party=party_asked_for(wait.asked),
            since=formats.moment(wait.joined_at),
        )
        for position, wait in enumerate(rows, start=1)
    ]


def waiting_for_rooms(day: date, now: datetime) -> list[ShownWaiting]:
    """The parties that wait for rooms of that day, by time and in their order. Two queries."""
    waits = Wait.objects.filter(
        session=None, starts_at__range=_range(day), state=Waited.WAITING, ends_at__gt=now
    )
    rows = list(
        waits.select_related("person", "facility").order_by(
            "starts_at", "facility__position", "rank", "pk"
        )
    )
    at = positions(rows)
    return [
        ShownWaiting(
            reference=wait.reference,
            position=at[wait.pk],
            name=formats.masked_name(wait.person.name),
            party=party_asked_for(wait.asked),
            since=formats.moment(wait.joined_at),
            room=f"{formats.times(wait.span)} {wait.facility.name}",
        )
        for wait in rows
    ]


def moves_for_rooms(day: date) -> list[ShownMove]:
    """What was moved among those who wait, or waited, for a room on that day. One query."""
    moves = Move.objects.filter(wait__session=None, wait__starts_at__range=_range(day))
    return _shown_moves(moves)


def held_in(session_id: int, now: datetime) -> list[ShownWaiting]:
    """The parties for which places are held at the moment. One query."""
    offers = Offer.objects.filter(session_id=session_id, state=Offered.OPEN, expires_at__gt=now)
    return [
        ShownWaiting(
            reference=offer.reference,
            position=0,
            name=formats.masked_name(offer.person.name),
            party=party_asked_for(offer.asked),
            since=formats.moment(offer.expires_at),
        )
        for offer in offers.select_related("person").order_by("expires_at", "pk")
    ]


def moves_in(session_id: int) -> list[ShownMove]:
    """What was moved in the list of a session. One query."""
    return _shown_moves(Move.objects.filter(wait__session_id=session_id))


def _range(day: date) -> tuple[datetime, datetime]:
    """From midnight to the last moment of the day, for BETWEEN includes both ends."""
    return clock.seoul(day, time.min), clock.seoul(day, time.max)


def _shown_moves(moves: QuerySet[Move]) -> list[ShownMove]:
    """The latest first."""
    rows = moves.select_related("who", "wait__person").order_by("-at", "-pk")
    return [
        ShownMove(
            name=formats.masked_name(move.wait.person.name),
            party_reference=move.wait.reference,
            places=f"{move.from_position} → {move.to_position}",
            why=move.why,
            who=move.who.name if move.who else "",
            at=formats.moment(move.at),
        )
        for move in rows
    ]

"""The waiting list of a session as the desk sees it: in order, with what was moved and why."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Move, Offer, Wait
from bookings.queue_shown import party_asked_for
from bookings.queueing import Offered, Waited
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownWaiting:
    """A party that waits, or has just come to the front."""

    reference: str
    position: int
    name: str
    party: str
    since: str  # when it joined; of what is held: until when


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
    """What was moved, the latest first. One query."""
    moves = Move.objects.filter(wait__session_id=session_id).order_by("-at", "-pk")
    return [
        ShownMove(
            name=formats.masked_name(move.wait.person.name),
            party_reference=move.wait.reference,
            places=f"{move.from_position} → {move.to_position}",
            why=move.why,
            who=move.who.name if move.who else "",
            at=formats.moment(move.at),
        )
        for move in moves.select_related("who", "wait__person")
    ]

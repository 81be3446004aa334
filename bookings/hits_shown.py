"""What a closure or a new timetable hits, as its page shows it before the button."""

from collections.abc import Iterable
from dataclasses import dataclass

from bookings.close import Hits
from bookings.models import Visit
from bookings.queue_shown import party_in_words
from bookings.queueing import Waited
from bookings.retime import Change
from facilities.models import Facility, Session
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A booking that would be cancelled."""

    reference: str
    title: str
    when: str
    party: str


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session that would go or change."""

    title: str
    when: str
    places: str  # "7+7", or "7+7 → 5+5"


@dataclass(frozen=True, slots=True)
class ShownHits:
    """What a closure would hit."""

    visits: tuple[ShownHit, ...]
    bookings: int
    sessions: tuple[ShownSession, ...]
    waiting: int
    offers: int
    seen: str

    @property
    def is_empty(self) -> bool:
        return not (self.visits or self.sessions or self.waiting or self.offers)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What a new timetable would do."""

    going: tuple[ShownSession, ...]
    changing: tuple[ShownSession, ...]
    visits: tuple[ShownHit, ...]
    bookings: int
    seen: str

    @property
    def is_empty(self) -> bool:
        return not (self.going or self.changing)


def shown_hits(hits: Hits) -> ShownHits:
    """In the active language. One query, for the names."""
    return ShownHits(
        visits=_visits(hits.visits),
        bookings=len(hits.references),
        sessions=_sessions(hits.sessions),
        # Who has an open offer is counted with the offers.
        waiting=sum(wait.state == Waited.WAITING for wait in hits.waits),
        offers=len(hits.offers),
        seen=_seen(hits.references),
    )


def shown_change(change: Change) -> ShownChange:
    """In the active language. No query but for the names of what goes."""
    return ShownChange(
        going=_sessions(change.going),
        changing=tuple(
            ShownSession(
                "",
                formats.period(session.span),
                f"{_places(session.places, session.door_places)} → "
                f"{_places(row.places, row.door_places)}",
            )
            for session, row in change.changing
        ),
        visits=_visits(change.visits),
        bookings=len(change.references),
        seen=_seen(change.references),
    )


def _visits(visits: Iterable[Visit]) -> tuple[ShownHit, ...]:
    return tuple(
        ShownHit(
            reference=visit.booking.reference,
            title=str(visit.facility.name),
            when=formats.period(visit.span),
            party=party_in_words(visit.party),
        )
        for visit in visits
    )


def _sessions(sessions: Iterable[Session]) -> tuple[ShownSession, ...]:
    rows = sorted(sessions, key=lambda one: (one.starts_at, one.pk))
    ids = {session.facility_id for session in rows}
    names = {one.pk: str(one.name) for one in Facility.objects.filter(pk__in=ids)} if ids else {}
    return tuple(
        ShownSession(
            names[session.facility_id],
            formats.period(session.span),
            _places(session.places, session.door_places),
        )
        for session in rows
    )


def _places(places: int, door_places: int) -> str:
    """As in a line of a timetable: "7+7"."""
    return f"{places}+{door_places}" if door_places else str(places)


def _seen(references: Iterable[str]) -> str:
    return " ".join(sorted(references))

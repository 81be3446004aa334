"""The verb that changes a weekly timetable from a day on, perhaps until another.

It first shows which sessions go, which change, and which bookings are hit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.db import transaction

from accounts.models import User
from bookings import closing_rules
from bookings.models import Offer, Visit, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.rehousing import cancel_by_the_city, end_offers, lock_people, rehouse, still_live
from bookings.settling import settle_session
from facilities import allocation, generating
from facilities.catalogue import catalogue
from facilities.models import Facility, Session, WeeklySession
from facilities.models.places import stamp_set_up
from facilities.retiming import write_timetable
from facilities.timetable_lines import weekly_sessions
from lib import clock
from lib.refusal import Refused


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the timetable does to the sessions that are there already."""

    rows: tuple[WeeklySession, ...]
    first: date
    last: date | None
    going: tuple[Session, ...]  # take place no more
    changing: tuple[tuple[Session, WeeklySession], ...]  # other numbers of places
    visits: tuple[Visit, ...]  # booked in a session that goes

    @property
    def references(self) -> frozenset[str]:
        """The bookings that are hit, by which a preview is recognised."""
        return frozenset(visit.booking.reference for visit in self.visits)

    @property
    def too_full(self) -> list[Session]:
        """Sessions in which more is taken than would be there."""
        return [
            session
            for session, row in self.changing
            if session.taken > row.places or session.door_taken > row.door_places
        ]


def read_lines(
    facility: Facility, text: str, first: date, last: date | None
) -> tuple[WeeklySession, ...]:
    """The rows that these lines mean. Raises `Refused` for a line that cannot be read."""
    rows: list[WeeklySession] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        try:
            rows += weekly_sessions(facility, line, first, last)
        except ValueError:
            raise Refused(closing_rules.timetable_unreadable(line)) from None
    for one, other in combinations(rows, 2):
        if one.overlaps(other):
            raise Refused(closing_rules.timetable_overlaps(str(one), str(other)))
    return tuple(rows)


def preview(
    facility: Facility, rows: Sequence[WeeklySession], first: date, last: date | None
) -> Change:
    """What it would do. Raises `Refused` when it reaches back."""
    if first <= clock.today() or (last and last < first):
        raise Refused(closing_rules.timetable_reaches_back())
    return _change(facility, rows, first, last)


def retime(
    officer: User,
    facility: Facility,
    rows: Sequence[WeeklySession],
    first: date,
    last: date | None,
    *,
    why: str,
    seen: frozenset[str] = frozenset(),
) -> Change:
    """Change the timetable; cancel what is hit, hold alternatives for everybody and tell them.

    Raises `Refused` when more bookings would be hit than were `seen`, and when a session would have
    fewer places than are taken of it: then nothing is changed.
    """
    preview(facility, rows, first, last)
    now = clock.now()
    with transaction.atomic():
        lock_people(_change(facility, rows, first, last).visits)
        stamp_set_up()
        change = _change(facility, rows, first, last)
        allocation.lock([one.pk for one in (*change.going, *(one for one, _ in change.changing))])
        change = _change(facility, rows, first, last)
        unseen = change.references - seen
        if unseen:
            raise Refused(closing_rules.closure_hits_more(len(unseen)))
        if change.too_full:
            raise Refused(closing_rules.places_below_taken(change.too_full))
        write_timetable(facility, rows, first, last)
        cancelled = cancel_by_the_city(officer, change.visits, why, now)
        _end(change, now)
        known = catalogue()
        for session, row in change.changing:
            allocation.set_places(session, row.places, row.door_places)
            settle_session(session.pk, now, known)
        generating.generate(frozenset({facility.pk}))
        for booking in cancelled:
            mine = [visit for visit in change.visits if visit.booking_id == booking.pk]
            rehouse(known, booking, mine, {"ko": why})
    return change


def _change(
    facility: Facility, rows: Sequence[WeeklySession], first: date, last: date | None
) -> Change:
    sessions = Session.objects.filter(
        facility=facility,
        cancelled_at=None,
        starts_at__gte=clock.seoul(first, time.min),
    )
    if last:
        sessions = sessions.filter(starts_at__lt=clock.seoul(last + timedelta(days=1), time.min))
    going: list[Session] = []
    changing: list[tuple[Session, WeeklySession]] = []
    for session in sessions.order_by("starts_at"):
        row = _row_of(session, rows)
        if row is None:
            going.append(session)
        elif (row.places, row.door_places) != (session.places, session.door_places):
            changing.append((session, row))
    visits = Visit.objects.with_places().select_related("booking__person", "session")
    hit = still_live(visits.filter(session__in=going).order_by("starts_at", "pk"))
    return Change(tuple(rows), first, last, tuple(going), tuple(changing), tuple(hit))


def _row_of(session: Session, rows: Sequence[WeeklySession]) -> WeeklySession | None:
    """The row that goes on with this very session."""
    day = session.starts_at.astimezone(clock.SEOUL).date()
    return next(
        (row for row in rows if row.is_on(day) and generating.span_of(row, day) == session.span),
        None,
    )


def _end(change: Change, now: datetime) -> None:
    ids = [session.pk for session in change.going]
    end_offers(list(Offer.objects.filter(session_id__in=ids, state=Offered.OPEN)), now)
    waits = Wait.objects.filter(session_id__in=ids, state__in=IN_THE_QUEUE)
    waits.update(state=Waited.ENDED, ended_at=now, asked={})
    for session in allocation.lock(ids):
        allocation.count_waiting(session.pk, 0)
        generating.cancel_session(session, now)

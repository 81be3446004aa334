"""The verb that changes a weekly timetable from a day on, perhaps until another.

It first shows which sessions go, which change, and which bookings are hit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.db import transaction

from accounts.models import User
from bookings import closing_rules
from bookings.ending import end_offers, end_waits
from bookings.models import Offer, Visit, Wait
from bookings.queueing import Offered, Waited
from bookings.rehousing import cancel_by_the_city, lock_people, lock_queues, rehouse, still_live
from bookings.settling import settle_room_if_waited_for, settle_session
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
    too_full: tuple[Session, ...]  # of these, where more is taken than there would be
    visits: tuple[Visit, ...]  # booked in a session that goes

    @property
    def references(self) -> frozenset[str]:
        """The bookings that are hit, by which a preview is recognised."""
        return frozenset(visit.booking.reference for visit in self.visits)


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
    between = _minutes_between(facility)
    for one, other in combinations(rows, 2):
        if one.overlaps(other):
            raise Refused(closing_rules.timetable_overlaps(str(one), str(other)))
        if one.overlaps(other, between):
            raise Refused(closing_rules.sessions_too_close(str(one), str(other), between))
    return tuple(rows)


def _minutes_between(facility: Facility) -> int:
    """Set-up and clearing are part of what a session takes of its spaces."""
    policies = facility.policies.filter(valid_from__lte=clock.today()).order_by("-valid_from")
    policy = policies.first()
    return policy.setup_minutes + policy.clearing_minutes if policy else 0


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
    known, now = catalogue(), clock.now()
    with transaction.atomic():
        lock_people(_change(facility, rows, first, last).visits)
        stamp_set_up()
        change = _change(facility, rows, first, last)
        touched = (*change.going, *(one for one, _ in change.changing))
        lock_queues(known, facility, touched, change.visits)
        change = _change(facility, rows, first, last)
        unseen = change.references - seen
        if unseen:
            raise Refused(closing_rules.closure_hits_more(len(unseen)))
        if change.too_full:
            raise Refused(closing_rules.places_below_taken(change.too_full))
        write_timetable(facility, rows, first, last)
        cancelled = cancel_by_the_city(officer, change.visits, why, now)
        reason = {"ko": why}
        _end(change, reason, now)
        known = catalogue()
        for session, row in change.changing:
            allocation.sweep(session, now)
            allocation.set_places(session, row.places, row.door_places)
            settle_session(session.pk, now, known)
        generating.generate(frozenset({facility.pk}))
        for session in change.going:
            settle_room_if_waited_for(facility.pk, session.span, now, known)
        for booking in cancelled:
            mine = [visit for visit in change.visits if visit.booking_id == booking.pk]
            rehouse(known, booking, mine, reason)
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
    in_order = visits.filter(session__in=going).order_by("starts_at", "pk")
    hit = still_live(in_order, clock.now())
    return Change(
        rows=tuple(rows),
        first=first,
        last=last,
        going=tuple(going),
        changing=tuple(changing),
        too_full=tuple(_too_full(changing)),
        visits=tuple(hit),
    )


def _too_full(changing: Sequence[tuple[Session, WeeklySession]]) -> Iterator[Session]:
    """Sessions in which more is taken than there would be; what ran out is not taken any more."""
    run_out = allocation.run_out([session.pk for session, _row in changing], clock.now())
    for session, row in changing:
        booked = session.taken - run_out[session.pk, False]
        at_door = session.door_taken - run_out[session.pk, True]
        if booked > row.places or at_door > row.door_places:
            yield session


def _row_of(session: Session, rows: Sequence[WeeklySession]) -> WeeklySession | None:
    """The row that goes on with this very session."""
    day = session.starts_at.astimezone(clock.SEOUL).date()
    return next(
        (row for row in rows if row.is_on(day) and generating.span_of(row, day) == session.span),
        None,
    )


def _end(change: Change, reason: dict[str, str], now: datetime) -> None:
    """The sessions that go take their queues and offers along; everybody is told."""
    ids = [session.pk for session in change.going]
    offers = Offer.objects.filter(session_id__in=ids, state=Offered.OPEN)
    end_offers(list(offers.select_related("person", "facility")), reason, now)
    waits = Wait.objects.filter(session_id__in=ids, state=Waited.WAITING)
    end_waits(waits.select_related("person", "facility").order_by("pk"), reason, now)
    for session in allocation.lock(ids):
        allocation.count_waiting(session.pk, 0)
        generating.cancel_session(session, now)

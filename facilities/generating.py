"""The verb that keeps the sessions of the weeks ahead in step with the timetable.

A session holds its spaces through the guard like a booking does: the two can never meet. It is
made when the timetable says so, no public holiday closes the day and no closure lies over it. One
that should not be there any more goes by itself only as long as nobody has a place in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from facilities import allocation, occupancy
from facilities.availability import want
from facilities.catalogue import (
    Catalogue,
    Listing,
    anew,
    catalogue,
    closure_over,
    hold_still,
)
from facilities.models import Session, WeeklySession
from facilities.occupancy import SpaceTaken, Want
from facilities.opening import holiday_that_closes
from lib import clock
from lib.spans import Span

MADE_ANEW = ("ends_at", "cancelled_at", "places", "door_places", "occupancy")
BEYOND_THE_WINDOW = timedelta(days=7)  # a week whose booking opens next is there to be seen
A_WEEK_AHEAD = 13  # days from a Monday to the Sunday of the week that opens in its week


@dataclass(slots=True)
class Generated:
    """What one run did.

    `blocked` are times at which something else holds a space; `left` are sessions that should not
    be there any more, but in which somebody has a place: they have to be closed.
    """

    made: int = 0
    withdrawn: int = 0
    blocked: list[tuple[str, Span]] = field(default_factory=list)
    left: list[tuple[str, Span]] = field(default_factory=list)


def generate(facility_ids: frozenset[int] | None = None) -> Generated:
    """Make the sessions that are missing, take out the empty ones that should not be there.

    Run again, it changes nothing; a run that was missed is made up for. Sessions that have begun
    are left alone.
    """
    return anew(partial(_generate, facility_ids))


def _generate(facility_ids: frozenset[int] | None) -> Generated:
    """By the set-up as it is known. `SetUpChanged` when it is not that any more."""
    known, now = catalogue(), clock.now()
    done = Generated()
    ahead = Session.objects.filter(starts_at__gt=now, cancelled_at=None)
    with_sessions = set(ahead.order_by().values_list("facility_id", flat=True).distinct())
    for listing in known.listings:
        pk = listing.facility.pk
        if facility_ids is not None and pk not in facility_ids:
            continue
        if listing.has_sessions_on(clock.today()) or pk in with_sessions:
            _generate_for(known, listing, now, done)
    return done


def last_day(listing: Listing) -> date:
    """The last day for which sessions are made now."""
    policy = listing.policy_on(clock.today())
    ahead = policy.opens_days_before if policy else 0
    if policy and policy.opens_weekday is not None:
        ahead = max(ahead, A_WEEK_AHEAD)
    return clock.today() + timedelta(days=ahead) + BEYOND_THE_WINDOW


def planned(
    known: Catalogue, listing: Listing, first: date, last: date
) -> Iterator[tuple[Span, WeeklySession]]:
    """What the timetable says for these days, holidays and closures taken away."""
    if not listing.has_sessions_on(clock.today()):
        return
    day = first
    while day <= last:
        if not holiday_that_closes(listing, day, known.holidays):
            for weekly in listing.weekly:
                span = span_of(weekly, day)
                if weekly.is_on(day) and not closure_over(listing, span):
                    yield span, weekly
        day += timedelta(days=1)


def span_of(weekly: WeeklySession, day: date) -> Span:
    """The session of that day as a span."""
    return Span(clock.seoul(day, weekly.starts_at), clock.seoul(day, weekly.ends_at))


def _generate_for(known: Catalogue, listing: Listing, now: datetime, done: Generated) -> None:
    rows = Session.objects.filter(facility=listing.facility, starts_at__gt=now)
    there = {row.starts_at: row for row in rows}
    wanted = {
        span.starts_at: (span, weekly)
        for span, weekly in planned(known, listing, clock.today(), last_day(listing))
        if span.starts_at > now
    }
    for starts_at, session in there.items():
        span = wanted[starts_at][0] if starts_at in wanted else None
        is_as_planned = span is not None and span.ends_at == session.ends_at
        if session.cancelled_at is not None or is_as_planned:
            continue
        if _withdraw(known, session, now):
            done.withdrawn += 1
            session.cancelled_at = now
        else:
            done.left.append((listing.facility.slug, session.span))
    for starts_at, (span, weekly) in wanted.items():
        earlier = there.get(starts_at)
        if earlier is None or earlier.cancelled_at is not None:
            _make(known, want(listing, span, now), listing, span, weekly, earlier, done)


def _make(
    known: Catalogue,
    wanted: Want,
    listing: Listing,
    span: Span,
    weekly: WeeklySession,
    earlier: Session | None,
    done: Generated,
) -> None:
    """One session in a transaction of its own: what is in one's way is not in the others'."""
    try:
        with transaction.atomic():
            hold_still(known)
            (taken,) = occupancy.take([wanted])
            session = earlier or Session(facility=listing.facility, starts_at=span.starts_at)
            session.ends_at, session.cancelled_at = span.ends_at, None
            session.places, session.door_places = weekly.places, weekly.door_places
            session.occupancy = taken
            session.save(update_fields=MADE_ANEW if earlier else None)
    except SpaceTaken:
        done.blocked.append((listing.facility.slug, span))
    else:
        done.made += 1


@transaction.atomic
def _withdraw(known: Catalogue, session: Session, now: datetime) -> bool:
    """Take out a session in which nobody has a place and for which nobody waits."""
    hold_still(known)
    (locked,) = allocation.lock([session.pk])
    if locked.taken or locked.door_taken or locked.waiting or locked.cancelled_at:
        return False
    cancel_session(locked, now)
    return True


def cancel_session(session: Session, now: datetime) -> None:
    """Let a locked session not take place and give back its spaces. Its places were seen to."""
    if session.occupancy_id:
        occupancy.release([session.occupancy_id])
    session.occupancy, session.cancelled_at = None, now
    session.save(update_fields=["occupancy", "cancelled_at"])

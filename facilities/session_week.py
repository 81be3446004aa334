"""The sessions of some days with what speaks against each: judged like any other time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facilities import session_rules
from facilities.availability import ALTERNATIVES, Start
from facilities.catalogue import Catalogue, Listing
from facilities.models import Holiday
from facilities.rules import closed_that_day, public_holiday
from facilities.sessions import SessionFacts, sessions_between
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refusal
from lib.spans import Span

LOOKED_AROUND = timedelta(days=7)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class SessionDay:
    """A day with its sessions, or why there are none."""

    date: date
    starts: tuple[Start, ...]
    holiday: Holiday | None
    refusal: Refusal | None  # for the whole day


def days_of(
    listing: Listing,
    days: Sequence[date],
    sessions: Collection[SessionFacts],
    known: Catalogue,
    now: datetime,
) -> tuple[SessionDay, ...]:
    """These days of a facility, from sessions that were read before."""
    by_day: dict[date, list[SessionFacts]] = {day: [] for day in days}
    for session in sessions:
        day = session.span.starts_at.astimezone(clock.SEOUL).date()
        if session.facility_id == listing.facility.pk and day in by_day:
            by_day[day].append(session)
    return tuple(_day(listing, day, tuple(by_day[day]), known.holidays, now) for day in days)


def judged(
    listing: Listing, session: SessionFacts, holidays: Mapping[date, Holiday], now: datetime
) -> Start:
    """One session with what speaks against booking a place in it."""
    wish = Wish(listing, session.span, now, holidays, None, session)
    refusal = session_rules.first_refusal(wish)
    if refusal is None and session.free < 1:
        refusal = session_rules.session_full(session, wish)
    return Start(listing, session.span, refusal, session)


def alternatives(
    known: Catalogue, wish: Wish, acceptable: Callable[[Wish], bool]
) -> tuple[Start, ...]:
    """Up to three other sessions with enough places, the nearest first. One query."""
    sessions = sessions_between(
        [wish.listing.facility.pk], wish.day - LOOKED_AROUND, wish.day + LOOKED_AROUND, wish.now
    )
    found: list[Start] = []
    for session in sorted(sessions, key=lambda one: abs(one.span.starts_at - wish.span.starts_at)):
        if len(found) == ALTERNATIVES:
            break
        other = Wish(
            wish.listing, session.span, wish.now, wish.holidays, wish.people, session, wish.party
        )
        fits = session.pk != (wish.session and wish.session.pk) and session.free >= other.places
        if fits and session_rules.first_refusal(other) is None and acceptable(other):
            found.append(Start(wish.listing, session.span, None, session))
    return tuple(found)


def _day(
    listing: Listing,
    day: date,
    sessions: tuple[SessionFacts, ...],
    holidays: Mapping[date, Holiday],
    now: datetime,
) -> SessionDay:
    whole_day: Refusal | None = None
    if not sessions:
        noon = clock.seoul(day, NOON)
        probe = Wish(listing, Span(noon, noon + timedelta(hours=1)), now, holidays)
        whole_day = public_holiday(probe) or closed_that_day(probe) or session_rules.no_sessions()
    return SessionDay(
        day,
        tuple(judged(listing, session, holidays, now) for session in sessions),
        holidays.get(day),
        whole_day,
    )

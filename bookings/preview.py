"""What the form says before anything is typed: can this time be booked, and until when undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from bookings import rules
from bookings.alternatives import Alternative, alternatives_for, shown
from bookings.history import counted_visits
from facilities import availability, session_week
from facilities.catalogue import Catalogue, Listing
from facilities.sessions import SessionFacts
from facilities.wish import Wish
from lib import clock, formats
from lib.refusal import Refusal
from lib.spans import Span

# What can be meant at all; everything within is judged by the rules.
SENSIBLE = timedelta(days=366)
LONGEST_MINUTES = 60 * 24 * 31


@dataclass(frozen=True, slots=True)
class Preview:
    """What is known of a time before it is booked."""

    refusal: Refusal | None
    alternatives: tuple[Alternative, ...] = ()
    period: str = ""
    cancel_until: str = ""


def preview(
    known: Catalogue, listing: Listing, person: User, initial: Mapping[str, Any]
) -> Preview | None:
    """Judge the time in the address for this person; None when there is no such time.

    By the same rules as the verb, and by the taken quarters; only the verb decides.
    """
    span = _span(initial)
    if span is None:
        return None
    now = clock.now()
    day = span.starts_at.astimezone(clock.SEOUL).date()
    facts = availability.Facts(
        now, known.holidays, availability.taken_between([listing], day, day, now)
    )
    wish = Wish(listing, span, now, known.holidays, 1)
    visits = counted_visits(person, [wish])
    refusal = availability.judged(listing, span, None, facts).refusal or rules.first_refusal(
        wish, person, visits.history(known.group_of(listing))
    )
    if refusal:
        instead = shown(alternatives_for(known, wish, person, visits), initial)
        return Preview(refusal, instead, formats.period(span))
    until = wish.policy.cancel_until(span.starts_at)
    return Preview(None, (), formats.period(span), formats.moment(until))


def places_preview(
    known: Catalogue,
    listing: Listing,
    session: SessionFacts,
    person: User,
    *,
    full_only: bool = False,
) -> Preview:
    """Judge a session for this person, by the same rules as the verb; only the verb decides.

    `full_only`: say nothing of the person, where the form itself has something to say first.
    """
    now = clock.now()
    wish = Wish(listing, session.span, now, known.holidays, None, session)
    visits = counted_visits(person, [wish])
    refusal = session_week.judged(listing, session, known.holidays, now).refusal
    is_full = refusal is not None and refusal.code == "session_full"
    if (refusal is None or is_full) and not full_only:
        history = visits.history(known.group_of(listing))
        refusal = rules.first_refusal(wish, person, history) or refusal
    period = formats.period(session.span)
    if refusal:
        instead = shown(alternatives_for(known, wish, person, visits), {})
        return Preview(refusal, instead, period)
    return Preview(None, (), period, formats.moment(wish.policy.cancel_until(wish.span.starts_at)))


def _span(initial: Mapping[str, Any]) -> Span | None:
    """The time that the address names, if it names one that can be meant."""
    try:
        day, at = date.fromisoformat(str(initial["date"])), time.fromisoformat(initial["start"])
        if abs(day - clock.today()) > SENSIBLE:
            return None
        starts_at: datetime = clock.seoul(day, at)
        minutes = min(int(initial["minutes"]), LONGEST_MINUTES)
        return Span(starts_at, starts_at + timedelta(minutes=minutes))
    except (KeyError, ValueError, OverflowError):
        return None

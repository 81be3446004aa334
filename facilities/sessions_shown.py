"""Sessions as pages show them: ready texts, so that templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.availability import Start
from facilities.links import booking_link
from facilities.session_week import SessionDay
from facilities.sessions import SessionFacts
from lib import clock, formats

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One session in a list. With an address something can be done: book, or wait."""

    time: str  # "10:00~12:00"
    label: str  # with the day, for who hears the link without the list
    places: str  # "5 of 7 places free, 2 waiting"
    at_door: str  # "7 more at the door"
    tone: str
    badge: str
    url: str
    is_full: bool
    reason: str  # why it cannot be booked, and what to do


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its sessions."""

    date: date
    label: str
    holiday_name: str
    is_today: bool
    reason: str
    sessions: tuple[ShownSession, ...]


@dataclass(frozen=True, slots=True)
class SessionsWeek:
    """The week with the links around it. An empty address: there is nothing further that way."""

    title: str
    days: tuple[ShownDay, ...]
    previous_url: str
    next_url: str


def sessions_week(days: Sequence[SessionDay], ahead: timedelta) -> SessionsWeek:
    """Lay out the days. `ahead`: how far ahead booking ever opens."""
    today, first = clock.today(), days[0].date
    return SessionsWeek(
        title=formats.days(first, days[-1].date),
        days=shown_days(days),
        previous_url=f"?week={(first - WEEK).isoformat()}" if first > today else "",
        next_url=f"?week={(first + WEEK).isoformat()}" if first + WEEK <= today + ahead else "",
    )


def shown_days(days: Sequence[SessionDay]) -> tuple[ShownDay, ...]:
    """In the active language."""
    today = clock.today()
    return tuple(
        ShownDay(
            date=day.date,
            label=formats.day(day.date),
            holiday_name=day.holiday.name if day.holiday else "",
            is_today=day.date == today,
            reason=f"{day.refusal.message} {day.refusal.next_step}" if day.refusal else "",
            sessions=tuple(shown_session(start) for start in day.starts),
        )
        for day in days
    )


def shown_session(start: Start) -> ShownSession:
    """A session with what can be done about it. A full one leads to its waiting list."""
    session = start.session
    if session is None:
        raise LookupError("a time without a session")
    refusal = start.refusal
    is_full = refusal is not None and refusal.code == "session_full"
    tone, badge = _badge(start, is_full)
    can_act = refusal is None or is_full
    return ShownSession(
        time=formats.times(session.span),
        label=formats.period(session.span),
        places="" if session.is_cancelled else places_in_words(session),
        at_door=at_door_in_words(session),
        tone=tone,
        badge=badge,
        url=booking_link(start) if can_act else "",
        is_full=is_full,
        reason="" if refusal is None or is_full else f"{refusal.message} {refusal.next_step}",
    )


def places_in_words(session: SessionFacts) -> str:
    """ "5 of 7 places free, 2 waiting"."""
    free = max(session.free, 0)
    words = ngettext(
        "%(free)d of %(places)d place free", "%(free)d of %(places)d places free", session.places
    ) % {"free": free, "places": session.places}
    if not session.waiting:
        return words
    waiting = ngettext("%(number)d waiting", "%(number)d waiting", session.waiting)
    return f"{words}, {waiting % {'number': session.waiting}}"


def at_door_in_words(session: SessionFacts) -> str:
    """ "7 more at the door", of a session that has places for who simply comes."""
    if not session.door_places or session.is_cancelled:
        return ""
    left = session.door_places - session.door_taken
    return ngettext(
        "%(number)d more at the door, for whoever comes first",
        "%(number)d more at the door, for whoever comes first",
        left,
    ) % {"number": left}


def _badge(start: Start, is_full: bool) -> tuple[str, str]:
    if start.refusal is None:
        return "success", _("Can be booked now")
    if is_full:
        return "warning", _("Full: waiting list")
    return "", start.refusal.short or _("Cannot be booked")

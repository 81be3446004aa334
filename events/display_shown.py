"""The lobby screen: what is on now and what comes next, as few words as possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from events.finding import days
from events.models import Event
from events.publication import Published
from events.runs import days_of
from events.shown import mark_of, where_of
from lib import formats
from lib.spans import Span

Coming = tuple[datetime, Event]  # from when on

# As many as stand on the screen at their longest: nobody can scroll there. The rest is counted.
NOW_AT_MOST = 2
NEXT_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """An event on the screen."""

    when: str
    title: str
    other_title: str  # in the other language; empty: there is none
    other_language: str
    where: str
    mark: str


@dataclass(frozen=True, slots=True)
class Screen:
    """All of it."""

    now: list[Line]
    next: list[Line]
    more: int  # of today, that found no room


def screen(events: Sequence[Event], now: datetime) -> Screen:
    """Of all that touches the rest of today, and of some of what begins later.

    An event of several days is on while one of its places is in use: at night it is not. What
    began last stands first, so that what goes on for weeks does not hide what is on today.
    """
    running, coming = _parted(events, now)
    shown = sorted(coming, key=_rank)[:NEXT_AT_MOST]
    return Screen(
        now=[_line(one, _on(one, now)) for one in running[:NOW_AT_MOST]],
        next=[_line(one, _from(one, at, now)) for at, one in sorted(shown, key=_moment)],
        more=len(running[NOW_AT_MOST:]) + _of_today(coming, now) - _of_today(shown, now),
    )


def _parted(events: Sequence[Event], now: datetime) -> tuple[list[Event], list[Coming]]:
    """What is on, the newest first, and what comes, with the moment at which it does.

    What was to be on and does not take place is among what is on, because people stand there;
    from its second day on it comes last.
    """
    running, coming = [], []
    for one in events:
        if _spans_at(one, now):
            running.append(one)
        elif at := _next_start(one, now):
            coming.append((at, one))
    midnight = _day_of(now).starts_at

    def told_first(one: Event) -> tuple[bool, datetime]:
        return _takes_place(one) or one.starts_at >= midnight, one.starts_at

    return sorted(running, key=told_first, reverse=True), coming


def _rank(coming: Coming) -> tuple[date, bool, datetime]:
    """By day: of a day, what begins on it before another day of what goes on."""
    at, event = coming
    day = formats.in_seoul(at).date()
    return day, formats.in_seoul(event.starts_at).date() < day, at


def _moment(coming: Coming) -> datetime:
    return coming[0]


def _of_today(coming: Sequence[Coming], now: datetime) -> int:
    today = formats.in_seoul(now).date()
    return sum(formats.in_seoul(at).date() == today for at, _event in coming)


def _takes_place(event: Event) -> bool:
    return event.state == Published.PUBLISHED


def _spans(event: Event) -> list[Span]:
    return [place.span for place in event.places.all()] or [event.span]


def _spans_at(event: Event, now: datetime) -> list[Span]:
    return [one for one in _spans(event) if one.starts_at <= now < one.ends_at]


def _next_start(event: Event, now: datetime) -> datetime | None:
    return min((one.starts_at for one in _spans(event) if one.starts_at > now), default=None)


def _day_of(moment: datetime) -> Span:
    day = formats.in_seoul(moment).date()
    return days(day, day)


def _on(event: Event, now: datetime) -> str:
    """Until when it is on; of what does not take place, from when on it would be."""
    spans = _spans_at(event, now)
    if event.is_all_day or any(one.covers(_day_of(now)) for one in spans):
        return _("all day")
    if not _takes_place(event):
        return _from(event, min(one.starts_at for one in spans), now)
    return _("until %(time)s") % {"time": _end(max(one.ends_at for one in spans), now)}


def _end(at: datetime, now: datetime) -> str:
    """With its day where that is another; midnight belongs to the day before."""
    _today, last = days_of(Span(now, at))
    time = formats.end_time(at)
    return time if last == formats.in_seoul(now).date() else f"{formats.short_day(last)} {time}"


def _from(event: Event, at: datetime, now: datetime) -> str:
    """Without the year: what is shown is at most weeks away, and letters for ten metres are big."""
    begins = formats.in_seoul(at)
    if event.is_all_day:
        return formats.short_day(begins)
    time = formats.clock_time(begins)
    is_today = begins.date() == formats.in_seoul(now).date()
    return time if is_today else f"{formats.short_day(begins)} {time}"


def _line(event: Event, when: str) -> Line:
    title = str(event.title)
    language, other = ("en", event.title_en) if formats.is_korean() else ("ko", event.title_ko)
    other = other if other != title else ""
    return Line(when, title, other or "", language, where_of(event), mark_of(event))

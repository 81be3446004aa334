"""The lobby screen: what is on now and what comes next, as few words as possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from events.models import Event
from events.publication import Published
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
        now=[_line(one, _until(one, now)) for one in running[:NOW_AT_MOST]],
        next=[_line(one, _from(one, at, now)) for at, one in sorted(shown, key=_moment)],
        more=len(running[NOW_AT_MOST:]) + _of_today(coming, now) - _of_today(shown, now),
    )


def _parted(events: Sequence[Event], now: datetime) -> tuple[list[Event], list[Coming]]:
    """What is on, the newest first, and what comes, with the moment at which it does."""
    running, coming = [], []
    for one in events:
        if _takes_place(one) and _span_at(one, now):
            running.append(one)
        elif at := _next_start(one, now):
            coming.append((at, one))
    return sorted(running, key=lambda one: one.starts_at, reverse=True), coming


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


def _span_at(event: Event, now: datetime) -> Span | None:
    return next((one for one in _spans(event) if one.starts_at <= now < one.ends_at), None)


def _next_start(event: Event, now: datetime) -> datetime | None:
    return min((one.starts_at for one in _spans(event) if one.starts_at > now), default=None)


def _until(event: Event, now: datetime) -> str:
    last = max(one.ends_at for one in _spans(event) if one.starts_at <= now < one.ends_at)
    if event.is_all_day or formats.in_seoul(last).date() != formats.in_seoul(now).date():
        return _("all day")
    return _("until %(time)s") % {"time": formats.clock_time(formats.in_seoul(last))}


def _from(event: Event, at: datetime, now: datetime) -> str:
    begins = formats.in_seoul(at)
    if event.is_all_day:
        return formats.day(begins)
    time = formats.clock_time(begins)
    return time if begins.date() == formats.in_seoul(now).date() else formats.moment(at)


def _line(event: Event, when: str) -> Line:
    title = str(event.title)
    other = event.title_en if formats.is_korean() else event.title_ko
    other = other if other != title else ""
    return Line(when, title, other or "", where_of(event), mark_of(event))

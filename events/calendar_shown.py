"""Days with what is on, for the month and the week: ready texts, in the active language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event
from events.publication import Published
from events.runs import days_of, runs
from events.shown import mark_of, where_of
from facilities.catalogue import Catalogue
from lib import clock, formats
from lib.spans import Span

Run = tuple[Event, Span]  # an event, and days on which it is
DAY = timedelta(days=1)
MONDAY = 0
SHOWN_A_DAY = 5  # in a cell of the month: a month of a thousand events is still one small page


@dataclass(frozen=True, slots=True)
class Entry:
    """An event on one of its days."""

    title: str
    time: str  # when it begins on that day; empty: all day, or it goes on
    mark: str
    category: str
    is_off: bool  # it does not take place
    path: str
    where: str = ""
    goes_on: bool = False  # it was named the day before, in the same week


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    day: date
    label: str  # in full
    is_today: bool
    is_outside: bool  # of the month that is shown
    holiday: str
    entries: tuple[Entry, ...]
    more: str  # "3 more"; empty: that is all

    @property
    def number(self) -> int:
        return self.day.day

    @property
    def value(self) -> str:
        """As addresses say it."""
        return self.day.isoformat()


def shown_days(
    days: Sequence[date],
    events: Iterable[Event],
    known: Catalogue,
    *,
    month: int = 0,
    most: int = 0,
    says_where: bool = False,
) -> list[Day]:
    """Each day with the events that are on then. No query.

    Of events that came `with_runs`, or with their places. `month`: days of another one are
    outside. `most`: so many of a day at most; 0: all. `says_where`: they came
    `with_place_names()`, and their places are shown.
    """
    on: dict[date, list[Run]] = {day: [] for day in days}
    for event in events:
        for span in runs(event):
            first, last = days_of(span)
            day = max(first, days[0])
            while day <= min(last, days[-1]):
                on[day].append((event, span))
                day += DAY
    return [
        _day(day, _in_turn(on[day], day), known, month=month, most=most, says_where=says_where)
        for day in days
    ]


def _in_turn(found: Sequence[Run], day: date) -> list[Run]:
    """What begins on the day first: what goes on for weeks must not take its room in a cell."""

    def turn(run: Run) -> tuple[bool, datetime]:
        starts_at = run[1].starts_at
        return formats.in_seoul(starts_at).date() < day, starts_at

    return sorted(found, key=turn)


def _day(
    day: date,
    found: Sequence[Run],
    known: Catalogue,
    *,
    month: int,
    most: int,
    says_where: bool,
) -> Day:
    holiday = known.holidays.get(day)
    shown = found[:most] if most and len(found) > most else found
    left = len(found) - len(shown)
    more = ngettext("%(number)d more", "%(number)d more", left) % {"number": left} if left else ""
    return Day(
        day=day,
        label=formats.day(day),
        is_today=day == clock.today(),
        is_outside=bool(month) and day.month != month,
        holiday=str(holiday.name) if holiday else "",
        entries=tuple(_entry(event, span, day, says_where=says_where) for event, span in shown),
        more=more,
    )


def _entry(event: Event, span: Span, day: date, *, says_where: bool) -> Entry:
    begins = formats.in_seoul(span.starts_at)
    starts_at = _begins_on(event, span, day) if says_where else begins
    is_first = starts_at.date() == day and not event.is_all_day
    return Entry(
        title=str(event.title),
        time=formats.clock_time(starts_at) if is_first else "",
        mark=mark_of(event),
        category=event.category,
        is_off=event.state != Published.PUBLISHED,
        path=reverse("events:event", args=[event.reference]),
        where=where_of(event, span) if says_where else "",
        goes_on=begins.date() < day and day.weekday() != MONDAY,
    )


def _begins_on(event: Event, span: Span, day: date) -> datetime:
    """When it begins, or is on again on that day: with the first of its places, if none is open.

    Of an event that came with its places.
    """
    begins = formats.in_seoul(span.starts_at)
    there = [
        formats.in_seoul(place.starts_at) for place in event.places.all() if _is_on(place.span, day)
    ]
    return begins if begins.date() == day else min(there, default=begins)


def _is_on(span: Span, day: date) -> bool:
    first, last = days_of(span)
    return first <= day <= last


def month_days(first: date) -> list[date]:
    """The whole weeks that hold the month, from Monday to Sunday."""
    begins = first - timedelta(days=first.weekday())
    last = next_month(first) - DAY
    number = (last - begins).days + 1
    return [begins + timedelta(days=place) for place in range(number + -number % 7)]


def months_away(day: date) -> int:
    """How many months lie between that one and this one, before or after."""
    today = clock.today()
    return abs((day.year - today.year) * 12 + day.month - today.month)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def weekday_names() -> list[str]:
    """From Monday to Sunday, in full."""
    return [
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    ]  # fmt: skip


def month_title(first: date) -> str:
    """ "2026년 12월", "December 2026"."""
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    if formats.is_korean():
        return f"{first.year}년 {first.month}월"
    return f"{names[first.month - 1]} {first.year}"

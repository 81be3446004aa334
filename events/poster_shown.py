"""The month on a poster: ready texts, in the active language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.text import Truncator

from events.calendar_shown import Run, next_month, weekday_names
from events.models import Event
from events.publication import Published
from events.runs import days_of, runs
from events.shown import before_of, mark_of, where_of
from facilities.catalogue import Catalogue
from lib import formats
from lib.spans import Span

PAPERS = ("a4", "a3")
SUNDAY, SATURDAY = 6, 5
# So few fit on one page in larger letters: who hangs up a poster of four events wants it full.
SPARSE_AT_MOST, LARGE_AT_MOST, MIDDLE_AT_MOST = 3, 6, 10
# Of many the titles and places are no longer than this: a page more takes half a second to lay out.
LONGEST_TITLE, LONGEST_WHERE = 80, 60
TOGETHER = 6  # so many of a day stand on one page, if it must begin the next


@dataclass(frozen=True, slots=True)
class Line:
    """An event on the poster: on the first of its days in the month, of each of its runs."""

    when: tuple[str, ...]  # of several days: from, and until
    title: str
    mark: str
    state: str
    where: str
    category: str
    category_label: str
    moved_from: str


@dataclass(frozen=True, slots=True)
class PosterDay:
    """A day on which something begins."""

    number: int
    weekday: str
    label: str  # as it stands at the head of the next page, when the day goes on there
    holiday: str
    is_red: bool  # Sundays and public holidays, as on every calendar
    is_saturday: bool
    lines: tuple[Line, ...]

    @property
    def is_long(self) -> bool:
        """Too many to be kept together on a page."""
        return len(self.lines) > TOGETHER


def poster_days(
    first: date, events: Sequence[Event], known: Catalogue, most: int | None = None
) -> list[PosterDay]:
    """The days of the month on which something is announced, in their order.

    Of events that touch the month, by their start, with the names of their places. `most`: so
    many lines, the first ones; None: all. No query.
    """
    begun = begun_in(first, events)[:most]
    is_bounded = len(begun) > MIDDLE_AT_MOST
    return [
        _day(day, [(event, span) for _day_of, _at, event, span in some], known, is_bounded)
        for day, some in groupby(begun, key=lambda line: line[0])
    ]


def begun_in(first: date, events: Iterable[Event]) -> list[tuple[date, datetime, Event, Span]]:
    """The lines before they are words: the day in that month on which each stands, by time."""
    begun = [
        (max(days[0], first), span.starts_at, event, span)
        for event in events
        for span in runs(event)
        if (days := days_of(span))[1] >= first and days[0] < next_month(first)
    ]
    return sorted(begun, key=lambda line: line[:2])


def size_of(number: int) -> str:
    """How large a poster of so many events is printed; never smaller than can be read."""
    if number <= LARGE_AT_MOST:
        return "large"
    return "middle" if number <= MIDDLE_AT_MOST else "small"


def _day(day: date, found: Sequence[Run], known: Catalogue, is_bounded: bool) -> PosterDay:
    holiday = known.holidays.get(day)
    return PosterDay(
        number=day.day,
        weekday=weekday_names()[day.weekday()],
        label=formats.short_day(day),
        holiday=str(holiday.name) if holiday else "",
        is_red=bool(holiday) or day.weekday() == SUNDAY,
        is_saturday=day.weekday() == SATURDAY,
        lines=tuple(_line(event, span, day, is_bounded) for event, span in found),
    )


def _line(event: Event, span: Span, day: date, is_bounded: bool) -> Line:
    takes_place = event.state == Published.PUBLISHED
    title, where = str(event.title), where_of(event, span)
    if is_bounded:
        title = Truncator(title).chars(LONGEST_TITLE)
        where = Truncator(where).chars(LONGEST_WHERE)
    return Line(
        when=_when(event, span, day.year),
        title=title,
        mark=mark_of(event),
        state=event.state,
        where=where,
        category=event.category,
        category_label=str(event.get_category_display()),
        moved_from=before_of(event) if takes_place else "",
    )


def _when(event: Event, span: Span, year: int) -> tuple[str, ...]:
    """Of one day the times; of several, both ends; the year only where it is another one."""
    first, last = days_of(span)
    if first == last:
        return () if event.is_all_day else (formats.times(span),)
    comma = "" if event.is_all_day or formats.is_korean() else ","
    ends = [
        formats.short_day(day) if day.year == year else formats.day(day) for day in (first, last)
    ]
    if not event.is_all_day:
        ends[0] += f"{comma} {formats.clock_time(span.starts_at)}"
        ends[1] += f"{comma} {formats.end_time(span.ends_at)}"
    return (f"{ends[0]} {formats.dash()}", ends[1])

"""The month on a poster: ready texts, in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.text import Truncator

from events.calendar_shown import weekday_names
from events.models import Event
from events.publication import Published
from events.shown import days_of, mark_of, where_of
from facilities.catalogue import Catalogue
from lib import formats

PAPERS = ("a4", "a3")
SUNDAY, SATURDAY = 6, 5
# So few fit on one page in larger letters: who hangs up a poster of four events wants it full.
SPARSE_AT_MOST, LARGE_AT_MOST, MIDDLE_AT_MOST = 3, 6, 10
# Of many the titles and places are no longer than this: a page more takes half a second to lay out.
LONGEST_TITLE, LONGEST_WHERE = 80, 60
TOGETHER = 6  # so many of a day stand on one page, if it must begin the next


@dataclass(frozen=True, slots=True)
class Line:
    """An event on the poster, once: on the first of its days in the month."""

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


def poster_days(first: date, events: Sequence[Event], known: Catalogue) -> list[PosterDay]:
    """The days of the month on which something is announced, in their order.

    Of events that touch the month, by their start, with the names of their places. No query.
    """
    is_bounded = len(events) > MIDDLE_AT_MOST
    begun = [(max(days_of(event.span)[0], first), event) for event in events]
    return [
        _day(day, [event for _day_of, event in some], known, is_bounded=is_bounded)
        for day, some in groupby(begun, key=lambda pair: pair[0])
    ]


def size_of(number: int) -> str:
    """How large a poster of so many events is printed; never smaller than can be read."""
    if number <= LARGE_AT_MOST:
        return "large"
    return "middle" if number <= MIDDLE_AT_MOST else "small"


def _day(day: date, events: Sequence[Event], known: Catalogue, *, is_bounded: bool) -> PosterDay:
    holiday = known.holidays.get(day)
    return PosterDay(
        number=day.day,
        weekday=weekday_names()[day.weekday()],
        label=formats.short_day(day),
        holiday=str(holiday.name) if holiday else "",
        is_red=bool(holiday) or day.weekday() == SUNDAY,
        is_saturday=day.weekday() == SATURDAY,
        lines=tuple(_line(event, day, is_bounded=is_bounded) for event in events),
    )


def _line(event: Event, day: date, *, is_bounded: bool) -> Line:
    takes_place = event.state == Published.PUBLISHED
    title, where = str(event.title), where_of(event)
    if is_bounded:
        title = Truncator(title).chars(LONGEST_TITLE)
        where = Truncator(where).chars(LONGEST_WHERE)
    return Line(
        when=_when(event, day.year),
        title=title,
        mark=mark_of(event),
        state=event.state,
        where=where,
        category=event.category,
        category_label=str(event.get_category_display()),
        moved_from=formats.moment(event.moved_from) if takes_place and event.moved_from else "",
    )


def _when(event: Event, year: int) -> tuple[str, ...]:
    """Of one day the times; of several, both ends; the year only where it is another one."""
    first, last = days_of(event.span)
    if first == last:
        return () if event.is_all_day else (formats.times(event.span),)
    comma = "" if event.is_all_day or formats.is_korean() else ","
    ends = [
        formats.short_day(day) if day.year == year else formats.day(day) for day in (first, last)
    ]
    if not event.is_all_day:
        ends[0] += f"{comma} {formats.clock_time(event.starts_at)}"
        ends[1] += f"{comma} {formats.end_time(event.ends_at)}"
    return (f"{ends[0]} {formats.dash()}", ends[1])

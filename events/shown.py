"""An event as everybody sees it, in the active language: pages, screen, poster, feeds alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import Event
from events.publication import Published
from events.runs import days_of, runs
from lib import formats
from lib.spans import Span

DATES_TOLD = 3  # of an event whose days do not follow each other


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """What a list, a cell of the month, a screen or a feed says of it."""

    reference: str
    title: str  # with the mark of what does not take place
    bare_title: str
    mark: str  # in a word; empty when it takes place as announced
    state: str
    category: str  # its value,
    category_label: str  # and its name
    span: Span
    is_all_day: bool
    when: str
    where: str
    organiser: str
    reason: str
    moved_from: str
    path: str

    @property
    def url(self) -> str:
        """Whole, for what leaves the site."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def takes_place(self) -> bool:
        return self.state == Published.PUBLISHED


def shown_event(event: Event) -> ShownEvent:
    """Of an event that came `with_places()`: no query is made here."""
    mark = mark_of(event)
    title = str(event.title)
    return ShownEvent(
        reference=event.reference,
        title=f"[{mark}] {title}" if mark and event.state != Published.PUBLISHED else title,
        bare_title=title,
        mark=mark,
        state=event.state,
        category=event.category,
        category_label=str(event.get_category_display()),
        span=event.span,
        is_all_day=event.is_all_day,
        when=when_of_runs(runs(event), is_all_day=event.is_all_day),
        where=where_of(event),
        organiser=str(event.organiser or ""),
        reason=str(event.reason or ""),
        moved_from=before_of(event),
        path=reverse("events:event", args=[event.reference]),
    )


def before_of(event: Event) -> str:
    """For when it was announced before."""
    if not event.moved_from:
        return ""
    before = formats.in_seoul(event.moved_from)
    return formats.day(before.date()) if is_whole_day(before) else formats.moment(before)


def is_whole_day(seoul: datetime) -> bool:
    """Was it announced for the day? That alone is not kept, but nothing else begins at midnight."""
    return seoul.time() == time.min


def mark_of(event: Event) -> str:
    """The word that stands before its title, or beside it where it only moved."""
    if event.state == Published.CANCELLED:
        return pgettext("mark of an event", "Cancelled")
    if event.state == Published.POSTPONED:
        return pgettext("mark of an event", "Postponed")
    if event.moved_from:
        return pgettext("mark of an event", "Moved")
    return ""


def when_of(span: Span, *, is_all_day: bool) -> str:
    """When it is; of an all-day one only the days."""
    if not is_all_day:
        return formats.period(span)
    first, last = days_of(span)
    if first == last:
        return " ".join([formats.day(first), _("all day")])
    return formats.days(first, last)


def when_of_runs(spans: Sequence[Span], *, is_all_day: bool) -> str:
    """When it is, day by day where these do not follow each other; the first ones of many."""
    first, *others = spans
    told = [when_of(first, is_all_day=is_all_day)]
    year = formats.in_seoul(first.starts_at).year
    for span in others[: DATES_TOLD - 1]:
        told.append(_further(span, year, is_all_day=is_all_day))
        year = formats.in_seoul(span.starts_at).year
    left = len(spans) - len(told)
    dates = (", " if formats.is_korean() else "; ").join(told)
    if not left:
        return dates
    return ngettext(
        "%(dates)s and %(number)d more date", "%(dates)s and %(number)d more dates", left
    ) % {"dates": dates, "number": left}


def _further(span: Span, year: int, *, is_all_day: bool) -> str:
    """Of one day in the same year the year is not said again."""
    first, last = days_of(span)
    if first != last or first.year != year:
        return when_of(span, is_all_day=is_all_day)
    day = formats.short_day(first)
    if is_all_day:
        return " ".join([day, _("all day")])
    return f"{day}{'' if formats.is_korean() else ','} {formats.times(span)}"


def where_of(event: Event, on: Span | None = None) -> str:
    """Its places in a line, each once, and what else was written. `on`: those of one run."""
    places = [one for one in event.places.all() if on is None or one.span.overlaps(on)]
    names = [str(place.facility.name) for place in places]
    return ", ".join(dict.fromkeys([*names, *([str(event.location)] if event.location else [])]))


def shown_events(events: Sequence[Event]) -> list[ShownEvent]:
    """Several, in their order."""
    return [shown_event(event) for event in events]

"""On which days an event is: pure. Most are on one day, or on some that follow each other.

One that stands on visits far apart is not on the days between: the plaza is free then, or somebody
else's. So whoever shows when it is asks for its runs, and not for its span.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.db.models import Prefetch, prefetch_related_objects

from events.models import Event, EventPlace
from lib import clock, formats
from lib.spans import Span

DAY = timedelta(days=1)


def runs(event: Event) -> tuple[Span, ...]:
    """The spans of consecutive days on which it is; at least one, in their order.

    Left out are days between its places that none of them touches. One run, which is its span, has
    whatever is on one day, takes no place, is elsewhere too, or leaves no day out. No query, of an
    event that came with its places or by `with_runs`.
    """
    first, last = days_of(event.span)
    if first == last or _is_elsewhere(event):
        return (event.span,)
    found = _joined(place.span for place in event.places.all())
    if len(found) < 2:
        return (event.span,)
    if event.is_all_day:
        found = [_whole_days(span) for span in found]
    # It begins and ends as it was announced, whatever its places need before and after.
    begins, ends = found[0], found[-1]
    return (
        Span(event.starts_at, begins.ends_at),
        *found[1:-1],
        Span(ends.starts_at, event.ends_at),
    )


def with_runs(events: Iterable[Event]) -> list[Event]:
    """The same with the places of those that last several days: one query more, or none."""
    found = list(events)
    long = [one for one in found if len(set(days_of(one.span))) > 1]
    places = EventPlace.objects.order_by("starts_at", "pk")
    prefetch_related_objects(long, Prefetch("places", places))
    return found


def days_of(span: Span) -> tuple[date, date]:
    """The first and the last day in Seoul; midnight belongs to the day before."""
    first = formats.in_seoul(span.starts_at).date()
    last = formats.in_seoul(span.ends_at - timedelta(microseconds=1)).date()
    return first, last


def _is_elsewhere(event: Event) -> bool:
    """Is it somewhere else too, so that its places do not tell all of its days?

    Of a booking they do, whatever is written beside them.
    """
    return not event.is_of_booking and bool(event.location_ko or event.location_en)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In their order; those whose days touch or follow each other as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and days_of(span)[0] <= days_of(found[-1])[1] + DAY:
            before = found.pop()
            found.append(Span(before.starts_at, max(before.ends_at, span.ends_at)))
        else:
            found.append(span)
    return found


def _whole_days(span: Span) -> Span:
    first, last = days_of(span)
    return Span(clock.seoul(first, time.min), clock.seoul(last + DAY, time.min))

"""Many events, a few at a time: however long the calendar becomes, memory stays flat."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Prefetch

from events.finding import Wish, announced, days
from events.models import Event, EventPlace
from events.models.event import EventQuerySet
from lib import clock

AT_A_TIME = 250
KEPT = timedelta(days=366)  # what was a year ago leaves the feeds


def in_feeds(wish: Wish) -> EventQuerySet:
    """What feeds tell of: from one year back on, without end; cancelled and postponed ones too."""
    today = clock.today()
    return announced(wish).filter(ends_at__gt=days(today - KEPT, today).starts_at)


def with_facilities(events: EventQuerySet) -> EventQuerySet:
    """With where they are, as entries tell it."""
    # Each facility once a batch, and not once a place.
    places = EventPlace.objects.prefetch_related("facility").order_by("starts_at", "pk")
    return events.prefetch_related(Prefetch("places", places))


def batches(events: EventQuerySet) -> Iterator[list[Event]]:
    """All of them in the order in which they were made, so that a feed only grows at its end.

    Each batch is a query of its own along the key: no cursor is held while a slow reader takes
    what was written, and a pooler in between does not matter.
    """
    last = 0
    while batch := list(with_facilities(events.filter(pk__gt=last).order_by("pk")[:AT_A_TIME])):
        yield batch
        last = batch[-1].pk

"""Small figures that move whenever a feed would say something else: one row tells."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.utils.translation import get_language

from events.models.event import EventQuerySet
from facilities.catalogue import catalogue
from lib.conditional import etag_of
from lib.release import release


@dataclass(frozen=True, slots=True)
class Stamp:
    """An ETag, and when something of it last changed."""

    etag: str
    changed_at: datetime | None


def stamp_of(events: EventQuerySet, *asked: object) -> Stamp:
    """Of what is written of these events in the active language. Two queries, whatever their size.

    Each change of an event gives it the next revision and is the newest; an event that leaves the
    window moves the count. The sum tells also what was committed after a newer change. Names of
    places are the set-up's. `asked` is what else the answer depends on.
    """
    # Nothing but what the index `event_in_feeds` holds, so that no event is touched.
    figures = events.order_by().aggregate(
        number=Count("*"), revisions=Sum("revision"), changed_at=Max("changed_at")
    )
    return Stamp(
        etag_of(
            *(figures[name] for name in sorted(figures)),
            catalogue().stamps,
            get_language(),
            settings.SITE_URL,
            release(),
            *asked,
        ),
        figures["changed_at"],
    )

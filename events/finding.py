"""What the public looks for in the calendar: one way for pages, feeds and files."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from events.models import Category, Event, EventPlace
from events.models.event import EventQuerySet
from lib import clock
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see. Empty: no matter."""

    category: str = ""
    place: str = ""  # address of a facility
    words: str = ""


def announced(wish: Wish) -> EventQuerySet:
    """The announced events of that kind, place and text, cancelled and postponed ones too."""
    found: EventQuerySet = Event.objects.announced()
    if wish.category in Category.values:
        found = found.filter(category=wish.category)
    if wish.place:
        found = found.at(wish.place)
    if wish.words:
        found = found.matching(wish.words)
    return found


def taking_days(events: EventQuerySet, span: Span) -> EventQuerySet:
    """Those of them that are on then, and not only before and after: as `events.runs` says it.

    `span` is of whole days.
    """
    places = EventPlace.objects.filter(event=OuterRef("pk"))
    before = Exists(places.filter(ends_at__lte=span.starts_at))
    after = Exists(places.filter(starts_at__gte=span.ends_at))
    touches = Exists(places.filter(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at))
    is_elsewhere = Q(is_of_booking=False) & (Q(location_ko__gt="") | Q(location_en__gt=""))
    return events.within(span).exclude(Q(before) & Q(after) & ~Q(touches) & ~is_elsewhere)


def in_turn(events: EventQuerySet, at: datetime) -> EventQuerySet:
    """The soonest first, as seen from then: of what began before, when it is on again."""
    places = EventPlace.objects.filter(event=OuterRef("pk"), ends_at__gt=at)
    again = Subquery(places.order_by("starts_at").values("starts_at")[:1])
    began = When(starts_at__lt=at, then=Coalesce(again, F("starts_at")))
    return events.annotate(turn=Case(began, default=F("starts_at"))).order_by(
        "turn", "starts_at", "pk"
    )


def days(first: date, last: date) -> Span:
    """These days in Seoul, both included, midnight to midnight."""
    return Span(clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))


def weekend_of(day: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day: on a Sunday, the weekend that it is in."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday, saturday + timedelta(days=1)

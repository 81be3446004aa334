"""What the public looks for in the calendar: one way for pages, feeds and files."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
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


def _turn(at: datetime) -> Case:
    """When it begins as seen from then: of what began before, when it is on again."""
    places = EventPlace.objects.filter(event=OuterRef("pk"), ends_at__gt=at)
    again = Subquery(places.order_by("starts_at").values("starts_at")[:1])
    began = When(starts_at__lt=at, then=Coalesce(again, F("starts_at")))
    return Case(began, default=F("starts_at"))


def in_turn(events: EventQuerySet, at: datetime) -> EventQuerySet:
    """The soonest first, as seen from then."""
    return events.annotate(turn=_turn(at)).order_by("turn", "starts_at", "pk")


def soonest(found: EventQuerySet, most: int) -> list[Event]:
    """So many that are not over, by day: of a day, what begins on it before what goes on.

    What goes on for weeks has half of the room that today leaves, and more where nothing comes:
    an exhibition in each hall must not hide the market on Saturday.
    """
    now, day = clock.now(), days(clock.today(), clock.today())
    unfinished = found.filter(ends_at__gt=now).annotate(turn=_turn(now))
    begins = list(unfinished.filter(turn__gte=day.starts_at).order_by("turn", "pk")[:most])
    goes_on = unfinished.filter(turn__lt=day.starts_at).order_by("ends_at", "pk")[:most]
    today = [one for one in begins if vars(one)["turn"] < day.ends_at]
    later = begins[len(today) :]
    room = most - len(today)
    going_on = goes_on[: max((room + 1) // 2, room - len(later))] if room else []
    return [*today, *going_on, *later][:most]


def by_day(found: EventQuerySet, first: date) -> EventQuerySet:
    """From that day on; on it, what begins before what goes on since before."""
    day = days(first, first)
    goes_on = When(turn__lt=day.starts_at, then=Value(day.ends_at))
    at = Case(goes_on, default=F("turn"))
    timed = found.annotate(turn=_turn(day.starts_at))
    return timed.order_by(at, "starts_at", "pk")


def days(first: date, last: date) -> Span:
    """These days in Seoul, both included, midnight to midnight."""
    return Span(clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))


def weekend_of(day: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day: on a Sunday, the weekend that it is in."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday, saturday + timedelta(days=1)

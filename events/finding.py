"""What the public looks for in the calendar: one way for pages, feeds and files."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Case, F, Value, When

from events.models import Category, Event
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


def soonest(found: EventQuerySet, most: int) -> list[Event]:
    """So many that are not over, by day: of a day, what begins on it before what goes on.

    What goes on for weeks has half of the room that today leaves, and more where nothing comes:
    an exhibition in each hall must not hide the market on Saturday.
    """
    now, day = clock.now(), days(clock.today(), clock.today())
    unfinished = found.filter(ends_at__gt=now)
    begins = unfinished.filter(starts_at__gte=day.starts_at).order_by("starts_at", "pk")[:most]
    goes_on = unfinished.filter(starts_at__lt=day.starts_at).order_by("ends_at", "pk")[:most]
    today = [one for one in begins if one.starts_at < day.ends_at]
    later = [one for one in begins if one.starts_at >= day.ends_at]
    room = most - len(today)
    going_on = goes_on[: max((room + 1) // 2, room - len(later))] if room else []
    return [*today, *going_on, *later][:most]


def by_day(found: EventQuerySet, first: date) -> EventQuerySet:
    """From that day on; on it, what begins before what goes on since before."""
    day = days(first, first)
    at = Case(When(starts_at__lt=day.starts_at, then=Value(day.ends_at)), default=F("starts_at"))
    return found.order_by(at, "starts_at", "pk")


def days(first: date, last: date) -> Span:
    """These days in Seoul, both included, midnight to midnight."""
    return Span(clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))


def weekend_of(day: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day: on a Sunday, the weekend that it is in."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday, saturday + timedelta(days=1)

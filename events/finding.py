"""What the public looks for in the calendar: one way for pages, feeds and files."""

from dataclasses import dataclass
from datetime import date, time, timedelta

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


def days(first: date, last: date) -> Span:
    """These days in Seoul, both included, midnight to midnight."""
    return Span(clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))


def weekend_of(day: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day: on a Sunday, the weekend that it is in."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday, saturday + timedelta(days=1)

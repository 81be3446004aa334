"""What officers look for among the events: coming, drafts, postponed, cancelled, past."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from events.models import Category, Event
from events.models.event import EventQuerySet
from events.publication import Published

COMING, DRAFTS, POSTPONED, CANCELLED, PAST = "coming", "drafts", "postponed", "cancelled", "past"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer chose. Empty: no matter."""

    show: str = COMING
    category: str = ""
    place: str = ""  # address of a facility
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.category or self.place or self.text)


@dataclass(frozen=True, slots=True)
class Drawer:
    """One of the lists, with how many are in it."""

    value: str
    label: str
    number: int


def _which(now: datetime) -> dict[str, Q]:
    to_come = Q(ends_at__gt=now)
    return {
        COMING: to_come & Q(state=Published.PUBLISHED),
        DRAFTS: Q(state=Published.DRAFT),
        POSTPONED: Q(state=Published.POSTPONED),
        CANCELLED: to_come & Q(state=Published.CANCELLED, published_at__isnull=False),
        PAST: Q(ends_at__lte=now, published_at__isnull=False) & ~Q(state=Published.POSTPONED),
    }


def found(filters: Filters, now: datetime) -> EventQuerySet:
    """The events of that list: the soonest first, of the past the latest."""
    rows: EventQuerySet = _narrowed(filters)
    rows = rows.filter(_which(now).get(filters.show, _which(now)[COMING]))
    order = ("-starts_at", "-pk") if filters.show == PAST else ("starts_at", "pk")
    return rows.order_by(*order)


def drawers(filters: Filters, now: datetime) -> list[Drawer]:
    """All lists, with what is in each of what was chosen: one query."""
    labels = {
        COMING: _("Coming"),
        DRAFTS: _("Drafts"),
        POSTPONED: _("Postponed"),
        CANCELLED: _("Cancelled"),
        PAST: _("Past"),
    }
    counts = {value: Count("pk", filter=which) for value, which in _which(now).items()}
    numbers = _narrowed(filters).aggregate(**counts)
    return [Drawer(value, label, numbers[value]) for value, label in labels.items()]


def _narrowed(filters: Filters) -> EventQuerySet:
    rows: EventQuerySet = Event.objects.all()
    if filters.category in Category.values:
        rows = rows.filter(category=filters.category)
    if filters.place:
        rows = rows.at(filters.place)
    return rows.matching(filters.text) if filters.text else rows

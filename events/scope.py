"""Which dates of a series are meant: this one, from here on, or all that are to come."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from events import rules
from events.models import Event
from events.models.event import EventQuerySet
from events.publication import Published
from lib import clock
from lib.refusal import Refused


class Scope(models.TextChoices):
    """How far a change reaches."""

    ONE = "one", _("only this date")
    FROM_HERE = "from_here", _("this date and the following")
    ALL = "all", _("all dates that are to come")


def locked_dates(event: Event, scope: str, seen: int, now: datetime) -> list[Event]:
    """The dates that are meant, locked by id; the one that was chosen is among them.

    `seen` is the revision of the chosen one that the page showed. Raises `Refused` when it has
    moved on. Dates that are over or cancelled are left as they are, but for the chosen one.
    """
    rows = _rows(event, scope)
    locked = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    chosen = next(one for one in locked if one.pk == event.pk)
    if chosen.revision != seen:
        raise Refused(rules.event_changed_meanwhile())
    return dates_meant(locked, chosen, scope, now)


def dates_of(event: Event, scope: str) -> list[Event]:
    """The same without a lock: a look, for what is in the way of them."""
    dates = list(_rows(event, scope))
    chosen = next(one for one in dates if one.pk == event.pk)
    return dates_meant(dates, chosen, scope, clock.now())


def dates_meant(dates: Iterable[Event], chosen: Event, scope: str, now: datetime) -> list[Event]:
    """Those of the series that are meant; the chosen one is always among them."""
    return [one for one in dates if one.pk == chosen.pk or _is_meant(one, chosen, scope, now)]


def _rows(event: Event, scope: str) -> EventQuerySet:
    rows: EventQuerySet = Event.objects.all()
    if scope == Scope.ONE or not event.series_id:
        return rows.filter(pk=event.pk)
    return rows.filter(series=event.series_id)


def _is_meant(one: Event, chosen: Event, scope: str, now: datetime) -> bool:
    if scope == Scope.ONE or one.state == Published.CANCELLED or one.ends_at <= now:
        return False
    if scope == Scope.ALL or one.series_day is None or chosen.series_day is None:
        return True
    return one.series_day > chosen.series_day

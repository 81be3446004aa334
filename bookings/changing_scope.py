"""Which visits of a series are meant, and where they go together: one, from one on, or all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.deadlines import still_cancellable
from bookings.models import Booking, Visit
from lib import clock
from lib.spans import Span


class Scope(models.TextChoices):
    """What is meant, seen from one visit."""

    ONE = "one", _("This visit only")
    FROM_HERE = "from_here", _("This and all later visits")
    ALL = "all", _("All visits that can still be changed")


def numbers_of(
    booking: Booking, visits: Sequence[Visit], visit: Visit, scope: str, now: datetime
) -> list[int]:
    """The numbers meant; beside the visit itself only those that may still be changed."""
    if scope == Scope.ONE:
        return [visit.number]
    others = [
        other
        for other in still_cancellable(booking, visits, now)
        if scope == Scope.ALL or other.starts_at >= visit.starts_at
    ]
    return sorted({visit.number, *(other.number for other in others)})


def shifted(
    visits: Sequence[Visit], visit: Visit, numbers: Collection[int], slug: str, span: Span
) -> dict[int, tuple[str, Span]]:
    """Where they go when this visit goes there: as many days on, at the same time of the day."""
    days = _day(span.starts_at) - _day(visit.starts_at)
    at = span.starts_at.astimezone(clock.SEOUL).time()
    moves = {}
    for other in visits:
        if other.number in numbers:
            begins = clock.seoul(_day(other.starts_at) + days, at)
            moves[other.number] = (slug, Span(begins, begins + span.length))
    return moves


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SEOUL).date()

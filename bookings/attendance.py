"""How a visit is attended: the one place of its states and of the steps between them."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attended(models.TextChoices):
    """What became of a visit."""

    EXPECTED = "expected", _("Expected")
    ARRIVED = "arrived", _("Arrived")
    ABSENT = "absent", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


STEPS: dict[Attended, frozenset[Attended]] = {
    Attended.EXPECTED: frozenset({Attended.ARRIVED, Attended.ABSENT, Attended.CANCELLED}),
    Attended.ARRIVED: frozenset({Attended.CANCELLED}),  # by a closure, before it has begun
    Attended.ABSENT: frozenset(),
    Attended.CANCELLED: frozenset(),
}

# States that count towards a person's limits: who did not come had the place all the same.
COUNTED = frozenset({Attended.EXPECTED, Attended.ARRIVED, Attended.ABSENT})


def may_become(now: str, then: Attended) -> bool:
    """Is the step allowed?"""
    return then in STEPS[Attended(now)]


def as_it_is(attendance: str, absent_at: datetime | None, now: datetime) -> Attended:
    """The state at a moment: who has not arrived in time is absent, whether noted yet or not."""
    if attendance == Attended.EXPECTED and absent_at and absent_at <= now:
        return Attended.ABSENT
    return Attended(attendance)

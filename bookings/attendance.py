"""How a visit is attended: the one place of its states and of the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attended(models.TextChoices):
    """What became of a visit."""

    EXPECTED = "expected", _("Expected")
    CANCELLED = "cancelled", _("Cancelled")


STEPS: dict[Attended, frozenset[Attended]] = {
    Attended.EXPECTED: frozenset({Attended.CANCELLED}),
    Attended.CANCELLED: frozenset(),
}

# States that count towards a person's limits.
COUNTED = frozenset({Attended.EXPECTED})

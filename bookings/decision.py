"""How a booking is decided: the one place of its states and of the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decided(models.TextChoices):
    """Where a booking stands."""

    SUBMITTED = "submitted", _("Being decided")
    APPROVED = "approved", _("Confirmed")
    REFUSED = "refused", _("Not approved")
    LAPSED = "lapsed", _("Lapsed")
    CANCELLED = "cancelled", _("Cancelled")


# What may follow what. A state that leads nowhere is the end.
STEPS: dict[Decided, frozenset[Decided]] = {
    Decided.SUBMITTED: frozenset(
        {Decided.APPROVED, Decided.REFUSED, Decided.LAPSED, Decided.CANCELLED}
    ),
    Decided.APPROVED: frozenset({Decided.CANCELLED, Decided.LAPSED}),  # lapsed: not paid in time
    Decided.REFUSED: frozenset(),
    Decided.LAPSED: frozenset(),
    Decided.CANCELLED: frozenset(),
}

# States in which a booking holds its spaces and counts towards the person's limits.
LIVE = frozenset({Decided.SUBMITTED, Decided.APPROVED})


def may_become(now: str, then: Decided) -> bool:
    """Is the step allowed?"""
    return then in STEPS[Decided(now)]

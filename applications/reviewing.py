"""How an application is reviewed: the one place of its states and of the steps between them.

The booking says whether the thing stands (`bookings/decision.py`); this says how far the officer
has come with one version of what is asked.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reviewed(models.TextChoices):
    """Where a version of an application stands."""

    SUBMITTED = "submitted", _("Being reviewed")
    ASKED = "asked", _("More information asked")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    CANCELLED = "cancelled", _("Cancelled")


# What may follow what. A state that leads nowhere is the end.
STEPS: dict[Reviewed, frozenset[Reviewed]] = {
    Reviewed.SUBMITTED: frozenset(
        {
            Reviewed.ASKED,
            Reviewed.APPROVED,
            Reviewed.REFUSED,
            Reviewed.WITHDRAWN,
            Reviewed.LAPSED,
            Reviewed.CANCELLED,
        }
    ),
    Reviewed.ASKED: frozenset(
        {
            Reviewed.SUBMITTED,  # answered
            Reviewed.APPROVED,
            Reviewed.REFUSED,
            Reviewed.WITHDRAWN,
            Reviewed.LAPSED,
            Reviewed.CANCELLED,
        }
    ),
    # A newer version that is approved leaves the older one as it is: the number tells.
    # Lapsed: not paid in time.
    Reviewed.APPROVED: frozenset({Reviewed.LAPSED, Reviewed.CANCELLED}),
    Reviewed.REFUSED: frozenset(),
    Reviewed.WITHDRAWN: frozenset(),
    Reviewed.LAPSED: frozenset(),
    Reviewed.CANCELLED: frozenset(),
}

# States in which an officer has yet to decide.
OPEN = frozenset({Reviewed.SUBMITTED, Reviewed.ASKED})


def may_become(now: str, then: Reviewed) -> bool:
    """Is the step allowed?"""
    return then in STEPS[Reviewed(now)]

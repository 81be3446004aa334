"""Who is where, when: one table for all, so that no two holders ever meet in one space.

An occupancy knows nothing of its holder: the visit, session, event place or closure points at it.
Only `facilities/occupancy.py` writes here.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.models.places import Space
from lib import formats


class Occupancy(models.Model):
    """One or more spaces taken for one span, set-up and clearing included."""

    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    # A hold (an offer, a rehousing) ends by itself; a verb that wants the space sweeps it.
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occupancy_end_after_start"
            )
        ]
        indexes = [
            models.Index(
                fields=("expires_at",),
                name="occupancy_holds",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return formats.moment(self.starts_at)


class Slot(models.Model):
    """A quarter of an hour of a space, taken. The primary key is the guard."""

    pk = models.CompositePrimaryKey("space", "starts_at")
    space = models.ForeignKey(Space, models.PROTECT, related_name="slots", db_index=False)
    starts_at = models.DateTimeField(_("from"))
    occupancy = models.ForeignKey(Occupancy, models.CASCADE, related_name="slots")

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")

    def __str__(self) -> str:
        return f"{self.space_id} {formats.moment(self.starts_at)}"

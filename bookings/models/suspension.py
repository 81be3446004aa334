"""Suspensions that somebody of the city hall set by hand.

Those that follow from absences are no rows: `bookings/absences.py` works them out.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib import formats


class Suspension(models.Model):
    """A person may not book from-until, with the reason. Lifted early, the row stays."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="suspensions",
        verbose_name=_("person"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason, shown to the person"), max_length=200)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ("-starts_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="suspension_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return formats.day(self.starts_at)

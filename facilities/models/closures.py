"""Times taken away from a facility."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.models.occupancy import Occupancy
from facilities.models.places import Facility
from lib import formats
from lib.spans import on_grid


class Closure(models.Model):
    """A facility closed from-until, with its reason. It holds its spaces like a booking does.

    Made, moved and lifted by the verbs of `facilities/closing.py` alone.
    """

    objects: ClassVar[models.Manager["Closure"]]

    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="closures", verbose_name=_("facility")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason, shown to everyone"), max_length=200)
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="closure"
    )

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ("-starts_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="closure_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {formats.day(self.starts_at)}"

    def clean(self) -> None:
        errors: dict[str, str] = {}
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and not on_grid(moment):
                errors[name] = gettext("Give a full quarter of an hour.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = gettext("The end must come after the start.")
        if errors:
            raise ValidationError(errors)

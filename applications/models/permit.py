"""Permits: what a guard can verify. Their numbers have no gaps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from bookings.models import Booking
from lib import clock
from lib.references import LENGTH, new_reference


class Ledger(models.Model):
    """The last number given in a year. Its row is the lock under which the next one is drawn."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("permit ledger")
        verbose_name_plural = _("permit ledgers")

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Permit(models.Model):
    """What was approved, as it was issued. It is ended, never deleted: it is a record."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="permits")
    application = models.OneToOneField(Application, models.PROTECT, related_name="permit")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(
        _("code"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    issued_at = models.DateTimeField(_("issued"), default=clock.now, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    # A newer permit of the same booking took its place, or the booking was cancelled.
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        ordering = ("year", "number")
        constraints = [
            models.UniqueConstraint(fields=("year", "number"), name="permit_number_once"),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """As it is printed: 2026-00123."""
        return f"{self.year}-{self.number:05}"

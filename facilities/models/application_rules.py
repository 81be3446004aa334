"""The part of a policy that tells how an application is taken, decided and changed."""

from datetime import datetime, time, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import clock


class DaysCounted(models.TextChoices):
    """Which days count in the time that an officer has."""

    CALENDAR = "calendar", _("calendar days")
    # Civil Petitions Treatment Act, art. 19: limits of six days and more leave out Saturdays,
    # Sundays and public holidays.
    WORKING = "working", _("working days")


class Priority(models.TextChoices):
    """Who comes first among those who want the same time."""

    RECEIPT = "receipt", _("in the order of receipt")
    # Seongnam ordinance on the use of landscape plazas: state and city, then arts, then children.
    LANDSCAPE_PLAZA = (
        "landscape_plaza",
        _("public interest, then arts, then children; then receipt"),
    )


class ApplicationRules(models.Model):
    """Columns of a policy that only matter where an officer decides."""

    decide_days = models.PositiveSmallIntegerField(
        _("decided within (days of receipt)"), default=7, validators=[MinValueValidator(1)]
    )
    decide_days_counted = models.CharField(
        _("counted in"), max_length=10, choices=DaysCounted, default=DaysCounted.CALENDAR
    )
    decide_days_before_use = models.PositiveSmallIntegerField(
        _("at the latest (days before use)"), default=2
    )
    change_days_before = models.PositiveSmallIntegerField(
        _("changes until (days before)"), default=7
    )
    holds_while_undecided = models.BooleanField(
        _("held while nobody has decided"),
        default=True,
        help_text=_("No: several may apply for the same time, and who is approved gets it."),
    )
    priority = models.CharField(
        _("who comes first"), max_length=20, choices=Priority, default=Priority.RECEIPT
    )
    is_listed = models.BooleanField(
        _("applications are listed for everyone"),
        default=False,
        help_text=_("What, when and how it stands; never who."),
    )
    safety_plan_peak = models.PositiveIntegerField(
        _("safety plan from (people at one moment)"), null=True, blank=True
    )
    safety_plan_day = models.PositiveIntegerField(
        _("safety plan from (people a day)"), null=True, blank=True
    )
    max_visits = models.PositiveSmallIntegerField(
        _("most visits in one booking"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("1: no series. Applications take more in any case."),
    )

    class Meta:
        abstract = True

    def changes_until(self, starts_at: datetime) -> datetime:
        """The last moment at which a visit that begins then may be changed: the end of a day."""
        day = starts_at.astimezone(clock.SEOUL).date() - timedelta(days=self.change_days_before)
        return clock.seoul(day + timedelta(days=1), time.min) - timedelta(microseconds=1)

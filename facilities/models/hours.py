"""When a facility is open at all, and on which days it is not."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.models.places import Facility, SetUp


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(SetUp):
    """Open on this weekday from-until (clock times in Seoul), from one day to another.

    Two rows on one weekday make a break between them.
    """

    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="opening_hours", verbose_name=_("facility")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))
    valid_from = models.DateField(_("from the day"), null=True, blank=True)
    valid_until = models.DateField(_("to the day"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ("facility", "weekday", "opens_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="opening_hours_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="opening_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

    def overlaps(self, other: "OpeningHours") -> bool:
        """Do the two say something about the same moment?"""
        return (
            self.weekday == other.weekday
            and self.opens_at < other.closes_at
            and other.opens_at < self.closes_at
            and (self.valid_from or date.min) <= (other.valid_until or date.max)
            and (other.valid_from or date.min) <= (self.valid_until or date.max)
        )

    def clean(self) -> None:
        errors: dict[str, str] = {}
        for name in ("opens_at", "closes_at"):
            at = getattr(self, name)
            if at and (at.minute % 15 or at.second):
                errors[name] = gettext("Give a full quarter of an hour.")
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = gettext("Closing must come after opening.")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = gettext("The last day must not lie before the first.")
        if errors:
            raise ValidationError(errors)


class Holiday(SetUp):
    """A public holiday. Computed for the years ahead; an administrator adds or lifts days."""

    objects: ClassVar[models.Manager["Holiday"]]

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_observed = models.BooleanField(
        _("observed"), default=True, help_text=_("Unticked: this day is an ordinary day here.")
    )
    is_feast_day = models.BooleanField(_("the day of Seollal or Chuseok itself"), default=False)
    is_pinned = models.BooleanField(
        _("kept by hand"),
        default=False,
        help_text=_("A day kept by hand is left alone when the calendar is loaded again."),
    )

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

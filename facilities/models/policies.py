"""The rules of a facility, as dated rows: ordinances change, bookings keep their rules."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.models.application_rules import ApplicationRules
from facilities.models.fee_rules import FeeRules
from facilities.models.hours import Weekday
from facilities.models.places import Facility, SetUp, stamp_set_up
from lib import clock


class Decision(models.TextChoices):
    """Who decides a booking."""

    AT_ONCE = "at_once", _("decided at once")
    OFFICER = "officer", _("decided by an officer")
    DRAW = "draw", _("decided by a draw")


class PartyKind(models.TextChoices):
    """What a form asks of who comes."""

    PEOPLE = "people", _("a number of people")
    FAMILY = "family", _("grown-ups, and children by age")


class PlaceFor(models.TextChoices):
    """What one place of a session is for."""

    PERSON = "person", _("one person")
    PARTY = "party", _("one party, as large as it is")


class Policy(ApplicationRules, FeeRules, SetUp):
    """How a facility may be booked from a day on, until a later row takes over.

    All lengths are minutes, all windows are days counted in Seoul.
    """

    objects: ClassVar[models.Manager["Policy"]]

    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="policies", verbose_name=_("facility")
    )
    valid_from = models.DateField(
        _("in force from"), help_text=_("For bookings made from this day on.")
    )
    decision = models.CharField(
        _("decided"), max_length=10, choices=Decision, default=Decision.AT_ONCE
    )
    officer_from_people = models.PositiveSmallIntegerField(
        _("by an officer from (people)"),
        null=True,
        blank=True,
        help_text=_("Smaller parties are decided at once. Empty: as said above, for everybody."),
    )
    ordinance = models.CharField(
        _("source in law"), max_length=200, blank=True, help_text=_("Ordinance and article.")
    )
    is_sample = models.BooleanField(_("sample, to be confirmed"), default=False)

    step_minutes = models.PositiveSmallIntegerField(
        _("starts every (minutes)"), default=60, validators=[MinValueValidator(15)]
    )
    min_minutes = models.PositiveSmallIntegerField(
        _("shortest (minutes)"), default=60, validators=[MinValueValidator(15)]
    )
    max_minutes = models.PositiveIntegerField(
        _("longest (minutes)"), default=180, validators=[MaxValueValidator(60 * 24 * 31)]
    )
    setup_minutes = models.PositiveSmallIntegerField(
        _("set-up before (minutes)"), default=0, validators=[MaxValueValidator(60 * 24)]
    )
    clearing_minutes = models.PositiveSmallIntegerField(
        _("clearing after (minutes)"), default=0, validators=[MaxValueValidator(60 * 24)]
    )

    opens_days_before = models.PositiveSmallIntegerField(
        _("booking opens (days before)"), default=30
    )
    opens_at = models.TimeField(
        _("booking opens at"),
        default=time(9, 0),
        help_text=_("Clock time in Seoul on the first day of the window."),
    )
    opens_weekday = models.PositiveSmallIntegerField(
        _("opens a week ahead on"),
        choices=Weekday,
        null=True,
        blank=True,
        help_text=_("A whole week, Monday to Sunday, opens on this weekday of the week before."),
    )
    closes_days_before = models.PositiveSmallIntegerField(
        _("booking closes (days before)"),
        default=1,
        help_text=_("0: the same day, until the start. 1: until the end of the day before."),
    )
    cancel_minutes_before = models.PositiveIntegerField(
        _("cancel until (minutes before)"), default=60
    )
    cancel_days_before = models.PositiveSmallIntegerField(
        _("cancel until (days before)"), default=0
    )
    cancel_at = models.TimeField(
        _("cancel until (clock time)"),
        null=True,
        blank=True,
        help_text=_("With a time, the days before count; without one, the minutes."),
    )

    max_per_day = models.PositiveSmallIntegerField(
        _("most a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    max_per_week = models.PositiveSmallIntegerField(
        _("most a week"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    max_per_month = models.PositiveSmallIntegerField(
        _("most a month"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    residents_only = models.BooleanField(_("residents only"), default=False)
    party = models.CharField(
        _("who comes"), max_length=10, choices=PartyKind, default=PartyKind.PEOPLE
    )
    place_for = models.CharField(
        _("a place is for"), max_length=10, choices=PlaceFor, default=PlaceFor.PERSON
    )
    max_party = models.PositiveSmallIntegerField(
        _("largest party (people)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    max_child_age = models.PositiveSmallIntegerField(
        _("oldest child (years)"), null=True, blank=True
    )
    absent_after_minutes = models.PositiveSmallIntegerField(
        _("absent after (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Who has not arrived so long after the start is absent. Empty: not looked at."),
    )
    last_entry_minutes = models.PositiveSmallIntegerField(
        _("last entry (minutes before the end)"), default=0
    )
    absences_allowed = models.PositiveSmallIntegerField(
        _("absences that lead to a suspension"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    suspension_days = models.PositiveSmallIntegerField(_("days of suspension"), default=0)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ("facility", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=("facility", "valid_from"), name="policy_one_a_day_per_facility"
            ),
            models.CheckConstraint(
                condition=Q(max_minutes__gte=F("min_minutes")), name="policy_longest_over_shortest"
            ),
            models.CheckConstraint(
                condition=Q(opens_days_before__gte=F("closes_days_before")),
                name="policy_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=15, min_minutes__gte=15),
                name="policy_lengths_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {self.valid_from}"

    def clean(self) -> None:
        """Keep every length on the grid of quarter hours, and used rules as they were."""
        if self.refunds is None:  # an empty field of a form
            self.refunds = []
        errors = self.fee_errors(may_cost=self.decision == Decision.OFFICER)
        for name in (
            "step_minutes",
            "min_minutes",
            "max_minutes",
            "setup_minutes",
            "clearing_minutes",
        ):
            value = getattr(self, name)
            if value is not None and value % 15:
                errors[name] = gettext("Give a multiple of 15 minutes.")
        if self.opens_at and (self.opens_at.minute % 15 or self.opens_at.second):
            errors["opens_at"] = gettext("Give a full quarter of an hour.")
        for name in ("min_minutes", "max_minutes"):
            if self.step_minutes and (getattr(self, name) or 0) % self.step_minutes:
                errors.setdefault(name, gettext("Give a multiple of the step."))
        if self._reaches_back():
            errors["valid_from"] = gettext("Give today or a later day: rules do not reach back.")
        if self.pk and self.is_used():
            errors["__all__"] = gettext(
                "Bookings were made under this policy. Leave it as it is and add a new one "
                "that is in force from a later day."
            )
        if errors:
            raise ValidationError(errors)

    def decides(self, people: int) -> str:
        """Who decides for a party of so many: a `Decision`."""
        if self.officer_from_people is None or self.decision == Decision.DRAW:
            return str(self.decision)
        return Decision.OFFICER if people >= self.officer_from_people else Decision.AT_ONCE

    def opening_for(self, day: date) -> datetime:
        """When booking opens for a visit that ends on that day (Seoul)."""
        if self.opens_weekday is None:
            opens_on = day - timedelta(days=self.opens_days_before)
        else:
            opens_on = day - timedelta(days=day.weekday() + 7 - self.opens_weekday)
        return clock.seoul(opens_on, self.opens_at)

    def cancel_until(self, starts_at: datetime) -> datetime:
        """The last moment at which a visit that begins then may be cancelled."""
        if self.cancel_at is None:
            return starts_at - timedelta(minutes=self.cancel_minutes_before)
        day = starts_at.astimezone(clock.SEOUL).date() - timedelta(days=self.cancel_days_before)
        return min(clock.seoul(day, self.cancel_at), starts_at)

    def absent_at(self, starts_at: datetime) -> datetime | None:
        """From when on who has not arrived at a visit that begins then is absent; None: never."""
        if self.absent_after_minutes is None:
            return None
        return starts_at + timedelta(minutes=self.absent_after_minutes)

    def last_entry(self, starts_at: datetime, ends_at: datetime) -> datetime:
        """Until when places in a session are of use to who comes: its start, or its last entry.

        Seongnam ordinance on public indoor playgrounds: last entry an hour before closing.
        """
        if not self.last_entry_minutes:
            return starts_at
        return max(starts_at, ends_at - timedelta(minutes=self.last_entry_minutes))

    def _reaches_back(self) -> bool:
        """A new row among others that would have been in force before today."""
        if self.pk or not self.valid_from or self.valid_from >= clock.today():
            return False
        return Policy.objects.filter(facility_id=self.facility_id).exists()

    def is_used(self) -> bool:
        """Does anything point at this row, whichever app it belongs to?"""
        return any(
            relation.related_model._base_manager.filter(**{relation.field.name: self.pk}).exists()
            for relation in self._meta.related_objects
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stamp_set_up()
            # The lock waits for a booking that is being made under this row right now.
            locked = Policy.objects.select_for_update().filter(pk=self.pk).first()
            if locked and locked.is_used():
                raise ValueError("a policy that bookings were made under is only superseded")
            super().save(*args, **kwargs)

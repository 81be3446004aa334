"""Sessions: fixed spans with a number of places, from a weekly timetable with dated changes.

The places of a session are guarded by a number: how many are taken. Only `facilities/places.py`
writes it, and `facilities/generating.py` and `facilities/changing.py` make and change sessions.
"""

from datetime import date, time
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.models.hours import Weekday
from facilities.models.occupancy import Occupancy
from facilities.models.places import Facility, SetUp
from lib import formats
from lib.references import LENGTH, new_reference
from lib.spans import Span


class WeeklySession(SetUp):
    """A session on this weekday from-until (clock times in Seoul), from one day to another."""

    objects: ClassVar[models.Manager["WeeklySession"]]

    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="weekly_sessions", verbose_name=_("facility")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))
    places = models.PositiveSmallIntegerField(
        _("places to book"), validators=[MinValueValidator(1)]
    )
    door_places = models.PositiveSmallIntegerField(_("places for who simply comes"), default=0)
    valid_from = models.DateField(_("from the day"), null=True, blank=True)
    valid_until = models.DateField(_("to the day"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekly session")
        verbose_name_plural = _("weekly sessions")
        ordering = ("facility", "weekday", "starts_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="weekly_session_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="weekly_session_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="weekly_session_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}-{self.ends_at:%H:%M}"

    def is_on(self, day: date) -> bool:
        """Does it take place on that day, if nothing else closes the day?"""
        return self.weekday == day.weekday() and (self.valid_from or date.min) <= day <= (
            self.valid_until or date.max
        )

    def overlaps(self, other: "WeeklySession", minutes_between: int = 0) -> bool:
        """Would the two ever meet, or leave less than so many minutes between them?"""
        return (
            self.weekday == other.weekday
            and _minute(self.starts_at) < _minute(other.ends_at) + minutes_between
            and _minute(other.starts_at) < _minute(self.ends_at) + minutes_between
            and (self.valid_from or date.min) <= (other.valid_until or date.max)
            and (other.valid_from or date.min) <= (self.valid_until or date.max)
        )

    def clean(self) -> None:
        errors: dict[str, str] = {}
        if self.starts_at and (self.starts_at.minute % 15 or self.starts_at.second):
            errors["starts_at"] = gettext("Give a full quarter of an hour.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = gettext("The end must come after the start.")
        if errors:
            raise ValidationError(errors)


def _minute(at: time) -> int:
    """Of the day."""
    return at.hour * 60 + at.minute


class Session(models.Model):
    """One fixed span of a by-session facility with a number of places. It holds its spaces."""

    objects: ClassVar[models.Manager["Session"]]

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        related_name="sessions",
        db_index=False,  # the unique pair with the start begins with it
        verbose_name=_("facility"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    places = models.PositiveSmallIntegerField(_("places to book"))
    taken = models.PositiveSmallIntegerField(_("places taken"), default=0)
    # Kept for who simply comes to the door; a share of its own, so that neither eats the other.
    door_places = models.PositiveSmallIntegerField(_("places for who simply comes"), default=0)
    door_taken = models.PositiveSmallIntegerField(_("of these taken"), default=0)
    # Parties in the queue. While somebody waits, what runs out goes to them, not to whoever looks.
    waiting = models.PositiveSmallIntegerField(_("parties waiting"), default=0)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="session"
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("places")), name="session_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(door_taken__gte=0, door_taken__lte=F("door_places")),
                name="session_door_not_overbooked",
            ),
            models.UniqueConstraint(fields=("facility", "starts_at"), name="session_once"),
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {formats.period(self.span)}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Allocation(models.Model):
    """Places of a session given to somebody. It knows nothing of its holder, like an occupancy.

    The sum of a session's allocations is what is taken of it, each in its share.
    """

    objects: ClassVar[models.Manager["Allocation"]]

    session = models.ForeignKey(Session, models.PROTECT, related_name="allocations")
    places = models.PositiveSmallIntegerField(_("places"))
    is_at_door = models.BooleanField(_("of the share of the door"), default=False)
    # An offer ends by itself, and so does the claim of who has not arrived.
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="allocation_places_positive")
        ]
        indexes = [
            models.Index(
                fields=("expires_at",),
                name="allocation_holds",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.places}"

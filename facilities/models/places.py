"""Buildings, the spaces in them, and the facilities that people book."""

import secrets
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_stamp() -> int:
    """A stamp that was never drawn before, below 2 ** 62."""
    return secrets.randbits(62)


def stamp_set_up() -> None:
    """Note that the set-up changes: the first thing that a change does.

    A booking holds these rows while it is made (`facilities.catalogue.hold_still`), so a change
    waits here until no booking is half made, and locks are taken in one order everywhere: person,
    set-up, spaces.
    """
    Building.objects.update(stamp=new_stamp())


def lock_set_up() -> None:
    """Wait until no booking is half made, and let none begin before this transaction has ended."""
    list(Building.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


# The managers of translated models are made at run time: mypy is told of them by name.
class Building(models.Model):  # type: ignore[django-manager-missing]
    """A house with spaces in it. One today."""

    objects: ClassVar[models.Manager["Building"]]

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200)
    phone = models.CharField(_("phone"), max_length=20)
    latitude = models.DecimalField(_("latitude"), max_digits=10, decimal_places=7)
    longitude = models.DecimalField(_("longitude"), max_digits=10, decimal_places=7)
    # Drawn anew with every change of the set-up. What was computed from the set-up may be kept for
    # as long as this stands: one small read tells. Drawn and not counted, so that a change that
    # was rolled back can never be taken for the next one.
    stamp = models.PositiveBigIntegerField(_("stamp"), default=new_stamp, editable=False)

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stamp_set_up()
            self.stamp = new_stamp()  # else this row would write back the one that it came with
            super().save(*args, **kwargs)


class SetUp(models.Model):
    """A row of the set-up: whoever changes one through the model draws a new stamp."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stamp_set_up()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            stamp_set_up()
            return super().delete(*args, **kwargs)


class Space(SetUp):
    """A physical piece of the building that cannot be in two hands at once."""

    objects: ClassVar[models.Manager["Space"]]

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="spaces", verbose_name=_("building")
    )
    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    floor = models.CharField(_("floor"), max_length=30)
    area_m2 = models.PositiveIntegerField(_("area (m²)"), null=True, blank=True)

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)


class Basis(models.TextChoices):
    """What a booking of the facility takes: a span for one party, or places in a session."""

    TIME = "time", _("by time")
    SESSION = "session", _("by session")


class HolidayRule(models.TextChoices):
    """On which public holidays the facility is closed."""

    OPEN = "open", _("open on public holidays")
    FEAST_DAYS = "feast_days", _("closed on the day of Seollal and Chuseok")
    CLOSED = "closed", _("closed on public holidays")
    # Seongnam ordinance on public indoor playgrounds: open on Children's Day, closed on 1 May.
    CLOSED_BUT_CHILDRENS_DAY = "childrens_day", _("closed on public holidays but Children's Day")


class Facility(SetUp):  # type: ignore[django-manager-missing]
    """What a person books. It stands on one or more spaces."""

    objects: ClassVar[models.Manager["Facility"]]

    slug = models.SlugField(_("address in the site"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    summary = models.CharField(_("in one sentence"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    equipment = models.CharField(_("equipment"), max_length=300, blank=True)
    spaces: models.ManyToManyField[Space, Any] = models.ManyToManyField(
        Space, related_name="facilities", verbose_name=_("spaces")
    )
    basis = models.CharField(_("booked"), max_length=10, choices=Basis, default=Basis.TIME)
    capacity = models.PositiveIntegerField(
        _("capacity (people)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    department = models.CharField(_("department"), max_length=100)
    phone = models.CharField(_("phone"), max_length=20)
    holiday_rule = models.CharField(
        _("public holidays"), max_length=15, choices=HolidayRule, default=HolidayRule.CLOSED
    )
    # Facilities with the same word here share the limits of their policies: one a day over both.
    limit_group = models.SlugField(_("shares its limits with"), blank=True)
    sample_note = models.CharField(
        _("what is only a sample"),
        max_length=300,
        blank=True,
        help_text=_("Which of these facts were assumed and must be confirmed. Shown on the page."),
    )
    is_published = models.BooleanField(_("published"), default=True)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="facility_capacity_positive",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

"""The part of a policy that tells what use costs, and the kept list of reductions."""

from datetime import time
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.models.places import SetUp

MOST_WON = 10_000_000  # an hour, or a square metre and hour


class FeeUnit(models.TextChoices):
    """What the price is for."""

    HOUR = "hour", _("an hour")
    M2_HOUR = "m2_hour", _("a square metre and hour")


class FeeRules(models.Model):
    """Columns of a policy that only matter where use costs something. Amounts are won."""

    fee_won = models.PositiveIntegerField(
        _("fee (won)"), default=0, help_text=_("0: free. Only where an officer decides.")
    )
    fee_unit = models.CharField(_("for"), max_length=10, choices=FeeUnit, default=FeeUnit.HOUR)
    fee_min_m2 = models.PositiveIntegerField(_("at least for (m²)"), default=0)
    fee_min_minutes = models.PositiveSmallIntegerField(_("at least for (minutes)"), default=60)
    night_percent = models.PositiveSmallIntegerField(_("more at night (percent)"), default=0)
    night_from = models.TimeField(_("night from"), default=time(18))
    night_until = models.TimeField(_("night until"), default=time(6))
    fee_counts_setup = models.BooleanField(_("set-up and clearing cost too"), default=True)
    fee_rounds_down_to = models.PositiveSmallIntegerField(_("rounded down to (won)"), default=1000)
    pay_within_days = models.PositiveSmallIntegerField(
        _("to be paid within (days of approval)"), default=5
    )
    # [days before, percent], the most days first; fewer days than the last: nothing.
    refunds = models.JSONField(
        _("paid back when cancelled"),
        default=list,
        blank=True,
        help_text=_("For example [[3, 100], [2, 90], [1, 80]]: days before use, percent."),
    )

    class Meta:
        abstract = True

    def fee_errors(self, *, may_cost: bool) -> dict[str, str]:
        """What is wrong with the fee, by column; `may_cost`: does an officer decide?"""
        errors: dict[str, str] = {}
        if self.fee_won and not may_cost:
            errors["fee_won"] = gettext("Only what an officer decides may cost something.")
        if self.fee_won > MOST_WON:
            errors["fee_won"] = gettext("This is more than any fee can be.")
        if self.night_percent and self.night_from == self.night_until:
            errors["night_until"] = gettext("Give a night that ends at another time.")
        if not is_refund_table(self.refunds):
            errors["refunds"] = gettext(
                "Give pairs of days and percent, the most days first, for example "
                "[[3, 100], [2, 90], [1, 80]]."
            )
        return errors


def is_refund_table(value: Any) -> bool:
    """Pairs of days before use and percent: days descending from pair to pair, percent 0 to 100."""
    if not isinstance(value, list):
        return False
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in value):
        return False
    # A bool is an int to Python, and no number to anybody else.
    if not all(type(number) is int and number >= 0 for pair in value for number in pair):
        return False
    days = [pair[0] for pair in value]
    return days == sorted(set(days), reverse=True) and all(pair[1] <= 100 for pair in value)


class Reduction(SetUp):
    """A ground on which less is paid (감면). Of several, only the highest counts."""

    objects: ClassVar[models.Manager["Reduction"]]

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    percent = models.PositiveSmallIntegerField(
        _("reduction (percent)"), validators=[MaxValueValidator(100)]
    )
    needs_proof = models.BooleanField(_("proof is seen at the desk"), default=True)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)

    class Meta:
        verbose_name = _("reduction of fees")
        verbose_name_plural = _("reductions of fees")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="reduction_up_to_all")
        ]

    def __str__(self) -> str:
        return str(self.name)

"""What an approval costs, whether it was paid, and what was paid back."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application


class Charge(models.Model):
    """The fee of one approved version. Amounts are won. No row: nothing to pay."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="charge")
    lines = models.JSONField(_("lines"), default=list)  # facilities.fees.Line as JSON, a visit each
    full_won = models.PositiveIntegerField(_("before reduction (won)"))
    reduction = models.CharField(_("reduction"), max_length=40, blank=True)  # its code
    reduction_percent = models.PositiveSmallIntegerField(_("reduction (percent)"), default=0)
    # The proof is shown at the desk; kept is only that it was seen, by whom, when.
    proof_seen_at = models.DateTimeField(_("proof seen"), null=True)
    proof_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    amount_won = models.PositiveIntegerField(_("fee (won)"))
    # Of what was paid for an earlier version: only the rest is to be paid.
    credit_won = models.PositiveIntegerField(_("paid before (won)"), default=0)
    due_at = models.DateTimeField(_("to be paid by"))
    warned_at = models.DateTimeField(_("warned"), null=True)
    paid_at = models.DateTimeField(_("paid"), null=True)
    paid_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    # All that is to be paid back, and what of it has been; it may become more than once.
    refund_won = models.PositiveIntegerField(_("to be refunded (won)"), default=0)
    refunded_won = models.PositiveIntegerField(_("refunded (won)"), default=0)
    refunded_at = models.DateTimeField(_("refunded"), null=True)
    refunded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_won__lte=F("full_won")), name="charge_not_above_the_full_fee"
            ),
            models.CheckConstraint(
                condition=Q(refund_won__lte=F("amount_won")), name="charge_refund_within_the_fee"
            ),
            models.CheckConstraint(
                condition=Q(credit_won__lte=F("amount_won")), name="charge_credit_within_the_fee"
            ),
            models.CheckConstraint(
                condition=Q(refunded_won__lte=F("refund_won")),
                name="charge_refunded_what_is_to_be",
            ),
            models.CheckConstraint(
                condition=Q(reduction_percent__lte=100), name="charge_reduction_up_to_all"
            ),
        ]
        indexes = [
            # What is still to be paid, by the moment at which the approval lapses.
            models.Index(
                fields=("due_at",), name="charge_unpaid", condition=Q(paid_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.amount_won)

    def is_overdue(self, now: datetime) -> bool:
        """Has the approval lapsed for want of payment, whether noted yet or not?"""
        return self.to_pay > 0 and self.due_at <= now

    @property
    def fee_won(self) -> int:
        """What it costs in the end: without what goes back."""
        return self.amount_won - self.refund_won

    @property
    def to_pay(self) -> int:
        """What has yet to be paid (won)."""
        return 0 if self.paid_at else self.amount_won - self.credit_won

    @property
    def to_refund(self) -> int:
        """What has yet to be paid back (won)."""
        return self.refund_won - self.refunded_won

    @property
    def in_hand(self) -> int:
        """What the city holds for it and does not owe back (won)."""
        return (self.amount_won if self.paid_at else self.credit_won) - self.refund_won

"""What speaks against a step with a charge: each refusal is one function with a stable code."""

from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _

from lib import formats
from lib.refusal import Refusal


def payment_too_late(due_at: datetime) -> Refusal:
    """The approval has lapsed for want of payment, whether that was noted yet or not."""
    return Refusal(
        "payment_too_late",
        _("The fee was to be paid by %(moment)s. The approval has lapsed.")
        % {"moment": formats.moment(due_at)},
        _("Take no money for it. The person may apply again."),
        status=HTTPStatus.CONFLICT,
    )


def charge_replaced() -> Refusal:
    """A change was approved since: the charge of the newer version counts."""
    return Refusal(
        "charge_replaced",
        _("A change was approved since: its fee takes the place of this one."),
        _("Look at the application again."),
        status=HTTPStatus.CONFLICT,
    )


def no_such_reduction() -> Refusal:
    """The kept list has no reduction of this code."""
    return Refusal(
        "no_such_reduction",
        _("There is no such reduction."),
        _("Choose one from the list."),
    )


def no_further_reduction(name: str) -> Refusal:
    """Of several only the highest counts, and one that is as high is confirmed already."""
    return Refusal(
        "no_further_reduction",
        _("A reduction that is as high is confirmed already: %(name)s.") % {"name": name},
        _("Only the highest one counts. Nothing was changed."),
        status=HTTPStatus.CONFLICT,
    )


def nothing_to_pay() -> Refusal:
    """A payment is recorded where none is due."""
    return Refusal(
        "nothing_to_pay",
        _("Nothing is to be paid for this application."),
        _("Take no money for it."),
        status=HTTPStatus.CONFLICT,
    )


def nothing_to_refund() -> Refusal:
    """A refund is recorded where none is due."""
    return Refusal(
        "nothing_to_refund",
        _("Nothing is to be paid back for this application."),
        _("Look at the application again."),
        status=HTTPStatus.CONFLICT,
    )

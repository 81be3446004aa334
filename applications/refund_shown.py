"""What would be paid back if its person cancelled now, in words and by days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.accounting import kept_when_cancelled
from applications.charges_shown import charge_of
from bookings.models import Booking
from facilities.models import Policy
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """So much of what was paid comes back; and what the policies say by days."""

    paid: str
    back: str
    rules: list[str]


def refund_of(booking: Booking, now: datetime) -> ShownRefund | None:
    """None: nothing was paid. The booking comes with its visits and their policies."""
    charge = charge_of(booking)
    if charge is None or not charge.in_hand:
        return None
    back = charge.in_hand - kept_when_cancelled(charge, now)
    return ShownRefund(
        paid=formats.won(charge.in_hand),
        back=formats.won(back),
        rules=_rules({visit.policy_id: visit.policy for visit in booking.visits.all()}.values()),
    )


def _rules(policies: Iterable[Policy]) -> list[str]:
    lines = [
        ngettext(
            "%(days)d day before use: %(percent)d%%",
            "%(days)d days before use: %(percent)d%%",
            days,
        )
        % {"days": days, "percent": percent}
        for policy in policies
        for days, percent in policy.refunds
    ]
    return [*dict.fromkeys(lines), _("later: nothing")] if lines else [_("nothing is paid back")]

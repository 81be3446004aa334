"""The sums of a charge: what its visits cost, what is due when, what the city keeps. No writing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from applications.models import Application, Charge
from applications.reviewing import Reviewed
from bookings.attendance import Attended
from bookings.models import Visit
from facilities.fees import days_before, due_at, fee_of, reduced, refund_percent

# A line as it is kept: `facilities.fees.Line`, with the number of the visit, and GONE where the
# city cancelled it.
KeptLine = Mapping[str, Any]
GONE = "gone"


def lines_of(visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """What each visit costs, as it is kept. The visits come with policy, facility and spaces."""
    return [
        fee_of(
            visit.policy,
            sum(space.area_m2 or 0 for space in visit.facility.spaces.all()),
            visit.span,
            visit.setup_minutes,
            visit.clearing_minutes,
        ).as_json()
        | {"visit": visit.number}
        for visit in visits
    ]


def net_fee(lines: Iterable[KeptLine], percent: int) -> int:
    """The sum of the lines that stand after a reduction of so much, each in whole won."""
    return sum(_net(line, percent) for line in lines if GONE not in line)


def _net(line: KeptLine, percent: int) -> int:
    return reduced(int(line["amount_won"]), [percent])


def without(lines: Iterable[KeptLine], gone: Collection[int]) -> list[dict[str, Any]]:
    """The lines with those of these visits (by number) marked as cancelled by the city."""
    return [{**line, GONE: True} if line["visit"] in gone else dict(line) for line in lines]


def cancelled_lines(charge: Charge) -> set[int]:
    """The numbers of its visits that are cancelled, and of which that is not noted yet."""
    standing = [line["visit"] for line in charge.lines if GONE not in line]
    rows = charge.application.booking.visits.filter(
        number__in=standing, attendance=Attended.CANCELLED
    )
    return set(rows.values_list("number", flat=True))


def due_of(visits: Sequence[Visit], now: datetime) -> datetime:
    """When the fee of these visits is to be paid, approved now: the earliest of their policies.

    Use begins with the set-up of the first one, whether that costs something or not.
    """
    first_use = min(v.starts_at - timedelta(minutes=v.setup_minutes) for v in visits)
    return min(due_at(now, first_use, visit.policy) for visit in visits if visit.policy.fee_won)


def kept_when_cancelled(charge: Charge, cancelled_at: datetime) -> int:
    """What the city keeps of a fee when its person cancels (won), by each visit's own day.

    Never more than it has. What it keeps is rounded down, visit by visit.
    """
    lines = [line for line in charge.lines if GONE not in line]
    rows = charge.application.booking.visits.filter(number__in=[line["visit"] for line in lines])
    back = {
        visit.number: refund_percent(
            visit.policy.refunds, days_before(cancelled_at, visit.starts_at)
        )
        for visit in rows.select_related("policy")
    }
    kept = sum(
        reduced(_net(line, charge.reduction_percent), [back.get(line["visit"], 0)])
        for line in lines
    )
    return min(kept, charge.in_hand)


def earlier_charge(application: Application) -> Charge | None:
    """The charge of the version that was approved before it, if that one had a charge."""
    approved = application.booking.applications.filter(
        number__lt=application.number, state=Reviewed.APPROVED
    )
    latest = approved.order_by("number").last()
    if latest is None:
        return None
    rows = Charge.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(application=latest).first()
    if found:
        latest.booking = application.booking
        found.application = latest
    return found


def is_replaced(application: Application) -> bool:
    """Was a newer version approved? What has been approved has a permit."""
    return application.booking.applications.filter(
        number__gt=application.number, permit__isnull=False
    ).exists()

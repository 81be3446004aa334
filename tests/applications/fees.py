"""What costs something in the tests: the great hall by the hour, and reductions to claim."""

from datetime import date, datetime
from typing import Any

from applications.models import Application, Charge
from facilities.models import Occupancy, Policy, Reduction
from tests.applications.samples import fresh
from tests.bookings.samples import policy
from tests.places import at_seoul

# Approved at NOW, the 23rd, and paid within five days: when that is over.
OVER = at_seoul(date(2026, 11, 29), "00:00")


def with_fee(slug: str = "onnuri", **changes: Any) -> Policy:
    """10,000 won an hour; set-up and clearing cost nothing."""
    given: dict[str, Any] = {
        "fee_won": 10_000,
        "fee_counts_setup": False,
        "refunds": [[10, 100], [5, 90], [3, 80]],
    }
    return policy(slug, **given | changes)


def reduction(code: str = "sample", percent: int = 50, **given: Any) -> Reduction:
    """One of the kept list, whose proof is seen at the desk."""
    return Reduction.objects.create(code=code, name=f"감면 {percent}", percent=percent, **given)


def charge_now(application: Application) -> Charge:
    """The charge of the version as the database has it, with the version as it is."""
    charge = Charge.objects.get(application=application)
    charge.application = fresh(application)
    return charge


def held_until(application: Application) -> set[datetime | None]:
    """Until when what the booking's visits take is held."""
    rows = Occupancy.objects.filter(visit__booking=application.booking)
    return set(rows.values_list("expires_at", flat=True))

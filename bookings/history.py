"""What counts for a person's limits, read once and asked for any group of facilities."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from bookings.attendance import COUNTED
from bookings.models import Suspension, Visit
from bookings.rules import History
from facilities.rules import Wish
from lib import clock

# Whole weeks and whole months on either side of any day within reach of an alternative.
AROUND = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """A person's live visits around a day, and the suspension in force."""

    visits: tuple[tuple[int, datetime], ...]  # facility id, start
    suspension: Suspension | None

    def history(self, facility_ids: Collection[int]) -> History:
        """The part that counts for the limits shared by these facilities."""
        return History(
            days=tuple(
                starts_at.astimezone(clock.SEOUL).date()
                for facility_id, starts_at in self.visits
                if facility_id in facility_ids
            ),
            suspended_until=self.suspension.ends_at if self.suspension else None,
            suspended_for=self.suspension.reason if self.suspension else "",
        )


def counted_visits(person: User, wish: Wish) -> CountedVisits:
    """Read what counts, in two queries. Under the lock on the person it cannot change."""
    visits = Visit.objects.filter(
        booking__person=person,
        attendance__in=COUNTED,
        starts_at__gt=wish.span.starts_at - AROUND,
        starts_at__lt=wish.span.starts_at + AROUND,
    ).values_list("facility_id", "starts_at")
    in_force = Suspension.objects.filter(
        person=person, starts_at__lte=wish.now, ends_at__gt=wish.now, lifted_at=None
    )
    return CountedVisits(tuple(visits), in_force.order_by("-ends_at").first())

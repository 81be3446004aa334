"""What counts for a person's limits, read once and asked for any group of facilities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from bookings.attendance import COUNTED
from bookings.models import Suspension, Visit
from bookings.rules import History
from facilities.rules import Wish
from lib import clock

# Whole weeks and whole months on either side of any day that counts with another.
AROUND = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """A person's live visits around a day, and the suspension in force."""

    visits: tuple[tuple[int, datetime], ...]  # facility id, start
    suspension: Suspension | None

    def and_also(self, wish: Wish) -> "CountedVisits":
        """With a visit that the same request asks for: it counts for those after it."""
        visit = (wish.listing.facility.pk, wish.span.starts_at)
        return CountedVisits((*self.visits, visit), self.suspension)

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


def counted_visits(person: User, wishes: Sequence[Wish]) -> CountedVisits:
    """Read what counts, in two queries. Under the lock on the person it cannot change.

    From now on too, however far off the wishes are: alternatives lie between.
    """
    now = wishes[0].now
    moments = [now, *(wish.span.starts_at for wish in wishes)]
    visits = Visit.objects.filter(
        booking__person=person,
        attendance__in=COUNTED,
        starts_at__gt=min(moments) - AROUND,
        starts_at__lt=max(moments) + AROUND,
    ).values_list("facility_id", "starts_at")
    in_force = Suspension.objects.filter(
        person=person, starts_at__lte=now, ends_at__gt=now, lifted_at=None
    )
    return CountedVisits(tuple(visits), in_force.order_by("-ends_at").first())

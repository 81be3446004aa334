"""What counts for a person's limits, read once and asked for any group of facilities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.models import User
from bookings.attendance import COUNTED
from bookings.models import Booking, Suspension, Visit
from bookings.rules import History
from facilities.rules import Wish
from lib import clock, plain_sql

# Whole weeks and whole months on either side of any day that counts with another.
AROUND = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """A person's live visits around a day, and the suspension in force."""

    visits: tuple[tuple[int, datetime], ...]  # facility id, start
    suspended_until: datetime | None = None
    suspended_for: str = ""

    def and_also(self, wish: Wish) -> "CountedVisits":
        """With a visit that the same request asks for: it counts for those after it."""
        visit = (wish.listing.facility.pk, wish.span.starts_at)
        return replace(self, visits=(*self.visits, visit))

    def history(self, facility_ids: Collection[int]) -> History:
        """The part that counts for the limits shared by these facilities."""
        return History(
            days=tuple(
                starts_at.astimezone(clock.SEOUL).date()
                for facility_id, starts_at in self.visits
                if facility_id in facility_ids
            ),
            suspended_until=self.suspended_until,
            suspended_for=self.suspended_for,
        )


def counted_visits(person: User, wishes: Sequence[Wish]) -> CountedVisits:
    """Read what counts, in one query. Under the lock on the person it cannot change.

    From now on too, however far off the wishes are: alternatives lie between.
    """
    now = wishes[0].now
    moments = [now, *(wish.span.starts_at for wish in wishes)]
    rows = plain_sql.rows(
        _COUNTED,
        (person.pk, *COUNTED, min(moments) - AROUND, max(moments) + AROUND, person.pk, now, now),
    )
    visits = tuple((row[0], plain_sql.moment(row[1])) for row in rows if row[0] is not None)
    suspensions = [(plain_sql.moment(row[1]), row[2]) for row in rows if row[0] is None]
    return CountedVisits(visits, *max(suspensions, default=(None, "")))


_COUNTED = f"""
    SELECT visit.facility_id, visit.starts_at, ''
    FROM {Visit._meta.db_table} AS visit
    JOIN {Booking._meta.db_table} AS booking ON booking.id = visit.booking_id
    WHERE booking.person_id = %s
        AND visit.attendance IN ({", ".join("%s" for _state in COUNTED)})
        AND visit.starts_at > %s AND visit.starts_at < %s
    UNION ALL
    SELECT NULL, ends_at, reason
    FROM {Suspension._meta.db_table}
    WHERE person_id = %s AND starts_at <= %s AND ends_at > %s AND lifted_at IS NULL
"""  # noqa: S608

"""What counts for a person's limits, read once and asked for any group of facilities."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from bookings.absences import Absence, standing
from bookings.attendance import COUNTED, Attended
from bookings.decision import Decided
from bookings.models import Booking, Suspension, Visit
from bookings.rules import History
from facilities.models import Policy
from facilities.wish import Wish
from lib import clock, plain_sql

# Whole weeks and whole months on either side of any day that counts with another.
AROUND = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """A person's live visits around a day, what they missed, and the suspension set by hand."""

    visits: tuple[tuple[int, datetime], ...]  # facility id, start
    now: datetime
    absences: tuple[Absence, ...] = ()
    suspended_until: datetime | None = None
    suspended_for: str = ""

    def and_also(self, wish: Wish) -> "CountedVisits":
        """With a visit that the same request asks for: it counts for those after it."""
        visit = (wish.listing.facility.pk, wish.span.starts_at)
        return replace(self, visits=(*self.visits, visit))

    def without(self, visits: Iterable[Visit]) -> "CountedVisits":
        """As if these were not there: they are about to be moved."""
        left = list(self.visits)
        for visit in visits:
            with suppress(ValueError):
                left.remove((visit.facility_id, visit.starts_at))
        return replace(self, visits=tuple(left))

    def history(self, facility_ids: Collection[int]) -> History:
        """The part that counts for the limits shared by these facilities."""
        missed = [one for one in self.absences if one.facility_id in facility_ids]
        absent = standing(missed, self.now) if missed else None
        return History(
            days=tuple(
                starts_at.astimezone(clock.SEOUL).date()
                for facility_id, starts_at in self.visits
                if facility_id in facility_ids
            ),
            suspended_until=self.suspended_until,
            suspended_for=self.suspended_for,
            absent_until=absent.suspended_until if absent else None,
        )


def counted_visits(person: User, wishes: Sequence[Wish]) -> CountedVisits:
    """Read what counts, in one query. Under the lock on the person it cannot change.

    From now on too, however far off the wishes are: alternatives lie between.
    """
    moments = [wishes[0].now, *(wish.span.starts_at for wish in wishes)]
    return counted_between(person, min(moments) - AROUND, max(moments) + AROUND, wishes[0].now)


def counted_between(person: User, first: datetime, last: datetime, now: datetime) -> CountedVisits:
    """What counts of the visits that begin between two moments, and all that was missed."""
    rows = plain_sql.rows(
        _COUNTED,
        (
            *(person.pk, *COUNTED, first, last),
            *(person.pk, now, now),
            *(person.pk, Attended.EXPECTED.value, Attended.ABSENT.value),
            now,
        ),
    )
    read: dict[str, list[Any]] = {VISIT: [], SUSPENSION: [], ABSENCE: []}
    for kind, number, at, text, allowed, days in rows:
        moment = plain_sql.moment(at)
        read[kind].append(
            Absence(moment, number, allowed, days)
            if kind == ABSENCE
            else (moment, text)
            if kind == SUSPENSION
            else (number, moment)
        )
    return CountedVisits(
        tuple(read[VISIT]),
        now,
        tuple(read[ABSENCE]),
        *max(read[SUSPENSION], default=(None, "")),
    )


VISIT, SUSPENSION, ABSENCE = "v", "s", "a"

_COUNTED = f"""
    SELECT '{VISIT}', visit.facility_id, visit.starts_at, '', 0, 0
    FROM {Visit._meta.db_table} AS visit
    JOIN {Booking._meta.db_table} AS booking ON booking.id = visit.booking_id
    WHERE booking.person_id = %s
        AND visit.attendance IN ({", ".join("%s" for _state in COUNTED)})
        AND visit.starts_at > %s AND visit.starts_at < %s
    UNION ALL
    SELECT '{SUSPENSION}', 0, ends_at, reason, 0, 0
    FROM {Suspension._meta.db_table}
    WHERE person_id = %s AND starts_at <= %s AND ends_at > %s AND lifted_at IS NULL
    UNION ALL
    SELECT '{ABSENCE}', visit.facility_id, visit.absent_at, '', policy.absences_allowed,
        policy.suspension_days
    FROM {Visit._meta.db_table} AS visit
    JOIN {Booking._meta.db_table} AS booking ON booking.id = visit.booking_id
    JOIN {Policy._meta.db_table} AS policy ON policy.id = visit.policy_id
    WHERE booking.person_id = %s AND booking.state = '{Decided.APPROVED}'
        AND visit.attendance IN (%s, %s)
        AND visit.absent_at <= %s AND visit.waived_at IS NULL
"""  # noqa: S608

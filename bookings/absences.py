"""Who did not come, and what follows: worked out from the visits themselves, at any moment.

A suspension that follows from absences is no row that somebody has to write in time. It is there
from the minute on in which the absence that completes the limit began, and gone when it ends or
when an officer waives one of the absences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

COUNTED_FOR = timedelta(days=365)  # absences are kept for a year, and count as long


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """A visit to which nobody came, with the policy it was booked under."""

    at: datetime  # from when on it counts
    facility_id: int
    allowed: int | None  # so many lead to a suspension; None: never
    days: int  # of suspension


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with the absences of one group of facilities."""

    counted: int  # since the last suspension
    allowed: int | None
    suspended_until: datetime | None


def standing(absences: Iterable[Absence], now: datetime) -> Standing:
    """Count in the order in which they happened; after a suspension counting begins anew.

    The absences are those of one group of facilities, waived ones left out.
    """
    counted, allowed = 0, None
    until: datetime | None = None
    for absence in sorted(absences):
        if not now - COUNTED_FOR < absence.at <= now or absence.allowed is None:
            continue
        counted, allowed = counted + 1, absence.allowed
        if counted >= absence.allowed:
            until = absence.at + timedelta(days=absence.days)
            counted = 0
    in_force = until if until and until > now else None
    return Standing(counted, allowed, in_force)


def completes_a_limit(before: Sequence[Absence], absence: Absence) -> datetime | None:
    """Until when the person is suspended by this absence after those before; None: not yet."""
    with_it = standing([*before, absence], absence.at)
    ends_at = absence.at + timedelta(days=absence.days)
    return ends_at if with_it.counted == 0 and with_it.suspended_until == ends_at else None

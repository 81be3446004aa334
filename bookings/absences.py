"""Who did not come, and what follows: worked out from the visits themselves, at any moment.

A suspension that follows from absences is no row that somebody has to write in time. It is there
from the minute on in which the absence that completes the limit began, and gone when it ends or
when an officer waives one of the absences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

COUNTED_FOR = timedelta(days=365)  # an absence counts for a year


@dataclass(frozen=True, slots=True)
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

    The absences are all those of one group of facilities, waived ones left out, old ones not: one
    that led to a suspension is never counted again, however old those before it have become.
    """
    counted: list[Absence] = []
    allowed: int | None = None
    until: datetime | None = None
    for absence in sorted(absences, key=lambda one: one.at):
        if absence.at > now or absence.allowed is None:
            continue
        counted, allowed = [*lately(counted, absence.at), absence], absence.allowed
        if len(counted) >= absence.allowed:
            ends_at = absence.at + timedelta(days=absence.days)
            until = max(until or ends_at, ends_at)
            counted = []
    in_force = until if until and until > now else None
    return Standing(len(lately(counted, now)), allowed, in_force)


def completes_a_limit(before: Sequence[Absence], absence: Absence) -> datetime | None:
    """Until when the person is suspended by this absence after those before; None: not yet."""
    with_it = standing([*before, absence], absence.at)
    if absence.allowed is None or with_it.counted:
        return None
    return with_it.suspended_until


def lately(absences: Iterable[Absence], now: datetime) -> list[Absence]:
    """Those that may still count at that moment."""
    return [one for one in absences if one.at > now - COUNTED_FOR]

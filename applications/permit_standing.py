"""Whether a permit is in force at a moment, worked out when it is read.

Nothing has to be noted in time for it: it follows from the booking, the version that was approved,
its charge, its visits and the permits that came after it. The mark `Permit.replaced_at` alone
decides nothing, but a permit that bears it is never in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from applications.models import Application, Permit
from applications.reviewing import Reviewed
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Visit
from lib.spans import Span


class Stands(StrEnum):
    """What a permit is worth."""

    IN_FORCE = "in_force"
    NOT_BEGUN = "not_begun"
    USED_UP = "used_up"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A permit at a moment. The visits are in the order of their time."""

    how: Stands
    visits: tuple[Visit, ...] = ()  # of those that it was issued for, which still stand
    fell_away: tuple[Visit, ...] = ()  # and which were cancelled since
    replaced_by: Permit | None = None

    @property
    def is_in_force(self) -> bool:
        """Does it permit anything, now or later?"""
        return self.how in {Stands.IN_FORCE, Stands.NOT_BEGUN}

    @property
    def is_partly_cancelled(self) -> bool:
        """Is it in force for some of its visits only?"""
        return self.is_in_force and bool(self.fell_away)


def standing(permit: Permit, now: datetime) -> Standing:
    """How the permit stands at that moment.

    The permit comes with its booking and the booking's visits and permits, and with its version
    and the version's charge: `applications.permits_found`.
    """
    application, newest = permit.application, newest_of(permit)
    if permit.booking.state != Decided.APPROVED:
        has_lapsed = permit.booking.state == Decided.LAPSED
        return Standing(Stands.LAPSED if has_lapsed else Stands.CANCELLED)
    if newest.pk != permit.pk:
        return Standing(Stands.REPLACED, replaced_by=newest)
    if _has_lapsed(application, now):
        return Standing(Stands.LAPSED)
    if application.state != Reviewed.APPROVED or permit.replaced_at is not None:
        return Standing(Stands.CANCELLED)
    visits, fell_away = _visits(permit)
    if not visits:
        return Standing(Stands.CANCELLED, fell_away=fell_away)
    return Standing(_by_the_clock(visits, now), visits, fell_away)


def newest_of(permit: Permit) -> Permit:
    """The last permit of the same booking: the one that counts."""
    return max(permit.booking.permits.all(), key=lambda one: (one.year, one.number))


def whole_span(visit: Visit) -> Span:
    """From the start of its set-up to the end of its clearing: when it permits to be there."""
    return visit.span.widened(
        before=timedelta(minutes=visit.setup_minutes),
        after=timedelta(minutes=visit.clearing_minutes),
    )


def _has_lapsed(application: Application, now: datetime) -> bool:
    if application.state == Reviewed.LAPSED:
        return True
    charge = getattr(application, "charge", None)
    return charge is not None and bool(charge.is_overdue(now))


def _by_the_clock(visits: Sequence[Visit], now: datetime) -> Stands:
    if now < min(whole_span(visit).starts_at for visit in visits):
        return Stands.NOT_BEGUN
    if now >= max(whole_span(visit).ends_at for visit in visits):
        return Stands.USED_UP
    return Stands.IN_FORCE


def _visits(permit: Permit) -> tuple[tuple[Visit, ...], tuple[Visit, ...]]:
    """Of the visits that the newest permit was issued for: those that stand, those that do not.

    Those of the booking that are not cancelled are its own. Of the cancelled ones only those that
    this version was approved for: others were asked for by an earlier one, or left out.
    """
    ordered = sorted(permit.booking.visits.all(), key=lambda one: (one.starts_at, one.number))
    standing = tuple(one for one in ordered if one.attendance != Attended.CANCELLED)
    told = {_key(visit) for visit in standing}
    approved = _approved_keys(permit.application)
    fell_away = []
    for visit in ordered:
        if visit.attendance == Attended.CANCELLED and _key(visit) in approved - told:
            told.add(_key(visit))
            fell_away.append(visit)
    return standing, tuple(fell_away)


def _key(visit: Visit) -> tuple[str, datetime, datetime]:
    return visit.facility.slug, visit.starts_at, visit.ends_at


def _approved_keys(application: Application) -> set[tuple[str, datetime, datetime]]:
    """What the version was approved for; nothing when its time has come and it was emptied."""
    asked = application.asked.get("visits", ())
    return {
        (
            one["slug"],
            datetime.fromisoformat(one["starts_at"]),
            datetime.fromisoformat(one["ends_at"]),
        )
        for number, one in enumerate(asked, start=1)
        if number not in application.left_out
    }

"""The set-up in memory: facilities with their spaces, policies and hours, and the holidays.

Rules and pages ask it many times a request. It is read whole when the set-up changed, and kept as
long as the buildings' stamps stand: an ordinary request pays one small read. The rows in it are
shared between threads and never saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch

from facilities.models import (
    Building,
    Closure,
    Facility,
    Holiday,
    OpeningHours,
    Policy,
    Space,
)
from facilities.models.places import Basis
from facilities.models.policies import Decision
from lib import clock
from lib.spans import Span


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One facility with all that its rules need."""

    facility: Facility
    spaces: tuple[Space, ...]
    policies: tuple[Policy, ...]  # the newest first
    hours: tuple[OpeningHours, ...]
    closures: tuple[Closure, ...]  # not yet over, of any facility on the same spaces

    @property
    def space_ids(self) -> tuple[int, ...]:
        return tuple(space.pk for space in self.spaces)

    def policy_on(self, day: date) -> Policy | None:
        """The policy in force for what is booked on that day."""
        return next((policy for policy in self.policies if policy.valid_from <= day), None)

    def is_bookable_on(self, day: date) -> bool:
        """May it be booked here, by its holder alone, at once?"""
        policy = self.policy_on(day)
        return (
            self.facility.basis == Basis.TIME
            and policy is not None
            and policy.decision == Decision.AT_ONCE
        )


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All published facilities, in their order, and the observed public holidays."""

    stamps: tuple[int, ...]
    listings: tuple[Listing, ...]
    holidays: Mapping[date, Holiday]

    def listing(self, slug: str) -> Listing | None:
        """The facility of that address, if there is one."""
        return next((item for item in self.listings if item.facility.slug == slug), None)

    def group_of(self, listing: Listing) -> tuple[int, ...]:
        """The ids of the facilities that count towards the same limits, itself included."""
        group = listing.facility.limit_group
        if not group:
            return (listing.facility.pk,)
        return tuple(
            item.facility.pk for item in self.listings if item.facility.limit_group == group
        )


# The one thing that is kept; a change of the set-up shows in the stamps.
_kept: list[Catalogue] = []


def catalogue() -> Catalogue:
    """The set-up as it stands. One query when nothing changed."""
    stamps = _stamps()
    for kept in _kept:
        if kept.stamps == stamps:
            return kept
    fresh = _read(stamps)
    _kept[:] = [fresh]
    return fresh


def forget() -> None:
    """Read the set-up again at the next question, whatever the stamps say: for tests."""
    _kept.clear()


def _stamps() -> tuple[int, ...]:
    """Read in plain SQL, since every request pays for it: the ORM takes four times as long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stamp FROM {Building._meta.db_table} ORDER BY id")  # noqa: S608
        return tuple(stamp for (stamp,) in cursor.fetchall())


def _read(stamps: tuple[int, ...]) -> Catalogue:
    facilities = Facility.objects.filter(is_published=True).prefetch_related(
        Prefetch("spaces", Space.objects.select_related("building")),
        Prefetch("policies", Policy.objects.order_by("-valid_from")),
        Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "opens_at")),
    )
    closures = list(
        Closure.objects.filter(ends_at__gt=clock.now())
        .order_by("starts_at")
        .prefetch_related("facility__spaces")
    )
    return Catalogue(
        stamps=stamps,
        listings=tuple(_listing(facility, closures) for facility in facilities),
        holidays={holiday.day: holiday for holiday in Holiday.objects.filter(is_observed=True)},
    )


def _listing(facility: Facility, closures: list[Closure]) -> Listing:
    spaces = tuple(sorted(facility.spaces.all(), key=lambda space: space.pk))
    mine = {space.pk for space in spaces}
    return Listing(
        facility=facility,
        spaces=spaces,
        policies=tuple(facility.policies.all()),
        hours=tuple(facility.opening_hours.all()),
        closures=tuple(
            closure
            for closure in closures
            if mine & {space.pk for space in closure.facility.spaces.all()}
        ),
    )


def closure_over(listing: Listing, span: Span) -> Closure | None:
    """The first closure that the span runs into."""
    return next(
        (
            closure
            for closure in listing.closures
            if closure.starts_at < span.ends_at and span.starts_at < closure.ends_at
        ),
        None,
    )

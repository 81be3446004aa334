"""The set-up in memory: facilities with their spaces, policies and hours, and the holidays.

Rules and pages ask it many times a request. It is read whole when the set-up changed, and kept as
long as the buildings' stamps stand: an ordinary request pays one small read. The rows in it are
shared between threads and never saved.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

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
    WeeklySession,
)
from facilities.models.places import Basis
from facilities.models.policies import Decision
from lib import clock, plain_sql
from lib.spans import Span

T = TypeVar("T")

ATTEMPTS = 5  # an administrator would have to change the set-up five times within a second


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One facility with all that its rules need."""

    facility: Facility
    spaces: tuple[Space, ...]
    policies: tuple[Policy, ...]  # the newest first
    hours: tuple[OpeningHours, ...]
    closures: tuple[Closure, ...]  # not yet over, of any facility on the same spaces
    weekly: tuple[WeeklySession, ...] = ()

    @property
    def space_ids(self) -> tuple[int, ...]:
        return tuple(space.pk for space in self.spaces)

    def policy_on(self, day: date) -> Policy | None:
        """The policy in force for what is booked on that day."""
        return next((policy for policy in self.policies if policy.valid_from <= day), None)

    def is_bookable_on(self, day: date) -> bool:
        """May a span of it be booked here, by its holder alone, at once?"""
        policy = self.policy_on(day)
        return (
            self.facility.basis == Basis.TIME
            and policy is not None
            and policy.decision == Decision.AT_ONCE
        )

    def is_applied_for_on(self, day: date) -> bool:
        """May a span of it be applied for here, for an officer to decide?"""
        policy = self.policy_on(day)
        return (
            self.facility.basis == Basis.TIME
            and policy is not None
            and policy.decision == Decision.OFFICER
        )

    def has_sessions_on(self, day: date) -> bool:
        """May places in its sessions be booked here, decided at once or by an officer?"""
        policy = self.policy_on(day)
        return (
            self.facility.basis == Basis.SESSION
            and bool(self.weekly)
            and policy is not None
            and policy.decision != Decision.DRAW
        )

    def is_online_on(self, day: date) -> bool:
        """May it be booked here at all?"""
        return self.is_bookable_on(day) or self.has_sessions_on(day)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All published facilities, in their order, and the observed public holidays."""

    stamps: tuple[int, ...]
    listings: tuple[Listing, ...]
    holidays: Mapping[date, Holiday]
    # Facilities that count towards the same limits, unpublished ones too: a booking still counts.
    limit_groups: Mapping[str, tuple[int, ...]]
    withdrawn: Mapping[str, Facility]  # by address: what is not offered any more still has a name

    def listing(self, slug: str) -> Listing | None:
        """The facility of that address, if there is one."""
        return next((item for item in self.listings if item.facility.slug == slug), None)

    def name_of(self, slug: str) -> str:
        """What the facility of that address is called, offered or not, in the active language."""
        listing = self.listing(slug)
        facility = listing.facility if listing else self.withdrawn.get(slug)
        return str(facility.name) if facility else slug

    def listing_of(self, facility_id: int) -> Listing | None:
        """The facility of that id, if it is published."""
        return next((item for item in self.listings if item.facility.pk == facility_id), None)

    def group_of(self, listing: Listing) -> tuple[int, ...]:
        """The ids of the facilities that count towards the same limits, itself included."""
        return self.limit_groups.get(listing.facility.limit_group, (listing.facility.pk,))


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


class SetUpChanged(Exception):
    """Somebody changed the set-up since it was read: read it again and begin anew."""


def hold_still(known: Catalogue) -> None:
    """Nobody changes the set-up until this transaction has ended.

    Whoever changes it draws new stamps first, and so waits for us or makes us wait. Raises
    `SetUpChanged` when `known` is not the set-up any more. On SQLite a transaction that writes is
    alone anyway.
    """
    if _stamps(" FOR SHARE" if connection.features.has_select_for_update else "") != known.stamps:
        raise SetUpChanged


def anew(verb: Callable[[], T]) -> T:
    """What the verb gives; begun anew when the set-up changed under it."""
    for _attempt in range(ATTEMPTS):
        with suppress(SetUpChanged):
            return verb()
    raise SetUpChanged


def _stamps(lock: str = "") -> tuple[int, ...]:
    stamps = plain_sql.rows(f"SELECT stamp FROM {Building._meta.db_table} ORDER BY id{lock}")  # noqa: S608
    return tuple(stamp for (stamp,) in stamps)


def _limit_groups(facilities: Iterable[Facility]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for one in sorted(facilities, key=lambda one: one.pk):
        if one.limit_group:
            groups[one.limit_group] = (*groups.get(one.limit_group, ()), one.pk)
    return groups


def _read(stamps: tuple[int, ...]) -> Catalogue:
    facilities = Facility.objects.prefetch_related(
        Prefetch("spaces", Space.objects.select_related("building")),
        Prefetch("policies", Policy.objects.order_by("-valid_from")),
        Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "opens_at")),
        Prefetch("weekly_sessions", WeeklySession.objects.order_by("weekday", "starts_at")),
    )
    closures = list(
        Closure.objects.filter(ends_at__gt=clock.now())
        .order_by("starts_at")
        .prefetch_related("facility__spaces")
    )
    return Catalogue(
        stamps=stamps,
        listings=tuple(_listing(one, closures) for one in facilities if one.is_published),
        holidays={holiday.day: holiday for holiday in Holiday.objects.filter(is_observed=True)},
        limit_groups=_limit_groups(facilities),
        withdrawn={one.slug: one for one in facilities if not one.is_published},
    )


def _listing(facility: Facility, closures: list[Closure]) -> Listing:
    spaces = tuple(sorted(facility.spaces.all(), key=lambda space: space.pk))
    mine = {space.pk for space in spaces}
    return Listing(
        facility=facility,
        spaces=spaces,
        policies=tuple(facility.policies.all()),
        hours=tuple(facility.opening_hours.all()),
        weekly=tuple(facility.weekly_sessions.all()),
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

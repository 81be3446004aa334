"""A club as one booking of many visits: first a full report of the dates, then the verb.

The report writes nothing. It judges every date as `bookings/reserve.py` will, counts the person's
limits along the series, and finds another time for each date that clashes. Whoever books all that
is free, and any of the other times beside it, is within every limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from bookings import rules
from bookings.asking import Asked, Request, wish_for
from bookings.history import CountedVisits, counted_visits
from bookings.models import Booking
from bookings.reserve import reserve
from facilities import availability, session_rules
from facilities import rules as rules_of_time
from facilities.availability import Facts, Start, Taken
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.models.policies import Decision
from facilities.occupancy import Want
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refusal, Refused
from lib.spans import Span, quarters


@dataclass(frozen=True, slots=True)
class Line:
    """One date of a series: it can be booked, or why not and what else that day."""

    number: int  # from 1, in the order asked
    asked: Asked
    refusal: Refusal | None = None
    instead: Start | None = None

    @property
    def is_free(self) -> bool:
        return self.refusal is None

    @property
    def asked_instead(self) -> Asked | None:
        """The other time, as the verb takes it."""
        if self.instead is None:
            return None
        return replace(self.asked, slug=self.instead.listing.facility.slug, span=self.instead.span)


@dataclass(frozen=True, slots=True)
class Report:
    """What each date of a series has to say for itself."""

    lines: tuple[Line, ...]

    @property
    def free(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_free)

    @property
    def clashes(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_free)


class SeriesRefused(Refused):
    """Nothing was booked; the report says which dates are in the way."""

    def __init__(self, refused: Refused, report: Report) -> None:
        super().__init__(refused.refusal, refused.alternatives)
        self.report = report


def book(person: User, request: Request, key: str) -> Booking:
    """Book all visits that are asked for, or nothing, as one booking.

    Raises `SeriesRefused` with the dates in the way; `Refused` when the series as a whole cannot
    be booked, or the key has made something else.
    """
    try:
        return reserve(person, request, key)
    except Refused as refused:
        found = report(person, request.visits)
        if not found.clashes:  # not the dates, or free again by now
            raise
        raise SeriesRefused(refused, found) from refused


def report(person: User, visits: Sequence[Asked]) -> Report:
    """Judge every date, and find another time for each that clashes. Three queries for any number.

    Only the verb decides. Raises `Refused` for what the series as a whole cannot be: a facility
    that is gone, more visits than the policy takes.
    """
    known, now = catalogue(), clock.now()
    wishes = [wish_for(asked, known, now) for asked in visits]
    too_many = rules.too_many_visits(wishes)
    if too_many:
        raise Refused(too_many)
    judge = _Judge(person, known, wishes)
    refusals = [judge.first_refusal(wish) for wish in wishes]
    return Report(
        tuple(
            Line(number, asked, refusal, judge.instead(wish) if refusal else None)
            for number, (asked, wish, refusal) in enumerate(
                zip(visits, wishes, refusals, strict=True), start=1
            )
        )
    )


class _Judge:
    """Judges date after date; what it lets pass counts for those after it."""

    def __init__(self, person: User, known: Catalogue, wishes: Sequence[Wish]) -> None:
        self.person, self.known = person, known
        self.now = wishes[0].now
        self.listings = _listings(known, wishes)
        self.visits: CountedVisits = counted_visits(person, wishes)
        self.taken: set[tuple[int, datetime]] = set(_taken(self.listings, wishes))

    @property
    def facts(self) -> Facts:
        return Facts(self.now, self.known.holidays, self.taken)

    def first_refusal(self, wish: Wish) -> Refusal | None:
        """What speaks against the date. None: it is counted."""
        refusal = session_rules.first_refusal(wish) or self._of_the_person(wish)
        if refusal is None and availability.is_taken(_want(wish), self.taken):
            refusal = rules_of_time.taken(wish.listing)
        if refusal is None:
            self._count(wish)
        return refusal

    def instead(self, wish: Wish) -> Start | None:
        """Another time on the day, and then it is counted too."""

        def acceptable(listing: Listing, span: Span) -> bool:
            other = replace(wish, listing=listing, span=span)
            is_at_once = other.policy.decides(other.people or 1) == Decision.AT_ONCE
            return is_at_once and self._of_the_person(other) is None

        found = availability.alternative_on_the_day(self.listings, wish, self.facts, acceptable)
        if found:
            self._count(replace(wish, listing=found.listing, span=found.span))
        return found

    def _of_the_person(self, wish: Wish) -> Refusal | None:
        history = self.visits.history(self.known.group_of(wish.listing))
        return rules.first_refusal(wish, self.person, history)

    def _count(self, wish: Wish) -> None:
        self.visits = self.visits.and_also(wish)
        wanted = _want(wish)
        self.taken.update(
            (space_id, quarter)
            for quarter in quarters(wanted.span)
            for space_id in wanted.space_ids
        )


def _want(wish: Wish) -> Want:
    return availability.want(wish.listing, wish.span, wish.now)


def _listings(known: Catalogue, wishes: Sequence[Wish]) -> list[Listing]:
    """The rooms of the wishes, and those whose policy takes as many visits in one booking."""
    own = {wish.listing for wish in wishes}
    day, number = wishes[0].booked_on, len(wishes)
    return [
        item
        for item in known.listings
        if item in own or (item.is_bookable_on(day) and _takes(item, wishes[0], number))
    ]


def _takes(listing: Listing, wish: Wish, number: int) -> bool:
    policy = listing.policy_on(wish.booked_on)
    return policy is not None and policy.max_visits >= number


def _taken(listings: Sequence[Listing], wishes: Sequence[Wish]) -> Taken:
    """The taken quarters of all rooms over all days that some room may be booked for by now."""
    today, now = wishes[0].booked_on, wishes[0].now
    policies = [policy for item in listings if (policy := item.policy_on(today))]
    days = [
        wish.day
        for wish in wishes
        if wish.day >= today and any(policy.opening_for(wish.day) <= now for policy in policies)
    ]
    if not days:
        return ()
    return availability.taken_between(listings, min(days), max(days), now)

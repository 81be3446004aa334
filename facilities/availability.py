"""What can be booked: the week of a facility, the free starts of a day, and alternatives.

Pure: rules and the taken quarters come in as facts. One query brings the quarters of all spaces.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facilities import rules
from facilities.catalogue import Catalogue, Listing
from facilities.models import Holiday
from facilities.occupancy import Want, taken_quarters
from facilities.opening import open_spans, weekly_hours
from lib import clock
from lib.refusal import Refusal
from lib.spans import Span, quarters

Taken = Collection[tuple[int, datetime]]

ALTERNATIVES = 3
DAYS_LOOKED_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Start:
    """A time somebody may choose, or the reason why not."""

    listing: Listing
    span: Span
    refusal: Refusal | None

    @property
    def is_free(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week table: its starts, or why there are none."""

    date: date
    starts: tuple[Start, ...]
    holiday: Holiday | None
    refusal: Refusal | None  # for the whole day


def want(listing: Listing, span: Span, now: datetime) -> Want:
    """What a visit of that span takes: the facility's spaces, set-up and clearing included."""
    policy = listing.policy_on(now.astimezone(clock.SEOUL).date())
    before = timedelta(minutes=policy.setup_minutes if policy else 0)
    after = timedelta(minutes=policy.clearing_minutes if policy else 0)
    return Want(listing.space_ids, span.widened(before=before, after=after))


def is_taken(wanted: Want, taken: Taken) -> bool:
    """Is any quarter of what is wanted taken?"""
    return any(
        (space_id, quarter) in taken
        for quarter in quarters(wanted.span)
        for space_id in wanted.space_ids
    )


def taken_between(
    listings: Iterable[Listing], first: date, last: date, now: datetime
) -> set[tuple[int, datetime]]:
    """The taken quarters of the facilities on those days (Seoul), in one query.

    A day more on either side, since set-up and clearing may reach over midnight.
    """
    space_ids = {space_id for listing in listings for space_id in listing.space_ids}
    span = Span(
        clock.seoul(first - timedelta(days=1), time.min),
        clock.seoul(last + timedelta(days=2), time.min),
    )
    return taken_quarters(space_ids, span, now)


def judged(listing: Listing, span: Span, people: int | None, facts: "Facts") -> Start:
    """One time with what speaks against it: a rule first, then the guard's rows."""
    wish = rules.Wish(listing, span, facts.now, facts.holidays, people)
    refusal = rules.first_refusal(wish)
    if refusal is None and is_taken(want(listing, span, facts.now), facts.taken):
        refusal = rules.taken(listing)
    return Start(listing, span, refusal)


@dataclass(frozen=True, slots=True)
class Facts:
    """What every judgement of one request shares."""

    now: datetime
    holidays: Mapping[date, Holiday]
    taken: Taken


def starts_of(listing: Listing, day: date, minutes: int, now: datetime) -> Iterator[Span]:
    """The spans of that length which may begin on that day, step by step from opening."""
    policy = listing.policy_on(now.astimezone(clock.SEOUL).date())
    if policy is None:
        return
    step, length = timedelta(minutes=policy.step_minutes), timedelta(minutes=minutes)
    for hours in weekly_hours(listing, day):
        at = hours.starts_at
        while at + length <= hours.ends_at:
            yield Span(at, at + length)
            at += step


def day_of(listing: Listing, day: date, minutes: int, people: int | None, facts: Facts) -> Day:
    """A day with every start and what speaks against it."""
    starts = tuple(
        judged(listing, span, people, facts) for span in starts_of(listing, day, minutes, facts.now)
    )
    whole_day: Refusal | None = None
    if not open_spans(listing, day, facts.holidays):
        noon = clock.seoul(day, time(12))
        probe = rules.Wish(
            listing, Span(noon, noon + timedelta(hours=1)), facts.now, facts.holidays
        )
        whole_day = rules.public_holiday(probe) or rules.closed_that_day(probe)
        starts = ()
    return Day(day, starts, facts.holidays.get(day), whole_day)


def week(
    listing: Listing, first: date, minutes: int, catalogue: Catalogue, now: datetime
) -> tuple[Day, ...]:
    """Seven days from `first`, for bookings of that length. One query."""
    days = [first + timedelta(days=offset) for offset in range(7)]
    facts = Facts(now, catalogue.holidays, taken_between([listing], days[0], days[-1], now))
    return tuple(day_of(listing, day, minutes, None, facts) for day in days)


def shortest(listing: Listing, minutes: int, now: datetime) -> int:
    """The length to show: the one asked for, within what the policy allows."""
    policy = listing.policy_on(now.astimezone(clock.SEOUL).date())
    return max(policy.min_minutes, min(minutes, policy.max_minutes)) if policy else minutes


def alternatives(
    catalogue: Catalogue,
    wish: rules.Wish,
    acceptable: Callable[[Listing, Span], bool] = lambda listing, span: True,
) -> tuple[Start, ...]:
    """Up to three times that can really be booked instead, the nearest first.

    The same room at another time of that day, another room at that time, then the days after.
    `acceptable` says whether the person's own limits allow it. One query.
    """
    now = wish.now
    listings = [item for item in catalogue.listings if item.is_bookable_on(wish.booked_on)]
    today = now.astimezone(clock.SEOUL).date()
    first = max(wish.day, today)
    last = first + timedelta(days=DAYS_LOOKED_AHEAD)
    facts = Facts(now, catalogue.holidays, taken_between(listings, first, last, now))
    found: list[Start] = []
    seen: set[tuple[str, datetime]] = set()
    for candidate in _candidates(listings, wish, first):
        key = (candidate[0].facility.slug, candidate[1].starts_at)
        if key in seen:
            continue
        seen.add(key)
        start = judged(*candidate, wish.people or 1, facts)
        if start.is_free and acceptable(start.listing, start.span):
            found.append(start)
            if len(found) == ALTERNATIVES:
                break
    return tuple(found)


def _candidates(
    listings: list[Listing], wish: rules.Wish, first: date
) -> Iterator[tuple[Listing, Span]]:
    """Times worth trying, the most alike first."""

    def of_day(listing: Listing, day: date) -> list[Span]:
        minutes = shortest(listing, wish.span.minutes, wish.now)
        clock_of_day = wish.span.starts_at.astimezone(clock.SEOUL).timetz().replace(tzinfo=None)
        wanted_at = clock.seoul(day, clock_of_day)
        return sorted(
            starts_of(listing, day, minutes, wish.now),
            key=lambda span: abs(span.starts_at - wanted_at),
        )

    own = [item for item in listings if item is wish.listing]
    others = [item for item in listings if item is not wish.listing]
    by_fit = sorted(others, key=lambda item: item.facility.capacity or 0)
    # The two nearest times of the same room, then the other rooms at the very time.
    for item in own:
        for span in of_day(item, first)[:3]:
            yield item, span
    for item in by_fit:
        for span in of_day(item, first)[:1]:
            yield item, span
    for offset in range(DAYS_LOOKED_AHEAD + 1):
        day = first + timedelta(days=offset)
        for item in own + by_fit:
            for span in of_day(item, day):
                yield item, span

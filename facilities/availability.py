"""What can be booked: the week of a facility, the free starts of a day, and alternatives.

Pure: rules and the taken quarters come in as facts. One query brings the quarters of all spaces.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facilities import rules
from facilities.catalogue import Catalogue, Listing
from facilities.models import Holiday
from facilities.occupancy import Want, taken_quarters
from facilities.opening import open_spans, weekly_hours
from facilities.sessions import SessionFacts
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refusal
from lib.spans import Span, quarters

Taken = Collection[tuple[int, datetime]]

ALTERNATIVES = 3
DAYS_LOOKED_AHEAD = 14  # longer than the longest run of holidays


@dataclass(frozen=True, slots=True)
class Start:
    """A time somebody may choose, or the reason why not."""

    listing: Listing
    span: Span
    refusal: Refusal | None
    session: SessionFacts | None = None

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


def want(listing: Listing, span: Span, now: datetime, expires_at: datetime | None = None) -> Want:
    """What a visit of that span takes: the facility's spaces, set-up and clearing included."""
    policy = listing.policy_on(now.astimezone(clock.SEOUL).date())
    before = timedelta(minutes=policy.setup_minutes if policy else 0)
    after = timedelta(minutes=policy.clearing_minutes if policy else 0)
    return Want(listing.space_ids, span.widened(before=before, after=after), expires_at)


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

    As far over midnight on either side as set-up and clearing may reach.
    """
    wanted = want_days(listings, first, last, now)
    return taken_quarters(wanted.space_ids, wanted.span, now)


def want_days(listings: Iterable[Listing], first: date, last: date, now: datetime) -> Want:
    """All that any visit to the facilities on those days (Seoul) could take."""
    days = Span(clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))
    wants = [want(listing, days, now) for listing in listings]
    return Want(
        tuple(dict.fromkeys(space_id for wanted in wants for space_id in wanted.space_ids)),
        Span(
            min((wanted.span.starts_at for wanted in wants), default=days.starts_at),
            max((wanted.span.ends_at for wanted in wants), default=days.ends_at),
        ),
    )


def judged(listing: Listing, span: Span, people: int | None, facts: "Facts") -> Start:
    """One time with what speaks against it: a rule first, then the guard's rows."""
    wish = Wish(listing, span, facts.now, facts.holidays, people)
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
        probe = Wish(listing, Span(noon, noon + timedelta(hours=1)), facts.now, facts.holidays)
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
    """The length to show: the one asked for in full steps, within what the policy allows."""
    policy = listing.policy_on(now.astimezone(clock.SEOUL).date())
    if policy is None:
        return minutes
    in_steps = -(-minutes // policy.step_minutes) * policy.step_minutes
    return max(policy.min_minutes, min(in_steps, policy.max_minutes))


def alternatives(
    catalogue: Catalogue,
    wish: Wish,
    acceptable: Callable[[Listing, Span], bool] = lambda listing, span: True,
) -> tuple[Start, ...]:
    """Up to three times that can really be booked instead, the nearest first.

    The same room at another time of that day, another room at that time, then the days around it.
    `acceptable` says whether the person's own limits allow it. One query for the day itself, and
    one more only when that day has not enough.
    """
    now = wish.now
    listings = [item for item in catalogue.listings if item.is_bookable_on(wish.booked_on)]
    days = _open_days(listings, wish)
    if not days:
        return ()
    found: dict[tuple[str, datetime], Start] = {}
    facts = Facts(now, catalogue.holidays, ())
    known: Sequence[date] = ()
    for candidates, most, among in _rounds(listings, wish, days):
        before = len(found)
        if len(known) < len(among) and before < ALTERNATIVES:
            taken = taken_between(listings, min(among), max(among), now)
            facts, known = Facts(now, catalogue.holidays, taken), among
        for listing, span in candidates:
            if len(found) == ALTERNATIVES or len(found) - before == most:
                break
            key = (listing.facility.slug, span.starts_at)
            # The guard's rows first: on a full day they are the quickest to say no.
            if key not in found and not is_taken(want(listing, span, now), facts.taken):
                start = judged(listing, span, wish.people or 1, facts)
                if start.is_free and acceptable(listing, span):
                    found[key] = start
    return tuple(found.values())


def alternative_on_the_day(
    listings: Sequence[Listing],
    wish: Wish,
    facts: Facts,
    acceptable: Callable[[Listing, Span], bool],
) -> Start | None:
    """The nearest time of the same length on the day wished for that can really be booked.

    The very time in a room of the same limits, then the same room at another time, then any other
    room of these at the very time. Pure: the taken quarters of all of them are in the facts.
    """

    def is_alike(listing: Listing) -> bool:
        group = wish.listing.facility.limit_group
        return bool(group) and listing.facility.limit_group == group

    others = [item for item in listings if item is not wish.listing]
    elsewhere = sorted(others, key=lambda item: (not is_alike(item), item.facility.capacity or 0))
    alike = [(item, wish.span) for item in elsewhere if is_alike(item)]
    here = sorted(
        starts_of(wish.listing, wish.day, wish.span.minutes, wish.now),
        key=lambda span: abs(span.starts_at - wish.span.starts_at),
    )
    rest = [(item, wish.span) for item in elsewhere if not is_alike(item)]
    for listing, span in [*alike, *((wish.listing, span) for span in here), *rest]:
        start = judged(listing, span, wish.people or 1, facts)
        if start.is_free and acceptable(listing, span):
            return start
    return None


def _open_days(listings: Iterable[Listing], wish: Wish) -> list[date]:
    """The days that may be booked now, somewhere, around the day wished for: the nearest first."""
    today = wish.booked_on
    policies = [policy for item in listings if (policy := item.policy_on(today))]
    # On the first day of a window, booking opens at a clock time.
    last = max(
        (
            today + timedelta(days=policy.opens_days_before - (wish.now < clock.seoul(today, at)))
            for policy in policies
            if (at := policy.opens_at)
        ),
        default=today,
    )
    nearest = min(max(wish.day, today), last)
    around = range(-DAYS_LOOKED_AHEAD, DAYS_LOOKED_AHEAD + 1)
    days = [nearest + timedelta(days=offset) for offset in around]
    open_days = [day for day in days if today <= day <= last]
    return sorted(open_days, key=lambda day: (abs(day - nearest), day < nearest))


Candidates = Iterator[tuple[Listing, Span]]


def _rounds(
    listings: list[Listing], wish: Wish, days: list[date]
) -> list[tuple[Candidates, int, list[date]]]:
    """Times worth trying, the most alike first; how many of each kind to take at most, and the
    days among them."""
    clock_of_day = wish.span.starts_at.astimezone(clock.SEOUL).time()

    def of_day(listing: Listing, day: date) -> list[Span]:
        minutes = shortest(listing, wish.span.minutes, wish.now)
        wanted_at = clock.seoul(day, clock_of_day)
        return sorted(
            starts_of(listing, day, minutes, wish.now),
            key=lambda span: abs(span.starts_at - wanted_at),
        )

    own = [item for item in listings if item is wish.listing]
    others = [item for item in listings if item is not wish.listing]
    others.sort(key=lambda item: item.facility.capacity or 0)
    first = days[0]
    here = ((item, span) for item in own for span in of_day(item, first))
    elsewhere = ((item, span) for item in others for span in of_day(item, first)[:1])
    later = ((item, span) for day in days for item in own + others for span in of_day(item, day))
    return [
        # The same room at another time of the day, then other rooms at the very time.
        (here, ALTERNATIVES - 1, days[:1]),
        (elsewhere, ALTERNATIVES, days[:1]),
        (later, ALTERNATIVES, days),
    ]

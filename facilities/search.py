"""The search over all facilities: one query for the taken quarters, the rest is arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facilities import availability, rules
from facilities.availability import Facts, Start
from facilities.catalogue import Catalogue, Listing
from facilities.links import booking_link
from facilities.shown import ShownFacility, shown_facility
from facilities.wish import Wish
from lib import clock, formats
from lib.refusal import Refusal
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Time:
    """A free start as a page shows it."""

    time: str
    url: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One facility with its free starts of a day, or the reason why there are none."""

    facility: ShownFacility
    day: date
    starts: tuple[Time, ...]
    refusal: Refusal | None

    @property
    def rank(self) -> int:
        """Where it stands in a list: the free ones first, then why not, then by phone."""
        return 0 if self.starts else 1 + self.phone_only

    @property
    def phone_only(self) -> bool:
        """Is it booked by calling only?"""
        return not self.facility.bookable


def search(
    known: Catalogue,
    listings: Sequence[Listing],
    day: date,
    start: time | None,
    minutes: int,
    people: int | None,
) -> list[Found]:
    """What each of these facilities offers on that day, or why nothing. One query."""
    facts = _facts(known, listings, day, day)
    return [_found(listing, day, start, minutes, people, facts) for listing in listings]


def free_starts(
    known: Catalogue, listings: Sequence[Listing], first: date, minutes: int, days: int
) -> list[Found]:
    """For each facility booked here, the first day from `first` on that has a free start."""
    bookable = _bookable(listings)
    facts = _facts(known, bookable, first, first + timedelta(days=days))
    soonest = []
    for listing in bookable:
        found = (
            _found(listing, first + timedelta(days=offset), None, minutes, None, facts)
            for offset in range(days)
        )
        with_starts = next((item for item in found if item.starts), None)
        if with_starts:
            soonest.append(with_starts)
    return soonest


def _facts(known: Catalogue, listings: Sequence[Listing], first: date, last: date) -> Facts:
    now = clock.now()
    taken = availability.taken_between(_bookable(listings), first, last, now)
    return Facts(now, known.holidays, taken)


def _bookable(listings: Sequence[Listing]) -> list[Listing]:
    today = clock.today()
    return [listing for listing in listings if listing.is_bookable_on(today)]


def _found(
    listing: Listing, day: date, start: time | None, minutes: int, people: int | None, facts: Facts
) -> Found:
    shown = shown_facility(listing)
    if not shown.bookable:
        noon = Span(clock.seoul(day, time(12)), clock.seoul(day, time(13)))
        wish = Wish(listing, noon, facts.now, facts.holidays)
        return Found(shown, day, (), rules.not_bookable_here(wish))
    length = availability.shortest(listing, minutes, facts.now)
    starts = availability.day_of(listing, day, length, people, facts)
    free = [item for item in starts.starts if item.is_free]
    asked = clock.seoul(day, start) if start else None
    times = tuple(
        Time(
            time=formats.clock_time(item.span.starts_at),
            url=booking_link(item, people),
            asked=item.span.starts_at == asked,
        )
        for item in free
    )
    return Found(shown, day, times, starts.refusal or _why(starts.starts, asked, bool(free)))


def _why(starts: tuple[Start, ...], asked: datetime | None, is_any_free: bool) -> Refusal | None:
    """What speaks against the time asked for; where nothing is free, against the day's last."""
    for item in starts:
        if item.refusal and item.span.starts_at == asked:
            return item.refusal
    return None if is_any_free or not starts else starts[-1].refusal

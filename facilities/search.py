"""The search over all facilities: one query for the taken quarters, the rest is arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facilities import availability, rules
from facilities.availability import Facts, Start
from facilities.catalogue import Catalogue, Listing
from facilities.links import booking_link
from facilities.session_week import days_of
from facilities.sessions import SessionFacts, sessions_between
from facilities.sessions_shown import ShownSession, shown_session
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
    sessions: tuple[ShownSession, ...] = ()

    @property
    def rank(self) -> int:
        """Where it stands in a list: free, then why not, then applied for, then by phone."""
        is_free = self.starts or any(one.url and not one.is_full for one in self.sessions)
        return 0 if is_free else 1 + self.applied_for + 2 * self.phone_only

    @property
    def phone_only(self) -> bool:
        """Is it booked by calling only?"""
        return not (self.facility.bookable or self.facility.applied_for)

    @property
    def applied_for(self) -> bool:
        """Does an officer decide about it?"""
        return self.facility.applied_for


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
    sessions = _sessions(listings, day, day, facts.now)
    return [
        _with_sessions(known, listing, day, sessions, facts.now)
        if listing.has_sessions_on(clock.today())
        else _found(listing, day, start, minutes, people, facts)
        for listing in listings
    ]


def free_starts(
    known: Catalogue, listings: Sequence[Listing], first: date, minutes: int, days: int
) -> list[Found]:
    """For each facility booked here, the first day from `first` on that has a free start."""
    last = first + timedelta(days=days)
    facts = _facts(known, listings, first, last)
    sessions = _sessions(listings, first, last, facts.now)
    soonest = []
    for listing in listings:
        if not listing.is_online_on(clock.today()):
            continue
        found = (
            _with_sessions(known, listing, first + timedelta(days=offset), sessions, facts.now)
            if listing.has_sessions_on(clock.today())
            else _found(listing, first + timedelta(days=offset), None, minutes, None, facts)
            for offset in range(days)
        )
        with_starts = next((item for item in found if item.rank == 0), None)
        if with_starts:
            soonest.append(with_starts)
    return soonest


def _sessions(
    listings: Sequence[Listing], first: date, last: date, now: datetime
) -> list[SessionFacts]:
    """The sessions of all these facilities on these days, in one query."""
    today = clock.today()
    ids = [listing.facility.pk for listing in listings if listing.has_sessions_on(today)]
    return sessions_between(ids, first, last, now)


def _with_sessions(
    known: Catalogue, listing: Listing, day: date, sessions: Sequence[SessionFacts], now: datetime
) -> Found:
    """A facility with its sessions of a day, each with what can be done about it."""
    (found,) = days_of(listing, [day], sessions, known, now)
    shown = tuple(shown_session(start) for start in found.starts)
    return Found(shown_facility(listing), day, (), found.refusal, shown)


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

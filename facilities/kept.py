"""Rendered parts that are the same for everybody, kept in the memory of each process.

A part is kept for as long as what it was made of stands: the set-up's stamps, the taken quarters,
the quarter of the hour, the language, and what the page was asked for. Two small reads tell, so
that nobody ever sees a time as free that was taken before, or the other way round.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, time, timedelta
from hashlib import sha256
from typing import TypeVar

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from facilities.catalogue import Catalogue, Listing
from facilities.occupancy import taken_stamp, taken_stamps
from facilities.sessions import places_stamps
from lib import clock
from lib.spans import Span, quarter_of

T = TypeVar("T")

KEPT_SECONDS = 15 * 60
DAY = timedelta(days=1)


def facts_key(
    known: Catalogue, space_ids: tuple[int, ...], first: date, last: date, asked: object
) -> str:
    """A name for all that a page about these days depends on, but the person. One query.

    `asked` is what else the answer depends on, told by its repr.
    """
    taken = taken_stamp(space_ids, _around(first, last), clock.now())
    return _digest(known, taken, first, last, asked)


def facts_keys(
    known: Catalogue, listings: Sequence[Listing], first: date, last: date, asked: object
) -> dict[str, str]:
    """The same for a part about each facility, by its slug: two queries for all of them."""
    space_ids = {pk for listing in listings for pk in listing.space_ids}
    taken = taken_stamps(space_ids, _around(first, last), clock.now())
    places = _places(listings, first, last)
    return {
        listing.facility.slug: _digest(
            known,
            ([taken.get(pk) for pk in listing.space_ids], places.get(listing.facility.pk)),
            first,
            last,
            asked,
        )
        for listing in listings
    }


def sessions_key(known: Catalogue, listing: Listing, first: date, last: date, asked: object) -> str:
    """The same for a page about the sessions of one facility. One query."""
    places = _places([listing], first, last)
    return _digest(known, places.get(listing.facility.pk), first, last, asked)


def _places(
    listings: Sequence[Listing], first: date, last: date
) -> dict[int, list[tuple[int, ...]]]:
    """The places of each facility's sessions: what is free in them moves with every booking."""
    ids = [one.facility.pk for one in listings if one.has_sessions_on(clock.today())]
    return places_stamps(ids, first, last, clock.now())


def _around(first: date, last: date) -> Span:
    # A day more on either side: set-up and clearing may reach over midnight.
    return Span(clock.seoul(first - DAY, time.min), clock.seoul(last + 2 * DAY, time.min))


def _digest(known: Catalogue, taken: object, first: date, last: date, asked: object) -> str:
    parts = (get_language(), known.stamps, quarter_of(clock.now()), taken, first, last, asked)
    return sha256(repr(parts).encode()).hexdigest()


def set_up_key(known: Catalogue, asked: object) -> str:
    """A name for all that a part depends on which tells of the set-up alone. No query."""
    parts = (get_language(), known.stamps, clock.today(), asked)
    return sha256(repr(parts).encode()).hexdigest()


def kept(name: str, key: Callable[[], str], render: Callable[[], str]) -> SafeString:
    """The part of that name under its key, rendered by a template where it is not there yet."""
    (html,) = kept_parts(lambda: {name: key()}, lambda _missing: {name: render()}).values()
    return SafeString(html)


def kept_parts(
    keys: Callable[[], Mapping[str, str]], make: Callable[[Collection[str]], Mapping[str, T]]
) -> dict[str, T]:
    """Parts by their names, each under its key; `make` makes those that are not there yet.

    What was made while the facts moved on is shown once and not kept: the old key may come back,
    when a booking made meanwhile is cancelled.
    """
    pages = caches["pages"]
    before = {name: f"{name}:{key}" for name, key in keys().items()}
    there = pages.get_many(before.values())
    missing = [name for name, key in before.items() if key not in there]
    made = make(missing) if missing else {}
    if made:
        after = keys()
        pages.set_many(
            {
                before[name]: part
                for name, part in made.items()
                if before[name] == f"{name}:{after[name]}"
            },
            KEPT_SECONDS,
        )
    return {name: there[key] if key in there else made[name] for name, key in before.items()}

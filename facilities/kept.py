"""Rendered parts that are the same for everybody, kept in the memory of each process.

A part is kept for as long as what it was made of stands: the set-up's stamps, the taken quarters,
the quarter of the hour, the language, and what the page was asked for. Two small reads tell, so
that nobody ever sees a time as free that was taken before, or the other way round.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from facilities.catalogue import Catalogue
from facilities.occupancy import taken_stamp
from lib import clock
from lib.spans import Span, quarter_of

KEPT_SECONDS = 15 * 60
DAY = timedelta(days=1)


def facts_key(
    known: Catalogue, space_ids: tuple[int, ...], first: date, last: date, asked: object
) -> str:
    """A name for all that a page about these days depends on, but the person. One query.

    `asked` is what else the answer depends on, told by its repr.
    """
    now = clock.now()
    # A day more on either side: set-up and clearing may reach over midnight.
    span = Span(clock.seoul(first - DAY, time.min), clock.seoul(last + 2 * DAY, time.min))
    taken = taken_stamp(space_ids, span, now)
    parts = (get_language(), known.stamps, quarter_of(now), taken, first, last, asked)
    return sha256(repr(parts).encode()).hexdigest()


def set_up_key(known: Catalogue, asked: object) -> str:
    """A name for all that a part depends on which tells of the set-up alone. No query."""
    parts = (get_language(), known.stamps, clock.today(), asked)
    return sha256(repr(parts).encode()).hexdigest()


def kept(name: str, key: Callable[[], str], render: Callable[[], str]) -> SafeString:
    """The part of that name under its key, rendered by a template where it is not there yet.

    What was rendered while the facts moved on is shown once and not kept: the old key may come
    back, when a booking made meanwhile is cancelled.
    """
    pages = caches["pages"]
    before = key()
    html: str | None = pages.get(f"{name}:{before}")
    if html is None:
        html = render()
        if key() == before:
            pages.set(f"{name}:{before}", html, KEPT_SECONDS)
    return SafeString(html)

"""Cards that are the same for everybody, kept for as long as what they were made of stands.

The set-up's stamps, the taken quarters, the quarter of the hour and the language tell: two small
reads, so that nobody ever sees a time that was free before. Kept in the memory of each process.
"""

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from facilities.availability import want_days
from facilities.catalogue import Catalogue
from facilities.occupancy import taken_stamp
from facilities.search import Found
from lib import clock
from lib.spans import quarter_of

KEPT_SECONDS = 15 * 60


def cards(
    known: Catalogue,
    first: date,
    last: date,
    asked: object,
    find: Callable[[], Iterable[Found]],
    *,
    with_day: bool = False,
) -> SafeString:
    """The cards of what `find` finds on these days; `asked` is what else the answer depends on."""
    now = clock.now()
    bookable = [listing for listing in known.listings if listing.is_bookable_on(clock.today())]
    wanted = want_days(bookable, first, last, now)
    stamp = taken_stamp(wanted.space_ids, wanted.span, now)
    parts = (get_language(), known.stamps, quarter_of(now), stamp)
    key = "cards:" + sha256(repr((parts, first, last, asked, with_day)).encode()).hexdigest()
    pages = caches["pages"]
    html = pages.get(key)
    if html is None:
        html = "".join(
            render_to_string("facilities/card.html", {"found": found, "with_day": with_day})
            for found in find()
        )
        pages.set(key, html, KEPT_SECONDS)
    return SafeString(html)  # rendered by the template, which escapes

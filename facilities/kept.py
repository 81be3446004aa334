"""Cards that are the same for everybody, kept for as long as what they were made of stands.

The set-up's stamps, the taken quarters, the quarter of the hour and the language tell: two small
reads, so that nobody ever sees a time that was free before. Kept in the memory of each process.
"""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from facilities.catalogue import Catalogue
from facilities.occupancy import taken_stamp
from facilities.search import Found
from lib import clock
from lib.spans import Span, quarter_of

KEPT_SECONDS = 15 * 60
DAY = timedelta(days=1)


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
    space_ids = {pk for item in known.listings for pk in item.space_ids}
    # A day more on either side: set-up and clearing may reach over midnight.
    span = Span(clock.seoul(first - DAY, time.min), clock.seoul(last + 2 * DAY, time.min))
    parts = (get_language(), known.stamps, quarter_of(now), taken_stamp(space_ids, span, now))
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

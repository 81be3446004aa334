"""Cards of facilities, as the front page and the search show them.

Each card is kept by itself: a booking in one room lets go of that room's card, and of no other.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from facilities.catalogue import Catalogue, Listing
from facilities.kept import facts_keys, kept_parts
from facilities.search import Found

NO_CARD = (0, "")


def cards(
    known: Catalogue,
    first: date,
    last: date,
    asked: object,
    find: Callable[[Sequence[Listing]], Iterable[Found]],
    *,
    with_day: bool = False,
) -> SafeString:
    """The cards of what `find` finds of the facilities on these days, the free ones first.

    `asked` is what else it depends on.
    """

    def make(slugs: Collection[str]) -> dict[str, tuple[int, str]]:
        listings = [item for item in known.listings if item.facility.slug in slugs]
        made = dict.fromkeys(slugs, NO_CARD)
        for found in find(listings):
            html = render_to_string("facilities/card.html", {"found": found, "with_day": with_day})
            made[found.facility.slug] = (found.rank, html)
        return made

    keys = partial(facts_keys, known, known.listings, first, last, ("card", asked, with_day))
    ranked = sorted(kept_parts(keys, make).values(), key=lambda card: card[0])
    return SafeString("".join(html for _rank, html in ranked))

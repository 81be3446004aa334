"""Cards of facilities, as the front page and the search show them."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from facilities.catalogue import Catalogue
from facilities.kept import facts_key, kept
from facilities.search import Found


def cards(
    known: Catalogue,
    first: date,
    last: date,
    asked: object,
    find: Callable[[], Iterable[Found]],
    *,
    with_day: bool = False,
) -> SafeString:
    """The cards of what `find` finds on these days; `asked` is what else it depends on."""
    space_ids = tuple(sorted({pk for item in known.listings for pk in item.space_ids}))

    def render() -> str:
        return "".join(
            render_to_string("facilities/card.html", {"found": found, "with_day": with_day})
            for found in find()
        )

    return kept(
        "cards", partial(facts_key, known, space_ids, first, last, (asked, with_day)), render
    )

"""What an address asks a feed for."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from events.feed_rules import feed_category_unknown, feed_place_unknown
from events.finding import Wish
from events.models import Category
from facilities.catalogue import catalogue
from lib.refusal import Refused


def wish_of(asked: Mapping[str, str]) -> Wish:
    """The kind and the place that are asked for. Raises `Refused` when there is no such thing."""
    category, place = asked.get("category", ""), asked.get("place", "")
    if category and category not in Category.values:
        raise Refused(feed_category_unknown())
    if place and catalogue().listing(place) is None:
        raise Refused(feed_place_unknown())
    return Wish(category=category, place=place)


def title_of(wish: Wish) -> str:
    """How a calendar of it is called."""
    listing = catalogue().listing(wish.place) if wish.place else None
    of_what = [
        *([str(Category(wish.category).label)] if wish.category else []),
        *([str(listing.facility.name)] if listing else []),
    ]
    return ": ".join([_("Events at Seongnam City Hall"), *of_what])

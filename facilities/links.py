"""Where a time leads: the address of the form with everything filled in that is known."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from facilities.availability import Start
from lib import clock


def booking_link(
    start: Start, people: int | None = None, texts: Mapping[str, str] | None = None
) -> str:
    """The form of the facility for this start and length, with what else is known."""
    path = _form(start.listing.facility.slug, get_language())
    if start.session:
        return f"{path}?session={start.session.reference}"
    starts_at = start.span.starts_at.astimezone(clock.SEOUL)
    at = f"{starts_at.hour:02}%3A{starts_at.minute:02}"
    link = f"{path}?date={starts_at.date()}&start={at}&minutes={start.span.minutes}"
    if people:
        link += f"&people={people}"
    return f"{link}&{urlencode(texts)}" if texts else link


@lru_cache(maxsize=512)
def _form(slug: str, language: str | None) -> str:
    """The address of a form in a language; a page has hundreds of links to the same few."""
    return reverse("bookings:book", args=[slug])

"""What speaks against an address of a feed: said to a program, and to who set it up."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from events.models import Category
from lib.refusal import Refusal


def feed_category_unknown() -> Refusal:
    """A feed of everything would not be what was asked for."""
    return Refusal(
        "feed_category_unknown",
        _("There is no such category."),
        _("Take one of these: %(known)s.") % {"known": ", ".join(Category.values)},
        status=HTTPStatus.NOT_FOUND,
    )


def feed_place_unknown() -> Refusal:
    """It was mistyped, or is not offered any more."""
    return Refusal(
        "feed_place_unknown",
        _("There is no such place."),
        _("Take the address of a feed from the page of all feeds."),
        status=HTTPStatus.NOT_FOUND,
    )


def feed_window_unreadable() -> Refusal:
    """A program would take the answer for the days that it asked for."""
    return Refusal(
        "feed_window_unreadable",
        _("These days cannot be read, or the last comes before the first."),
        _("Write them as 2026-12-05, and the page as a number from 1."),
        status=HTTPStatus.BAD_REQUEST,
    )

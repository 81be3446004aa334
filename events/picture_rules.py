"""Why a picture of an event is not taken: each refusal is one function."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _

from lib import formats
from lib.bad_file import TOO_MUCH_INSIDE
from lib.refusal import Refusal

MOST = 8  # of one event
WIDEST, TALLEST = 1600, 2400  # pixels, as it is kept


def no_picture() -> Refusal:
    """Nothing was chosen, or an empty file."""
    return Refusal("no_picture", _("No picture was chosen."), _("Choose a file, then add it."))


def picture_unknown() -> Refusal:
    """Whatever it is called: by its content it is none of ours."""
    return Refusal(
        "picture_unknown",
        _("This file is not a picture that can be shown."),
        _("Save it as JPEG, PNG or WebP, then choose that file."),
    )


def picture_damaged() -> Refusal:
    """It begins as a picture and does not go on as one."""
    return Refusal(
        "picture_damaged",
        _("This picture cannot be read to its end."),
        _("Open it on your computer, save it anew, then choose that file."),
    )


def picture_too_large() -> Refusal:
    """More bytes or more pixels than are read."""
    return Refusal(
        "picture_too_large",
        _("This picture is too large: a file may have 20 MB, a picture 25 million pixels."),
        _("Make it smaller, then choose that file."),
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def too_many_pictures() -> Refusal:
    """A page of pictures tells nobody when it begins."""
    return Refusal(
        "too_many_pictures",
        _("An event has at most %(most)d pictures.") % {"most": MOST},
        _("Take one out first."),
    )


def too_many_pictures_on(starts_at: datetime) -> Refusal:
    """Another date of the series that is meant has as many as it may."""
    return Refusal(
        "too_many_pictures_on_a_date",
        _("An event has at most %(most)d pictures. The date on %(day)s has so many already.")
        % {"most": MOST, "day": formats.day(starts_at)},
        _("Add it to fewer dates, or take one out there first."),
    )


def picture_gone() -> Refusal:
    """Somebody took it out."""
    return Refusal(
        "picture_gone",
        _("This picture is not with the event any more."),
        _("Look at the pictures as they are now."),
        status=HTTPStatus.CONFLICT,
    )


def of_a_bad_file(reason: str) -> Refusal:
    """What the reader of the file says, for a picture."""
    told: dict[str, Callable[[], Refusal]] = {TOO_MUCH_INSIDE: picture_too_large}
    return told.get(reason, picture_unknown)()

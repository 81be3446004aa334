"""Why there is no poster just now."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from lib.refusal import Refusal


def poster_is_busy() -> Refusal:
    """Another poster is being made at this moment."""
    return Refusal(
        "poster_is_busy",
        _("The PDF could not be made just now."),
        _("Try again in a minute. The page of the month says the same."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


def poster_failed() -> Refusal:
    """It took too long, or could not be laid out; it is not tried again at once."""
    return Refusal(
        "poster_failed",
        _("The PDF of this month could not be made."),
        _("Try again in ten minutes. The page of the month says the same."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )

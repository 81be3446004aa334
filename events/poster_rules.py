"""Why there is no poster just now."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from lib.refusal import Refusal


def poster_is_busy() -> Refusal:
    """Other papers are being made at this moment, or this one took too long."""
    return Refusal(
        "poster_is_busy",
        _("The PDF could not be made just now."),
        _("Try again in a minute. The page of the month says the same."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )

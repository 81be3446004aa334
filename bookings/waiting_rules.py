"""What speaks against a step of the waiting list or of an offer: each refusal is one function."""

from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib import formats
from lib.refusal import Refusal


def free_now() -> Refusal:
    """There is nothing to wait for."""
    return Refusal(
        "free_now",
        _("You need not wait: there is room for you right now."),
        _("Book it."),
        status=HTTPStatus.CONFLICT,
    )


def offer_ran_out(expired_at: datetime) -> Refusal:
    """What was not accepted in time has gone on to the next."""
    return Refusal(
        "offer_ran_out",
        _("This was held for you until %(moment)s. It has gone on to the next in the list.")
        % {"moment": formats.moment(expired_at)},
        _("Put yourself on the waiting list again, or choose another time."),
        status=HTTPStatus.GONE,
    )


def offer_declined() -> Refusal:
    """The person let it go, or took another of several."""
    return Refusal(
        "offer_declined",
        _("You have let this go, and it is free for others again."),
        _("Choose another time, or put yourself on the waiting list again."),
        status=HTTPStatus.GONE,
    )


def not_waiting() -> Refusal:
    """Only a party that waits can be moved."""
    return Refusal(
        "not_waiting",
        _("This party does not wait any more: it has an offer, or has left the list."),
        _("Look at the list again."),
        status=HTTPStatus.CONFLICT,
    )


def reason_missing() -> Refusal:
    """What overrides a rule is kept with its reason."""
    return Refusal(
        "reason_missing",
        _("Give the reason. It is kept with what you do."),
        _("Write a few words: who looks at it later must understand."),
    )


def no_such_position(last: int) -> Refusal:
    """Places in a queue are counted from 1."""
    return Refusal(
        "no_such_position",
        ngettext(
            "There is %(last)d party in this list.",
            "There are %(last)d parties in this list.",
            last,
        )
        % {"last": last},
        _("Give a place from 1 to %(last)d.") % {"last": last},
    )

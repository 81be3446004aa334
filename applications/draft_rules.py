"""What is refused of drafts and of the application form: one function each, a stable code."""

from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _

from lib import formats
from lib.refusal import Refusal


def too_many_drafts(most: int) -> Refusal:
    """So many begun applications are forgotten ones."""
    return Refusal(
        "too_many_drafts",
        _("You have begun %(most)d applications already.") % {"most": most},
        _("Go on with one of them, or discard what you do not need."),
        status=HTTPStatus.CONFLICT,
    )


def draft_gone() -> Refusal:
    """It was handed in or discarded, perhaps in another window."""
    return Refusal(
        "draft_gone",
        _("This draft is not there any more: it was handed in, or discarded."),
        _("Look under My bookings, or begin a new application."),
        status=HTTPStatus.GONE,
    )


def draft_saved_elsewhere(at: datetime) -> Refusal:
    """Another window saved since this page was made: neither text is thrown away unasked."""
    return Refusal(
        "draft_saved_elsewhere",
        _("This draft was saved in another window: %(moment)s. What stands here is not saved yet.")
        % {"moment": formats.moment(at)},
        _("Look at what was saved there. Saving what stands here puts it in the place of that."),
        status=HTTPStatus.CONFLICT,
    )


def signed_out_meanwhile() -> Refusal:
    """The session ended while the form was filled in."""
    return Refusal(
        "signed_out_meanwhile",
        _("You are signed out, so this is not saved. What you typed is still here."),
        _("Press Save: you sign in and find it again."),
        status=HTTPStatus.FORBIDDEN,
    )


def page_grown_old() -> Refusal:
    """Its security token fits no more: somebody signed in anew in another window, for example."""
    return Refusal(
        "page_grown_old",
        _("This page has been open for long, so this is not saved. What you typed is still here."),
        _("Press Save: you find it again on a fresh page."),
        status=HTTPStatus.FORBIDDEN,
    )

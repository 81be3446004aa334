"""What is refused of a series, and when single visits of a booking are cancelled or moved."""

from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _

from bookings.models import Visit
from facilities.models.policies import Decision
from facilities.wish import Wish, call_the_department
from lib import formats
from lib.refusal import Refusal


def no_such_visit() -> Refusal:
    """The booking has no visit of that number, or it was cancelled meanwhile."""
    return Refusal(
        "no_such_visit",
        _("This visit is not in the booking, or it was cancelled."),
        _("Look at the booking again."),
        status=HTTPStatus.CONFLICT,
    )


def visit_too_late(visit: Visit, until: datetime) -> Refusal:
    """The deadline of this visit has passed, or it has begun. The others have their own."""
    return Refusal(
        "visit_too_late",
        _("This visit could be cancelled or moved until %(moment)s: %(period)s.")
        % {"moment": formats.moment(until), "period": formats.period(visit.span)},
        _("The later visits can still be changed. If you cannot come to this one: %(call)s")
        % {"call": call_the_department(visit.facility)},
        status=HTTPStatus.CONFLICT,
    )


def changed_as_application() -> Refusal:
    """What an officer decides as an application is changed by a new version of it."""
    return Refusal(
        "changed_as_application",
        _("This was applied for, and is changed in the application."),
        _("Open the application and change it there."),
        status=HTTPStatus.CONFLICT,
    )


def not_decided_yet() -> Refusal:
    """An officer looks at what was asked for: it is not changed underneath."""
    return Refusal(
        "not_decided_yet",
        _("An officer has yet to decide this request, so its visits stay as they are."),
        _("Wait for the decision, or cancel all of it and ask for another time."),
        status=HTTPStatus.CONFLICT,
    )


def session_is_not_moved() -> Refusal:
    """Places in a session are given back, so that the queue gets them."""
    return Refusal(
        "session_is_not_moved",
        _("Places in a session cannot be moved to another time."),
        _("Cancel this visit and book another session."),
    )


def officer_decides(wish: Wish) -> Refusal | None:
    """A decided booking is not moved to where an officer would have to decide it."""
    if wish.policy.decides(wish.people or 1) == Decision.AT_ONCE:
        return None
    return Refusal(
        "officer_decides",
        _("There an officer decides about a visit of that size: %(facility)s.")
        % {"facility": wish.listing.facility.name},
        _("Choose another room. %(call)s") % {"call": call_the_department(wish.listing.facility)},
    )


def nothing_chosen() -> Refusal:
    """A series of which no date is ticked."""
    return Refusal(
        "nothing_chosen",
        _("No date is chosen."),
        _("Choose at least one date, or change the series."),
    )

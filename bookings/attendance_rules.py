"""What speaks against a step at the door: each refusal is one function with a stable code."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.utils.translation import gettext as _

from bookings.attendance import Attended, as_it_is
from bookings.decision import Decided
from bookings.models import Booking, Visit
from facilities.wish import Wish
from lib import formats
from lib.refusal import Refusal

ARRIVES_BEFORE = timedelta(hours=1)  # who is noted earlier is noted for the wrong visit


def cannot_arrive(visit: Visit, booking: Booking, now: datetime) -> Refusal | None:
    """Who comes on another day, too late, or without a booking that stands."""
    if booking.state != Decided.APPROVED or visit.attendance == Attended.CANCELLED:
        return Refusal(
            "not_expected",
            _("This booking does not stand."),
            _("Look at what became of it. If there is room, let the party in without a booking."),
            status=HTTPStatus.CONFLICT,
        )
    if as_it_is(visit.attendance, visit.absent_at, now) == Attended.ABSENT:
        return absent_already(visit)
    if not visit.starts_at - ARRIVES_BEFORE <= now < visit.ends_at:
        return Refusal(
            "not_now",
            _("This visit is not now: %(period)s.") % {"period": formats.period(visit.span)},
            _("Look for the booking of this time."),
            status=HTTPStatus.CONFLICT,
        )
    return None


def is_here_already() -> Refusal:
    """Who is in the room does not cancel it."""
    return Refusal(
        "is_here_already",
        _("You have been noted as arrived, so this booking cannot be cancelled any more."),
        _("If you were not there, or leave early, tell the front desk."),
        status=HTTPStatus.CONFLICT,
    )


def absent_already(visit: Visit) -> Refusal:
    """What was kept for the party has gone on."""
    return Refusal(
        "absent_already",
        _("This party was expected until %(moment)s; its places have gone on.")
        % {"moment": formats.moment(visit.absent_at or visit.ends_at)},
        _("If there is room, let it in without a booking. An officer can waive the absence."),
        status=HTTPStatus.CONFLICT,
    )


def door_is_closed(wish: Wish, opens_at: datetime) -> Refusal | None:
    """Who simply comes is let in from shortly before the start until the last entry.

    Seongnam ordinance on public indoor playgrounds: last entry an hour before closing.
    """
    policy = wish.policy
    last = wish.span.ends_at - timedelta(minutes=policy.last_entry_minutes)
    if opens_at <= wish.now < last:
        return None
    return Refusal(
        "door_is_closed",
        _("Parties are let in from %(first)s to %(last)s.")
        % {"first": formats.moment(opens_at), "last": formats.moment(last)},
        _("Choose another session."),
        status=HTTPStatus.CONFLICT,
    )


def no_places_at_the_door(wish: Wish) -> Refusal:
    """Both shares are used up, or what is left is too little for the party."""
    return Refusal(
        "no_places_at_the_door",
        _("There are not so many places left in this session."),
        _("Offer the next session, or the waiting list."),
        status=HTTPStatus.CONFLICT,
    )


def not_absent() -> Refusal:
    """Only an absence can be waived."""
    return Refusal(
        "not_absent",
        _("This visit does not count as an absence."),
        _("Look at what became of it."),
        status=HTTPStatus.CONFLICT,
    )

"""What speaks against a closure or a change of the timetable: each refusal is one function."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.models import Session
from lib import formats
from lib.refusal import Refusal

NAMED = 3


def closure_hits_more(number: int) -> Refusal:
    """Somebody booked after the list was shown: nothing is cancelled that nobody looked at."""
    return Refusal(
        "closure_hits_more",
        ngettext(
            "Since you looked, %(number)d more booking has come that would be cancelled.",
            "Since you looked, %(number)d more bookings have come that would be cancelled.",
            number,
        )
        % {"number": number},
        _("Look at the list again, then confirm once more."),
        status=HTTPStatus.CONFLICT,
    )


def places_below_taken(sessions: Sequence[Session]) -> Refusal:
    """A session never has fewer places than are taken of it."""
    named = ", ".join(
        f"{formats.period(session.span)} ({session.taken + session.door_taken})"
        for session in sessions[:NAMED]
    )
    return Refusal(
        "places_below_taken",
        ngettext(
            "In %(number)d session more places are taken than it would have: %(named)s.",
            "In %(number)d sessions more places are taken than they would have: %(named)s.",
            len(sessions),
        )
        % {"number": len(sessions), "named": named + (" …" if len(sessions) > NAMED else "")},
        _("Give more places, or a later first day. Nothing was changed."),
        status=HTTPStatus.CONFLICT,
    )


def timetable_unreadable(line: str) -> Refusal:
    """A line that is not a weekly session."""
    return Refusal(
        "timetable_unreadable",
        _("This line cannot be read: %(line)s.") % {"line": line},
        _("Write it like: Tue-Sat 10:00-12:00 7+7"),
    )


def timetable_overlaps(one: str, other: str) -> Refusal:
    """Two sessions of one facility at the same time."""
    return Refusal(
        "timetable_overlaps",
        _("These sessions overlap: %(one)s, %(other)s.") % {"one": one, "other": other},
        _("Change one of the two."),
    )


def sessions_too_close(one: str, other: str, minutes: int) -> Refusal:
    """A session takes its spaces with set-up and clearing: the second could never take place."""
    return Refusal(
        "sessions_too_close",
        ngettext(
            "Between two sessions there must be %(minutes)d minute: %(one)s, %(other)s.",
            "Between two sessions there must be %(minutes)d minutes: %(one)s, %(other)s.",
            minutes,
        )
        % {"minutes": minutes, "one": one, "other": other},
        _("Change one of the two. The time for set-up and clearing is set in the policy."),
    )


def timetable_reaches_back() -> Refusal:
    """What has been cannot be changed."""
    return Refusal(
        "timetable_reaches_back",
        _("A timetable changes from tomorrow on at the earliest."),
        _("Choose a later first day, and a last day not before it."),
    )

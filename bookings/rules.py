"""The rules about the person: each refusal is one function with a stable code.

They take facts that `bookings/reserve.py` counted under the lock on the person's row, so that two
tabs cannot beat them. Rules of time and size are in `facilities/rules.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Residency, User
from facilities.wish import Wish, call_the_department
from lib import formats
from lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class History:
    """What counts for a person's limits: the days (Seoul) of live visits in one limit group."""

    days: Sequence[date]
    suspended_until: datetime | None = None
    suspended_for: str = ""
    absent_until: datetime | None = None  # suspended by absences until then


def suspended(wish: Wish, person: User, history: History) -> Refusal | None:
    """A suspended person may not book until it ends."""
    until = history.suspended_until
    if until is None:
        return None
    return Refusal(
        "suspended",
        _("You cannot book until %(moment)s. Reason: %(reason)s.")
        % {"moment": formats.moment(until), "reason": history.suspended_for},
        _("If you object, tell us. %(call)s")
        % {"call": call_the_department(wish.listing.facility)},
        status=HTTPStatus.FORBIDDEN,
    )


def suspended_by_absences(wish: Wish, person: User, history: History) -> Refusal | None:
    """Who often did not come without cancelling may not book here for a while.

    Seongnam ordinance on the use of open spaces in public facilities, art. 9: what kept others
    out. The rule is published on the page of the facility; an officer looks at it when asked
    (Personal Information Protection Act, art. 37-2).
    """
    until = history.absent_until
    if until is None:
        return None
    return Refusal(
        "suspended_by_absences",
        _("You did not come to what you had booked here. You can book here again from %(moment)s.")
        % {"moment": formats.moment(until)},
        _("If you were there or could not help it, tell us: an officer can waive it. %(call)s")
        % {"call": call_the_department(wish.listing.facility)},
        status=HTTPStatus.FORBIDDEN,
    )


def not_a_resident(wish: Wish, person: User, history: History) -> Refusal | None:
    """Only for those who live, work or study in the city.

    Seongnam ordinance on the use of open spaces in public facilities, art. 7 (1), (2).
    """
    if not wish.policy.residents_only or person.residency != Residency.NONE:
        return None
    return Refusal(
        "not_a_resident",
        _("This room is for people who live, work or study in Seongnam."),
        _("If you do, say so in your profile, and bring a proof when you come."),
        status=HTTPStatus.FORBIDDEN,
    )


def most_a_day(wish: Wish, person: User, history: History) -> Refusal | None:
    """Not more than the policy's number on one day."""
    most = wish.policy.max_per_day
    if most is None or history.days.count(wish.day) < most:
        return None
    return Refusal(
        "most_a_day",
        ngettext(
            "You may book this room %(most)d time a day, and you have a booking on %(day)s.",
            "You may book this room %(most)d times a day, and you have done so on %(day)s.",
            most,
        )
        % {"most": most, "day": formats.day(wish.day)},
        _("Choose another day, or cancel the other booking first."),
        status=HTTPStatus.CONFLICT,
    )


def most_a_week(wish: Wish, person: User, history: History) -> Refusal | None:
    """Not more than the policy's number from a Monday to the Sunday."""
    most = wish.policy.max_per_week
    monday = wish.day - timedelta(days=wish.day.weekday())
    count = sum(monday <= day < monday + timedelta(days=7) for day in history.days)
    if most is None or count < most:
        return None
    return Refusal(
        "most_a_week",
        ngettext(
            "You may book this room %(most)d time a week, and you have done so already.",
            "You may book this room %(most)d times a week, and you have done so already.",
            most,
        )
        % {"most": most},
        _("Choose another week, or cancel another booking first."),
        status=HTTPStatus.CONFLICT,
    )


def most_a_month(wish: Wish, person: User, history: History) -> Refusal | None:
    """Not more than the policy's number in one month of the calendar."""
    most = wish.policy.max_per_month
    month = (wish.day.year, wish.day.month)
    count = sum((day.year, day.month) == month for day in history.days)
    if most is None or count < most:
        return None
    return Refusal(
        "most_a_month",
        ngettext(
            "You may book this room %(most)d time a month, and you have done so already.",
            "You may book this room %(most)d times a month, and you have done so already.",
            most,
        )
        % {"most": most},
        _("Choose another month, or cancel another booking first."),
        status=HTTPStatus.CONFLICT,
    )


Rule = Callable[[Wish, User, History], Refusal | None]

RULES: tuple[Rule, ...] = (
    suspended,
    suspended_by_absences,
    not_a_resident,
    most_a_day,
    most_a_week,
    most_a_month,
)


def first_refusal(wish: Wish, person: User, history: History) -> Refusal | None:
    """What a rule about the person says against the wish, if any does."""
    return next((refusal for rule in RULES if (refusal := rule(wish, person, history))), None)


def too_many_visits(wishes: Sequence[Wish], number: int | None = None) -> Refusal | None:
    """Not more visits in one booking than the policy of each of them takes: a club is a series.

    `number`: how many the booking would have, where there are more than these.
    """
    number = number or len(wishes)
    strictest = min(wishes, key=lambda wish: wish.policy.max_visits)
    most = strictest.policy.max_visits
    if number <= most:
        return None
    return Refusal(
        "too_many_visits",
        ngettext(
            "One booking of this facility holds at most %(most)d visit: %(facility)s.",
            "One booking of this facility holds at most %(most)d visits: %(facility)s.",
            most,
        )
        % {"most": most, "facility": strictest.listing.facility.name},
        _("Choose fewer dates, or make a booking for each."),
    )


def key_used_otherwise(reference: str) -> Refusal:
    """A form that already made a booking was sent again with other contents."""
    return Refusal(
        "key_used_otherwise",
        _("This form has already made a booking, with other details: %(reference)s.")
        % {"reference": reference},
        _("Look at that booking. To make one more, send this form once again."),
        status=HTTPStatus.CONFLICT,
    )


def paper_is_busy() -> Refusal:
    """Too many passes are being printed at this moment."""
    return Refusal(
        "paper_is_busy",
        _("The PDF could not be made just now."),
        _("Try again in a minute. The code on this page is as good as the one on paper."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


def already_decided(state: str) -> Refusal:
    """Somebody else decided, or the person cancelled."""
    return Refusal(
        "already_decided",
        _("This was decided already: %(state)s.") % {"state": state},
        _("Look at it again."),
        status=HTTPStatus.CONFLICT,
    )


def cannot_cancel_any_more(deadline: datetime, call: str) -> Refusal:
    """The deadline of the policy that the booking was made under has passed."""
    return Refusal(
        "cannot_cancel_any_more",
        _("This booking could be cancelled until %(moment)s.")
        % {"moment": formats.moment(deadline)},
        _("If you cannot come, please tell us. %(call)s") % {"call": call},
        status=HTTPStatus.CONFLICT,
    )

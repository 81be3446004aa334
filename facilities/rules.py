"""The rules of time and size: each refusal is one function with a stable code.

They take facts and ask neither clock nor database. Who the person is, and how often they came, is
judged in `bookings/rules.py`; whether somebody was quicker, by the guard alone.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from facilities.catalogue import Listing, closure_over
from facilities.opening import holiday_that_closes, weekly_hours
from facilities.wish import Wish, call_the_department
from lib import formats
from lib.refusal import Refusal
from lib.spans import Span, on_grid


def not_bookable_here(wish: Wish) -> Refusal | None:
    """Facilities by time that an officer or a draw decides are not booked by this way.

    Nor is a session of a facility that has no timetable or no policy any more.
    """
    listing, day = wish.listing, wish.booked_on
    if listing.has_sessions_on(day) if wish.session else listing.is_bookable_on(day):
        return None
    return Refusal(
        "not_bookable_here",
        _("This facility cannot be booked on-line."),
        call_the_department(wish.listing.facility),
        short=_("by phone"),
    )


def off_grid(wish: Wish) -> Refusal | None:
    """Times run on a grid of quarter hours."""
    if on_grid(wish.span.starts_at) and on_grid(wish.span.ends_at):
        return None
    return Refusal(
        "off_grid",
        _("Times begin and end on a quarter of an hour: 00, 15, 30 or 45 minutes past."),
        _("Choose one of the times in the list."),
        short=_("not a start time"),
    )


def in_the_past(wish: Wish) -> Refusal | None:
    """What has begun is over for booking."""
    if wish.span.starts_at > wish.now:
        return None
    return Refusal(
        "in_the_past",
        _("This time has already begun or is over."),
        _("Choose a later time."),
        short=_("past"),
    )


def too_early(wish: Wish) -> Refusal | None:
    """The window opens at a clock time, so many days before; measured to the last day.

    Measured to the end, nobody gets ahead by booking long and giving back the beginning.
    Seongnam ordinance on the use of open spaces in public facilities, art. 8: each facility may
    set a window of its own.
    """
    opens = wish.policy.opening_for(wish.last_day)
    if wish.now >= opens:
        return None
    return Refusal(
        "too_early",
        _("Booking for this day has not opened yet. It opens: %(moment)s.")
        % {"moment": formats.moment(opens)},
        _("Come back then, or choose an earlier day."),
        short=_("not open yet"),
    )


def too_late(wish: Wish) -> Refusal | None:
    """The window closes at the end of a day in Seoul, so many days before (same ordinance)."""
    if wish.booked_on <= wish.day - timedelta(days=wish.policy.closes_days_before):
        return None
    return Refusal(
        "too_late",
        ngettext(
            "This must be booked at least %(days)d day before.",
            "This must be booked at least %(days)d days before.",
            wish.policy.closes_days_before,
        )
        % {"days": wish.policy.closes_days_before},
        _("Choose a later day. For today, ask at the front desk."),
        short=_("closed for booking"),
    )


def public_holiday(wish: Wish) -> Refusal | None:
    """Closed on a public holiday, by the facility's own rule."""
    for day in dict.fromkeys((wish.day, wish.last_day)):
        holiday = holiday_that_closes(wish.listing, day, wish.holidays)
        if holiday:
            return Refusal(
                "public_holiday",
                _("Closed on a public holiday: %(name)s, %(day)s.")
                % {"name": holiday.name, "day": formats.day(day)},
                _("Choose another day."),
                short=_("holiday"),
            )
    return None


def closed_that_day(wish: Wish) -> Refusal | None:
    """No hours at all on that weekday."""
    if weekly_hours(wish.listing, wish.day):
        return None
    return Refusal(
        "closed_that_day",
        _("Closed on this day of the week: %(day)s.") % {"day": formats.day(wish.day)},
        _("Choose another day."),
        short=_("closed"),
    )


def outside_hours(wish: Wish) -> Refusal | None:
    """The whole span lies within one stretch of the opening hours."""
    hours = weekly_hours(wish.listing, wish.day)
    if any(span.covers(wish.span) for span in hours):
        return None
    return Refusal(
        "outside_hours",
        _("This is outside the opening hours of that day: %(hours)s.")
        % {"hours": ", ".join(formats.times(span) for span in hours)},
        _("Choose a time within these hours."),
        short=_("outside the hours"),
    )


def off_step(wish: Wish) -> Refusal | None:
    """Starts and lengths follow the step of the policy, counted from opening."""
    step = timedelta(minutes=wish.policy.step_minutes)
    for hours in weekly_hours(wish.listing, wish.day):
        if hours.covers(wish.span):
            starts_off = (wish.span.starts_at - hours.starts_at) % step
            length_off = wish.span.length % step
            if not starts_off and not length_off:
                return None
    return Refusal(
        "off_step",
        _("This room is booked in steps of %(length)s from opening.")
        % {"length": formats.how_long(timedelta(minutes=wish.policy.step_minutes))},
        _("Choose one of the times in the list."),
        short=_("not a start time"),
    )


def too_short(wish: Wish) -> Refusal | None:
    """Not shorter than the policy's shortest."""
    if wish.span.minutes >= wish.policy.min_minutes:
        return None
    return Refusal(
        "too_short",
        _("The shortest booking here is %(length)s.")
        % {"length": formats.how_long(timedelta(minutes=wish.policy.min_minutes))},
        _("Choose a longer time."),
    )


def too_long(wish: Wish) -> Refusal | None:
    """Not longer than the policy's longest."""
    if wish.span.minutes <= wish.policy.max_minutes:
        return None
    return Refusal(
        "too_long",
        _("The longest booking here is %(length)s.")
        % {"length": formats.how_long(timedelta(minutes=wish.policy.max_minutes))},
        _("Choose a shorter time, or a second booking on another day."),
    )


def closure(wish: Wish) -> Refusal | None:
    """A closure lies across the span."""
    closed = closure_over(wish.listing, wish.span)
    if closed is None:
        return None
    return Refusal(
        "closure",
        _("Closed at that time. Reason: %(reason)s. Closed: %(period)s.")
        % {
            "reason": closed.reason,
            "period": formats.period(Span(closed.starts_at, closed.ends_at)),
        },
        _("Choose a time outside the closure, or another room."),
        status=HTTPStatus.CONFLICT,
        short=_("closed: %(reason)s") % {"reason": closed.reason},
    )


def too_few_people(wish: Wish) -> Refusal | None:
    """Somebody has to come."""
    if wish.people is None or wish.people >= 1:
        return None
    return Refusal(
        "too_few_people",
        _("Give the number of people who will come, at least 1."),
        _("Correct the number of people."),
    )


def too_many_people(wish: Wish) -> Refusal | None:
    """Not more than the room holds."""
    capacity = wish.listing.facility.capacity
    if wish.people is None or capacity is None or wish.people <= capacity:
        return None
    return Refusal(
        "too_many_people",
        ngettext(
            "This room holds %(capacity)d person.",
            "This room holds %(capacity)d people.",
            capacity,
        )
        % {"capacity": capacity},
        _("Choose a larger room, or fewer people."),
        short=_("too small"),
    )


Rule = Callable[[Wish], Refusal | None]

# In the order in which a person would want to hear them.
RULES: tuple[Rule, ...] = (
    not_bookable_here,
    off_grid,
    in_the_past,
    public_holiday,
    closed_that_day,
    too_early,
    too_late,
    closure,
    outside_hours,
    too_short,
    too_long,
    off_step,
    too_few_people,
    too_many_people,
)


def first_refusal(wish: Wish) -> Refusal | None:
    """What a rule of time or size says against the wish, if any does."""
    return next((refusal for rule in RULES if (refusal := rule(wish))), None)


def facility_gone() -> Refusal:
    """The facility was taken out of the list while the form was filled in."""
    return Refusal(
        "facility_gone",
        _("This facility can no longer be booked."),
        _("See what else there is under Facilities."),
        status=HTTPStatus.GONE,
    )


def taken(listing: Listing) -> Refusal:
    """Somebody was quicker, perhaps the person in another window.

    Said after the guard has spoken, or for a cell of a timetable.
    """
    return _taken(listing, get_language())


@lru_cache(maxsize=512)
def _taken(listing: Listing, language: str | None) -> Refusal:
    """The same for every time of a facility, and a page may have hundreds of them."""
    return Refusal(
        "taken",
        _("This time is already booked: %(facility)s.") % {"facility": listing.facility.name},
        _("Choose another time or another room."),
        status=HTTPStatus.CONFLICT,
        short=_("taken"),
    )

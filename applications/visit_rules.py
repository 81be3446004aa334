"""The rules of time and size for a visit that is applied for.

Those of `facilities/rules.py` hold; only what a span over several days and an application need is
said anew. They take facts and ask neither clock nor database.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from facilities import rules
from facilities.opening import weekly_hours
from facilities.wish import Wish, call_the_department
from lib import formats
from lib.refusal import Refusal


def not_applied_for_here(wish: Wish) -> Refusal | None:
    """Only what an officer decides is applied for."""
    if wish.listing.is_applied_for_on(wish.booked_on):
        return None
    return Refusal(
        "not_applied_for_here",
        _("This facility is not applied for: %(facility)s.")
        % {"facility": wish.listing.facility.name},
        _("See on its page how it is booked."),
    )


def applied_too_late(wish: Wish) -> Refusal | None:
    """Applications are taken until the policy's day before use.

    Seongnam ordinance on the use of open spaces in public facilities, art. 8: from 90 to 7 days
    before use.
    """
    last_day = wish.day - timedelta(days=wish.policy.closes_days_before)
    if wish.booked_on <= last_day:
        return None
    return Refusal(
        "applied_too_late",
        _("Applications for %(day)s were taken until %(last_day)s: %(facility)s.")
        % {
            "day": formats.day(wish.day),
            "last_day": formats.day(last_day),
            "facility": wish.listing.facility.name,
        },
        _("Choose a later day, or ask whether an exception can be made. %(call)s")
        % {"call": call_the_department(wish.listing.facility)},
    )


def outside_hours(wish: Wish) -> Refusal | None:
    """Within one stretch of the hours; over several days, begun and ended within the hours."""
    if wish.day == wish.last_day:
        return rules.outside_hours(wish)
    first, last = weekly_hours(wish.listing, wish.day), weekly_hours(wish.listing, wish.last_day)
    ends_at = wish.span.ends_at
    begins_well = any(one.starts_at <= wish.span.starts_at < one.ends_at for one in first)
    ends_well = any(one.starts_at < ends_at <= one.ends_at for one in last)
    # Handed over at the moment of opening, as week follows week.
    hands_over = any(one.starts_at == ends_at for one in last)
    if begins_well and (ends_well or hands_over):
        return None
    hours = ", ".join(formats.times(one) for one in (last if begins_well else first))
    return Refusal(
        "outside_hours",
        _("This is outside the opening hours of that day: %(hours)s.") % {"hours": hours},
        _("Choose a time within these hours."),
        short=_("outside the hours"),
    )


RULES: tuple[rules.Rule, ...] = (
    not_applied_for_here,
    rules.off_grid,
    rules.in_the_past,
    rules.public_holiday,
    rules.closed_that_day,
    rules.too_early,
    applied_too_late,
    rules.closure,
    outside_hours,
    rules.too_short,
    rules.too_long,
    rules.too_few_people,
    rules.too_many_people,
)

# What the city proposes itself is not bound to the window of applications.
_OF_THE_WINDOW = frozenset({rules.too_early, applied_too_late})
RULES_OF_A_PROPOSAL = tuple(rule for rule in RULES if rule not in _OF_THE_WINDOW)


def first_refusal(wish: Wish, among: tuple[rules.Rule, ...] = RULES) -> Refusal | None:
    """What a rule of time or size says against the visit, if any does."""
    return next((refusal for rule in among if (refusal := rule(wish))), None)

"""The rules of places in a session: each refusal is one function with a stable code.

What holds for every wish is in `facilities/rules.py`; these are added for sessions. Whether so many
places are left, the guard alone says.
"""

from dataclasses import replace
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities import rules
from facilities.models.policies import PartyKind, PlaceFor
from facilities.parties import GUARDIAN_FROM
from facilities.rules import Rule
from facilities.sessions import SessionFacts
from facilities.wish import Wish, call_the_department
from lib import formats
from lib.refusal import Refusal


def session_cancelled(wish: Wish) -> Refusal | None:
    """It was taken out of the timetable, or the facility is closed then."""
    if wish.session is None or not wish.session.is_cancelled:
        return None
    return session_gone()


def no_guardian(wish: Wish) -> Refusal | None:
    """Children come in together with somebody of age.

    Seongnam ordinance on public indoor playgrounds: no child without a guardian.
    """
    if _is_no_family(wish) or (wish.party and wish.party.guardians > 0):
        return None
    return Refusal(
        "no_guardian",
        _("At least one grown-up of %(years)d years or older must come along.")
        % {"years": GUARDIAN_FROM},
        _("Add the grown-up who comes with the children."),
    )


def no_child(wish: Wish) -> Refusal | None:
    """It is a place for children (same ordinance: for children below school age and guardians)."""
    if _is_no_family(wish) or (wish.party and wish.party.children > 0):
        return None
    return Refusal(
        "no_child",
        _("This place is for children who come together with a grown-up."),
        _("Add the children who come along."),
    )


def child_too_old(wish: Wish) -> Refusal | None:
    """For children up to the age of the policy (same ordinance: below school age)."""
    most = wish.policy.max_child_age
    oldest = wish.party.oldest_from if wish.party else None
    if most is None or oldest is None or oldest <= most:
        return None
    return Refusal(
        "child_too_old",
        ngettext(
            "This place is for children up to %(years)d year of age.",
            "This place is for children up to %(years)d years of age.",
            most,
        )
        % {"years": most},
        _("Leave out the older children. They would be too big for the small ones."),
    )


def party_too_large(wish: Wish) -> Refusal | None:
    """Not more than one party may be, and not more than the whole session has."""
    most = wish.policy.max_party
    if wish.session and wish.policy.place_for == PlaceFor.PERSON:
        most = min(most or wish.session.places, wish.session.places)
    if wish.people is None or most is None or wish.people <= most:
        return None
    return Refusal(
        "party_too_large",
        ngettext(
            "One booking here is for at most %(most)d person.",
            "One booking here is for at most %(most)d people.",
            most,
        )
        % {"most": most},
        _("Come with fewer people. %(call)s")
        % {"call": call_the_department(wish.listing.facility)},
        short=_("too small"),
    )


# In the order in which a person would want to hear them.
RULES: tuple[Rule, ...] = (
    # What says why comes before what only says that there is no such session.
    rules.public_holiday,
    rules.closure,
    session_cancelled,
    rules.not_bookable_here,
    rules.in_the_past,
    rules.too_early,
    rules.too_late,
)
RULES_OF_THE_PARTY: tuple[Rule, ...] = (
    rules.too_few_people,
    no_guardian,
    no_child,
    child_too_old,
    party_too_large,
)


def first_refusal(wish: Wish) -> Refusal | None:
    """What a rule of time or size says against the wish, by time or by session, if any does."""
    if wish.session is None:
        return rules.first_refusal(wish)
    asked = RULES if wish.people is None else RULES + RULES_OF_THE_PARTY
    return next((refusal for rule in asked if (refusal := rule(wish))), None)


def party_refusal(wish: Wish) -> Refusal | None:
    """What speaks against the party alone: for who stands at the door already.

    Not how many places can be booked: the door has a share of its own.
    """
    alone = replace(wish, session=None)
    return next((refusal for rule in RULES_OF_THE_PARTY if (refusal := rule(alone))), None)


def session_gone() -> Refusal:
    """There is no such session, or not any more."""
    return Refusal(
        "session_gone",
        _("This session does not take place."),
        _("Choose another session."),
        status=HTTPStatus.GONE,
        short=_("cancelled"),
    )


def no_sessions() -> Refusal:
    """The timetable has nothing on that day, or nothing yet."""
    return Refusal(
        "no_sessions",
        _("There are no sessions on this day."),
        _("Choose another day."),
        short=_("none"),
    )


def session_full(session: SessionFacts, wish: Wish) -> Refusal:
    """Fewer places are left than the party needs: the guard has spoken."""
    left, period = session.free, formats.period(session.span)
    if 0 < left < wish.places:
        message = ngettext(
            "Only %(left)d place is left in this session: %(period)s.",
            "Only %(left)d places are left in this session: %(period)s.",
            left,
        ) % {"left": left, "period": period}
    else:
        message = _("This session is full: %(period)s.") % {"period": period}
    return Refusal(
        "session_full",
        message,
        _("Put yourself on the waiting list, or choose another session."),
        status=HTTPStatus.CONFLICT,
        short=_("full"),
    )


def _is_no_family(wish: Wish) -> bool:
    return wish.policy.party != PartyKind.FAMILY

"""A person's absences as their own page shows them: how many, and what it means."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.absences import lately, standing
from bookings.history import CountedVisits, counted_between
from facilities.catalogue import Catalogue, Listing, catalogue
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownAbsences:
    """One line for the facilities that share their limits."""

    facility: str
    count: str  # "2 absences in the last year"
    meaning: str
    is_suspended: bool


def absences_of(person: User, now: datetime) -> list[ShownAbsences]:
    """What counts in the last year, one line a facility or group. Two queries."""
    counted = counted_between(person, now, now, now)
    if not counted.absences:
        return []
    known = catalogue()
    seen: set[tuple[int, ...]] = set()
    shown: list[ShownAbsences] = []
    for absence in sorted(lately(counted.absences, now), key=lambda one: one.at):
        listing = known.listing_of(absence.facility_id)
        group = known.group_of(listing) if listing else ()
        if listing and group not in seen:
            seen.add(group)
            shown.append(_line(known, listing, counted, now))
    return shown


def _line(
    known: Catalogue, listing: Listing, counted: CountedVisits, now: datetime
) -> ShownAbsences:
    group = known.group_of(listing)
    mine = [one for one in counted.absences if one.facility_id in group]
    now_is, number = standing(mine, now), len(lately(mine, now))
    names = [item.facility.name for item in known.listings if item.facility.pk in group]
    days = max((one.days for one in mine), default=0)
    if now_is.suspended_until:
        meaning = _("You can book here again from %(moment)s.") % {
            "moment": formats.moment(now_is.suspended_until)
        }
    elif now_is.allowed:
        meaning = _(
            "Counted now: %(counted)d of %(allowed)d. At %(allowed)d you cannot book here for "
            "%(days)d days."
        ) % {"counted": now_is.counted, "allowed": now_is.allowed, "days": days}
    else:
        meaning = _("This has no consequence here.")
    return ShownAbsences(
        facility=", ".join(names),
        count=ngettext(
            "%(number)d absence in the last year", "%(number)d absences in the last year", number
        )
        % {"number": number},
        meaning=meaning,
        is_suspended=now_is.suspended_until is not None,
    )

"""What somebody wants, with the facts to judge it by: what every rule takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from facilities.catalogue import Listing
from facilities.models import Facility, Holiday, Policy
from facilities.parties import Party, places_for
from facilities.sessions import SessionFacts
from lib import clock, formats
from lib.spans import Span


@dataclass(frozen=True)
class Wish:
    """A facility wanted for a span and a number of people, and the facts to judge it by.

    A search judges hundreds, each by every rule: what follows from the facts is worked out once.
    """

    listing: Listing
    span: Span
    now: datetime
    holidays: Mapping[date, Holiday]
    people: int | None = None  # None: not asked for yet, as in a timetable
    session: SessionFacts | None = None  # of a facility by session; its span is the wish's
    party: Party | None = None

    @cached_property
    def day(self) -> date:
        """The day in Seoul on which it starts."""
        return self.span.starts_at.astimezone(clock.SEOUL).date()

    @cached_property
    def last_day(self) -> date:
        """The day in Seoul on which it ends; midnight belongs to the day before."""
        return (self.span.ends_at - timedelta(microseconds=1)).astimezone(clock.SEOUL).date()

    @cached_property
    def booked_on(self) -> date:
        """The day in Seoul on which it is asked for: that day's policy rules."""
        return self.now.astimezone(clock.SEOUL).date()

    @cached_property
    def policy(self) -> Policy:
        """The policy in force. Only after `not_bookable_here` let the wish pass."""
        policy = self.listing.policy_on(self.booked_on)
        if policy is None:
            raise LookupError(f"{self.listing.facility.slug} has no policy")
        return policy

    @property
    def session_id(self) -> int:
        """The session's, of a wish for one."""
        if self.session is None:
            raise LookupError("a wish by time has no session")
        return self.session.pk

    @property
    def places(self) -> int:
        """The places of a session that the party takes."""
        return places_for(self.people or 1, self.policy)


def call_the_department(facility: Facility) -> str:
    """The next step that is always left: whom to ask."""
    return _("Call %(department)s, %(phone)s.") % {
        "department": facility.department,
        "phone": formats.phone(facility.phone),
    }

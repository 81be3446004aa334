"""What this person can book instead, and how a page shows it: the form one tap away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from bookings import rules
from bookings.history import CountedVisits
from facilities import session_week
from facilities.availability import Start, alternatives
from facilities.catalogue import Catalogue, Listing
from facilities.links import booking_link
from facilities.wish import Wish
from lib import formats
from lib.spans import Span


def alternatives_for(
    known: Catalogue, wish: Wish, person: User, visits: CountedVisits
) -> tuple[Start, ...]:
    """Times that neither a rule of time, nor the guard, nor a limit of the person forbids."""

    def allowed(other: Wish) -> bool:
        history = visits.history(known.group_of(other.listing))
        return rules.first_refusal(other, person, history) is None

    def acceptable(listing: Listing, span: Span) -> bool:
        return allowed(Wish(listing, span, wish.now, wish.holidays, wish.people))

    if wish.session:
        return session_week.alternatives(known, wish, allowed)
    return alternatives(known, wish, acceptable)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One time that can really be booked."""

    facility: str
    period: str
    url: str


def shown(starts: Sequence[Start], asked: Mapping[str, Any]) -> tuple[Alternative, ...]:
    """The links; what was asked for goes along, so that one tap is enough.

    The number of people where it is a sensible one, purpose and group; nothing about the person.
    """
    people = _number(asked.get("people"))
    texts = {name: asked[name] for name in ("purpose", "group_name") if asked.get(name)}
    return tuple(
        Alternative(
            facility=start.listing.facility.name,
            period=formats.period(start.span),
            url=booking_link(start, people, texts),
        )
        for start in starts
    )


def _number(people: Any) -> int | None:
    """A sensible number of people, from a form or from an address."""
    text = str(people)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else None

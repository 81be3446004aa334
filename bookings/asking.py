"""What a person asks for, as every verb that books takes it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from facilities.catalogue import Catalogue
from facilities.parties import Party
from facilities.rules import facility_gone, not_bookable_here
from facilities.session_rules import session_gone
from facilities.sessions import session_by_reference
from facilities.wish import Wish
from lib.refusal import Refused
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """One visit that is asked for: a span, or the places of a session."""

    slug: str
    span: Span
    people: int
    session: str = ""  # its reference
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for, and whom to contact about it."""

    visits: tuple[Asked, ...]
    purpose: str
    group_name: str
    contact_name: str
    phone: str
    email: str

    def digest(self) -> str:
        """The same for the same contents, whatever the time zone they were written in."""
        visits = [
            (
                item.slug,
                item.span.starts_at.timestamp(),
                item.span.ends_at.timestamp(),
                item.people,
                *((item.session, asdict(item.party or Party(item.people))) if item.session else ()),
            )
            for item in self.visits
        ]
        rest = (self.purpose, self.group_name, self.contact_name, self.phone, self.email)
        text = json.dumps((visits, rest))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """To be kept while it waits; `from_json` reads it back."""
        return asdict(self) | {
            "visits": [
                asdict(item)
                | {
                    "span": [item.span.starts_at.isoformat(), item.span.ends_at.isoformat()],
                    "party": asdict(item.party) if item.party else None,
                }
                for item in self.visits
            ]
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Request":
        """What `as_json` wrote."""
        visits = tuple(
            Asked(
                slug=item["slug"],
                span=Span(*(datetime.fromisoformat(at) for at in item["span"])),
                people=item["people"],
                session=item["session"],
                party=Party(**item["party"]) if item["party"] else None,
            )
            for item in kept["visits"]
        )
        return cls(**kept | {"visits": visits})


def wish_for(asked: Asked, known: Catalogue, now: datetime) -> Wish:
    """The visit with the facts to judge it by. Raises `Refused` for what is not there at all."""
    listing = known.listing(asked.slug)
    if listing is None:
        raise Refused(facility_gone())
    if not asked.session:
        return _with_policy(Wish(listing, asked.span, now, known.holidays, asked.people))
    session = session_by_reference(asked.session, now)
    if session is None or session.facility_id != listing.facility.pk:
        raise Refused(session_gone())
    party = asked.party or Party(asked.people)
    wish = Wish(listing, session.span, now, known.holidays, party.people, session, party)
    return _with_policy(wish)


def _with_policy(wish: Wish) -> Wish:
    """What verbs take for granted of a wish. Without a policy in force nothing can be booked."""
    refusal = not_bookable_here(wish)
    if refusal and wish.listing.policy_on(wish.booked_on) is None:
        raise Refused(refusal)
    return wish

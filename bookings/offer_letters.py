"""The letter that tells of an offer: what is held, until when, and where to accept it."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import calendars
from bookings.facts import moment_of
from bookings.letters import period_of
from bookings.models import Offer
from lib import formats
from notices import outbox
from notices.letters import Letter, register


def write_offer(offer: Offer, person: User) -> None:
    """Put the letter into the outbox, in the language that the person reads."""
    with translation.override(person.language):
        facts = offer_facts(offer) | {
            "name": person.name,
            "department": str(offer.facility.department),
            "phone": offer.facility.phone,
        }
    outbox.write(
        kind="bookings.offered",
        to=person.email,
        language=person.language,
        facts=facts,
        person=person,
    )


def offer_facts(offer: Offer) -> dict[str, Any]:
    """An offer as JSON can hold it, in the active language."""
    return {
        "reference": offer.reference,
        "facility": str(offer.facility.name),
        "starts_at": offer.starts_at.isoformat(),
        "ends_at": offer.ends_at.isoformat(),
        "expires_at": offer.expires_at.isoformat(),
    }


def offered(facts: Mapping[str, Any]) -> Letter:
    """Something is held. Opening the link accepts nothing: programs that check mail open links."""
    period = period_of(facts)
    context = {
        "facts": facts,
        "period": period,
        "expires": formats.moment(moment_of(facts["expires_at"])),
        "url": calendars.offer_url(facts["reference"]),
    }
    subject = _("[Seongnam City Hall] Held for you")
    return Letter(
        subject=f"{subject}: {facts['facility']}, {period}",
        text=render_to_string("bookings/letters/offered.txt", context),
        html=render_to_string("bookings/letters/offered.html", context),
    )


register("bookings.offered", offered)

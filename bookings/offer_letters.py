"""The letters of a queue: what is held, until when, where to accept it; and what is taken away."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import calendars
from bookings.facts import moment_of
from bookings.letters import period_of
from bookings.models import Offer, Wait
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


def write_ended(what: Wait | Offer, person: User, reason: dict[str, str]) -> None:
    """Tell somebody that what they waited for, or what was held for them, is taken away."""
    with translation.override(person.language):
        facts = {
            "name": person.name,
            "facility": str(what.facility.name),
            "slug": what.facility.slug,
            "starts_at": what.starts_at.isoformat(),
            "ends_at": what.ends_at.isoformat(),
            "why": reason.get(person.language) or reason["ko"],
            "department": str(what.facility.department),
            "phone": what.facility.phone,
        }
    outbox.write(
        kind="bookings.ended",
        to=person.email,
        language=person.language,
        facts=facts,
        person=person,
    )


def ended(facts: Mapping[str, Any]) -> Letter:
    """What somebody waited for does not take place."""
    period = period_of(facts)
    context = {
        "facts": facts,
        "period": period,
        "url": calendars.facility_url(facts["slug"]),
    }
    subject = _("[Seongnam City Hall] Does not take place")
    return Letter(
        subject=f"{subject}: {facts['facility']}, {period}",
        text=render_to_string("bookings/letters/ended.txt", context),
        html=render_to_string("bookings/letters/ended.html", context),
    )


register("bookings.offered", offered)
register("bookings.ended", ended)

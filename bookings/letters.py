"""The letters of a booking: their facts in the verb's transaction, their words when sent."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import calendars
from bookings.facts import BookingFacts, facts_of, moment_of
from bookings.models import Booking, Contact, Visit
from lib import formats
from lib.references import spaced
from lib.spans import Span
from notices import outbox
from notices.letters import Attachment, Letter, register


def write(
    kind: str, booking: Booking, visits: Sequence[Visit], contact: Contact, person: User
) -> None:
    """Put the letter into the outbox, in the language that the person reads."""
    outbox.write(
        kind=kind,
        to=contact.email,
        language=person.language,
        facts=dict(facts_of(booking, visits, person.language, contact.name)),
        person=person,
    )


def confirmed(facts: Mapping[str, Any]) -> Letter:
    """The booking stands."""
    return _letter(
        cast(BookingFacts, facts), _("[Seongnam City Hall] Booking confirmed"), "confirmed", False
    )


def cancelled(facts: Mapping[str, Any]) -> Letter:
    """The booking was cancelled; the calendar takes the visit out by the same UID."""
    return _letter(
        cast(BookingFacts, facts), _("[Seongnam City Hall] Booking cancelled"), "cancelled", True
    )


def _letter(facts: BookingFacts, subject: str, template: str, is_cancelled: bool) -> Letter:
    first = facts["visits"][0]
    span = Span(moment_of(first["starts_at"]), moment_of(first["ends_at"]))
    context = {
        "facts": facts,
        "reference": spaced(facts["reference"]),
        "visits": [
            {
                **visit,
                "period": formats.period(
                    Span(
                        moment_of(visit["starts_at"]),
                        moment_of(visit["ends_at"]),
                    )
                ),
            }
            for visit in facts["visits"]
        ],
        "cancel_until": formats.moment(moment_of(facts["cancel_until"])),
        "url": calendars.booking_url(facts),
    }
    return Letter(
        subject=f"{subject}: {first['facility']}, {formats.period(span)}",
        text=render_to_string(f"bookings/letters/{template}.txt", context),
        html=render_to_string(f"bookings/letters/{template}.html", context),
        attachments=(
            Attachment(
                "booking.ics",
                "text/calendar; method=PUBLISH; charset=utf-8",
                calendars.booking_calendar(facts, cancelled=is_cancelled),
            ),
        ),
    )


register("bookings.confirmed", confirmed)
register("bookings.cancelled", cancelled)

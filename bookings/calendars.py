"""A booking as a calendar file: for the page and for the letters, from the same facts."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.facts import BookingFacts, moment_of
from lib import ics
from lib.references import spaced


def booking_url(facts: BookingFacts) -> str:
    """The page of the booking, whole, in the active language."""
    path = reverse("bookings:booking", args=[facts["reference"]])
    return f"{settings.SITE_URL}{path}"


def offer_url(reference: str) -> str:
    """The page of an offer, whole, in the active language."""
    return f"{settings.SITE_URL}{reverse('bookings:offer', args=[reference])}"


def facility_url(slug: str) -> str:
    """The page of a facility, whole, in the active language."""
    return f"{settings.SITE_URL}{reverse('facilities:facility', args=[slug])}"


def booking_calendar(facts: BookingFacts, *, cancelled: bool) -> bytes:
    """The visits of a booking as iCalendar. The same facts make the same bytes.

    `cancelled`: all of them; else each as its facts say.
    """
    return ics.calendar(
        entries_of(facts, cancelled=cancelled),
        name=_("Seongnam City Hall booking"),
        language=get_language() or "ko",
    )


def entries_of(facts: BookingFacts, *, cancelled: bool) -> list[ics.Entry]:
    """Each visit as an entry, for the file of a booking and for the calendar of a person."""
    return [
        ics.Entry(
            uid=visit["uid"],
            starts_at=moment_of(visit["starts_at"]),
            ends_at=moment_of(visit["ends_at"]),
            summary=": ".join(filter(None, (visit["facility"], facts["purpose"]))),
            description=_("Reference: %(reference)s") % {"reference": spaced(facts["reference"])},
            location=f"{visit['facility']}, {visit['floor']}, {visit['address']}",
            url=booking_url(facts),
            sequence=facts["revision"],
            changed_at=moment_of(facts["changed_at"]),
            cancelled=cancelled or visit.get("is_cancelled", False),
        )
        for visit in facts["visits"]
    ]

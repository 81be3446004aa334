"""A booking as plain facts in one language: what letters, calendars and passes are made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from django.utils import translation

from bookings.attendance import Attended
from bookings.deadlines import next_deadline
from bookings.models import Booking, Visit


class VisitFacts(TypedDict):
    """One visit; moments in ISO 8601."""

    uid: str
    facility: str
    floor: str
    address: str
    starts_at: str
    ends_at: str
    people: int
    department: str
    phone: str
    is_cancelled: NotRequired[bool]  # of letters written before there were series: absent


class BookingFacts(TypedDict):
    """One booking; moments in ISO 8601."""

    reference: str
    revision: int
    changed_at: str
    cancel_until: str
    purpose: str
    group_name: str
    name: str
    visits: list[VisitFacts]


def facts_of(
    booking: Booking, visits: Sequence[Visit], language: str, name: str = ""
) -> BookingFacts:
    """The facts of a booking as JSON can hold them; texts in the language given.

    `name` is whom a letter greets. The visits come with facility, policy and spaces, from the
    catalogue or by `Visit.objects.with_places()`: no query is made for them here.
    """
    with translation.override(language):
        return BookingFacts(
            reference=booking.reference,
            revision=booking.revision,
            changed_at=booking.changed_at.isoformat(),
            cancel_until=next_deadline(booking, visits, booking.changed_at).isoformat(),
            purpose=booking.purpose,
            group_name=booking.group_name,
            name=name,
            visits=[_visit_facts(booking, visit) for visit in visits],
        )


def _visit_facts(booking: Booking, visit: Visit) -> VisitFacts:
    facility = visit.facility
    spaces = list(facility.spaces.all())
    return VisitFacts(
        uid=f"{booking.reference}-{visit.number}@sarangbang",
        facility=facility.name,
        floor=spaces[0].floor if spaces else "",
        address=spaces[0].building.address if spaces else "",
        starts_at=visit.starts_at.isoformat(),
        ends_at=visit.ends_at.isoformat(),
        people=visit.people,
        department=facility.department,
        phone=facility.phone,
        is_cancelled=visit.attendance == Attended.CANCELLED,
    )


def moment_of(text: str) -> datetime:
    """The moment that a fact tells."""
    return datetime.fromisoformat(text)

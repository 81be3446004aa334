"""Bookings as the tests ask for them: 모란관 on a Tuesday afternoon where nothing else is said."""

import uuid
from datetime import date
from typing import Any

from accounts.models import Residency, User
from bookings.models import Booking
from bookings.reserve import Asked, Request, reserve
from facilities.models import Facility, Policy, Slot
from lib.spans import QUARTER, Span
from tests.cast import person
from tests.places import at_seoul, span

# Monday. Long after the sample policies of City Hall begin.
NOW = at_seoul(date(2026, 11, 23), "10:00")
TUESDAY = date(2026, 12, 1)


def asked(
    slug: str = "moran",
    day: date = TUESDAY,
    starts: str = "14:00",
    ends: str = "16:00",
    people: int = 5,
) -> Asked:
    """One visit."""
    return Asked(slug, span(day, starts, ends), people)


def request_for(*visits: Asked, **changes: Any) -> Request:
    """What is asked for with these visits; contact and purpose as in the samples."""
    given: dict[str, Any] = {
        "visits": visits or (asked(),),
        "purpose": "독서 모임",
        "group_name": "",
        "contact_name": "나들이",
        "phone": "01000001001",
        "email": "nadeuri@example.com",
    }
    return Request(**given | changes)


def new_key() -> str:
    """A press of the button that was never made before."""
    return str(uuid.uuid4())


def book(who: User, *visits: Asked, key: str = "") -> Booking:
    """Book by the verb."""
    return reserve(who, request_for(*visits), key or new_key())


def residents(number: int) -> list[User]:
    """So many people who live in the city."""
    return [
        person(
            f"resident{index}@example.com",
            f"주민{index}",
            f"0100001{index:04}",
            residency=Residency.RESIDENT,
            verified=True,
        )
        for index in range(number)
    ]


def policy(slug: str, **changes: Any) -> Policy:
    """Let the facility be booked by other rules from the day before NOW on."""
    facility = Facility.objects.get(slug=slug)
    latest = facility.policies.latest("valid_from")
    values = {
        field.name: getattr(latest, field.name)
        for field in Policy._meta.concrete_fields
        if field.name not in {"id", "valid_from"}
    }
    return Policy.objects.create(**values | {"valid_from": date(2026, 11, 22)} | changes)


def slots_of(slug: str) -> list[Span]:
    """The taken quarters of a facility of one space, in order."""
    space = Facility.objects.get(slug=slug).spaces.get()
    starts = Slot.objects.filter(space=space).order_by("starts_at")
    return [Span(at, at + QUARTER) for at in starts.values_list("starts_at", flat=True)]

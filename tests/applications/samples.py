"""Applications as the tests make them: a welfare day in hall and plaza, five weeks ahead."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models import User
from applications.applying import submit, submit_change
from applications.asking import AskedVisit, Asking, Details
from applications.deciding import approve
from applications.models import Application, Draft
from bookings.models import Booking
from tests.places import span

# A Friday within the window of halls and plaza, as seen from bookings.samples.NOW.
DAY = date(2026, 12, 18)
SATURDAY = date(2026, 12, 19)


def wants(
    slug: str = "onnuri",
    day: date = DAY,
    starts: str = "10:00",
    ends: str = "12:00",
    people: int = 300,
    **around: int,
) -> AskedVisit:
    """One visit; around: setup_minutes, clearing_minutes."""
    return AskedVisit(slug, span(day, starts, ends), people=people, **around)


DETAILS = Details(
    title="사회복지 한마당(예시)",
    purpose="복지 기관을 알리고 함께 어울립니다.",
    character="welfare",
    applicant="organisation",
    ground="organisation_here",
    contact_name="모여라",
    phone="01000001003",
    email="moyeora@example.com",
    organisation="여수동 복지모임(예시)",
    registration_number="1208200009",
    representative="한대표",
    is_public=True,
    people_peak=300,
    people_day=900,
    rain_plan="로비로 옮깁니다.",
)


def asking(*visits: AskedVisit, **details: Any) -> Asking:
    """What is asked for with these visits; who and what for as in the samples."""
    return Asking(visits or (wants(),), replace(DETAILS, **details))


def draft_of(person: User, changes: Booking | None = None) -> Draft:
    """A draft with nothing typed: the verbs take what is asked beside it."""
    return Draft.objects.create(person=person, changes=changes)


def hand_in(person: User, *visits: AskedVisit, key: str = "", **details: Any) -> Application:
    """Hand in by the verb; the version that was made."""
    asked = asking(*visits, contact_name=person.name, email=person.email, **details)
    booking = submit(person, draft_of(person), asked, key or str(uuid.uuid4()))
    return booking.applications.get()


def hand_in_change(
    person: User, booking: Booking, *visits: AskedVisit, **details: Any
) -> Application:
    """Hand in a change of it by the verb; the version that was made."""
    asked = asking(*visits, contact_name=person.name, email=person.email, **details)
    return submit_change(person, draft_of(person, booking), asked, str(uuid.uuid4()))


def fresh(application: Application) -> Application:
    """As the database has it now."""
    return Application.objects.select_related("booking__person").get(pk=application.pk)


def approved(officer: User, application: Application, **given: Any) -> Application:
    """Approved by the verb, from what stands in the database."""
    return approve(officer, application, fresh(application).revision, **given)

"""Sessions as the tests use them: those of City Hall, generated, and parties for them."""

from datetime import date
from typing import Any

from accounts.models import User
from bookings.asking import Asked, Request
from bookings.models import Booking, Wait
from bookings.reserve import reserve
from bookings.waiting import join
from facilities.generating import generate
from facilities.models import Facility, Session
from facilities.parties import Party, family
from tests.bookings.samples import new_key, request_for
from tests.places import at_seoul

# Of the week whose booking opened at NOW - 10:00 on Monday - or before.
WEDNESDAY = date(2026, 11, 25)


def session_of(slug: str = "fitness", day: date = WEDNESDAY, starts: str = "14:00") -> Session:
    """The session of City Hall that begins then; those of the facility are made if there are none.

    Of this facility alone: all the tours of two months take a second.
    """
    if not Session.objects.filter(facility__slug=slug).exists():
        generate(frozenset(Facility.objects.filter(slug=slug).values_list("pk", flat=True)))
    return Session.objects.get(facility__slug=slug, starts_at=at_seoul(day, starts))


def with_places(session: Session, places: int, door_places: int = 0) -> Session:
    """The session with other numbers of places."""
    Session.objects.filter(pk=session.pk).update(places=places, door_places=door_places)
    return again(session)


def again(session: Session) -> Session:
    """The session as it is in the database now."""
    return Session.objects.select_related("facility").get(pk=session.pk)


def a_family(guardians: int = 1, small: int = 0, middle: int = 1, large: int = 0) -> Party:
    """A grown-up with a child of 3 to 5 years, where nothing else is said."""
    return family(guardians, small, middle, large)


def places_in(session: Session, people: int | Party = 1, **changes: Any) -> Request:
    """What is asked for with so many people, or a family, in a session."""
    party = people if isinstance(people, Party) else Party(people)
    slug = session.facility.slug
    asked = Asked(slug, session.span, party.people, session.reference, party)
    return request_for(asked, **{"purpose": "", **changes})


def take(who: User, session: Session, people: int | Party = 1, key: str = "") -> Booking:
    """Book places by the verb."""
    return reserve(who, places_in(session, people), key or new_key())


def wait_for(who: User, session: Session, people: int | Party = 1) -> Wait:
    """Join the queue by the verb."""
    return join(who, places_in(session, people))

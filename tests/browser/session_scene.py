"""The sessions as the browser finds them: some half full, one full with a queue, one missed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from accounts.models import User
from bookings.asking import Asked, Request
from bookings.cancel import cancel
from bookings.models import Booking, Offer
from bookings.reserve import reserve
from bookings.waiting import join
from facilities.models import Session
from facilities.parties import Party, family
from lib import clock
from tests.browser.moment import NOW, day


def fill(neighbours: Sequence[User], regular: User) -> dict[str, str]:
    """Book, queue, offer; the references that the pages of the tests need."""
    half, full = session("play", 1, "10:00"), session("play", 1, "15:00")
    for person in neighbours[:4]:
        take(person, half, family(1, 0, 1, 0))
    for person in neighbours[4:11]:
        take(person, full, family(1, 1, 0, 0))
    join(neighbours[11], asked(neighbours[11], full, family(2, 0, 1, 0)))
    wait = join(regular, asked(regular, full, family(1, 0, 2, 0)))
    crowded = session("fitness", 2, "14:00")
    Session.objects.filter(pk=crowded.pk).update(places=2)
    holder = take(neighbours[12], crowded, Party(2))
    join(regular, asked(regular, crowded, Party(2)))
    cancel(neighbours[12], holder)
    offer = Offer.objects.get(person=regular, session=crowded)
    missed = session("fitness", -3, "09:00")
    with clock.stopped(NOW - dt.timedelta(days=4)):
        take(regular, missed, Party(1))
    return {
        "half": half.reference,
        "full": full.reference,
        "wait": wait.reference,
        "offer": offer.reference,
    }


def session(slug: str, ahead: int, starts: str) -> Session:
    """The one that begins then; one of the past is made as it would have been."""
    starts_at = clock.seoul(day(ahead), dt.time.fromisoformat(starts))
    found = Session.objects.filter(facility__slug=slug, starts_at=starts_at).first()
    if found:
        return found
    like = Session.objects.filter(facility__slug=slug).latest("starts_at")
    return Session.objects.create(
        facility=like.facility,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2),
        places=like.places,
    )


def take(person: User, where: Session, party: Party) -> Booking:
    """Book places by the verb that the form uses."""
    return reserve(person, asked(person, where, party), str(uuid.uuid4()))


def asked(person: User, where: Session, party: Party) -> Request:
    """What the form would ask for."""
    visit = Asked(where.facility.slug, where.span, party.people, where.reference, party)
    return Request((visit,), "", "", person.name, person.mobile, person.email)

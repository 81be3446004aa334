"""Bookings that the city has to cancel, and what is held for the people instead.

Used by the verbs that close a facility and that change a timetable, within their transaction and
after their locks: persons, set-up, sessions. Nobody books while the set-up is being changed, so
what is looked up here as free is free.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from bookings import letters
from bookings.alternatives import alternatives_for
from bookings.asking import Asked, Request, wish_for
from bookings.attendance import Attended
from bookings.decision import LIVE, Decided
from bookings.history import counted_visits
from bookings.models import Booking, Contact, Offer, Record, Visit
from bookings.offer_letters import offer_facts
from bookings.offer_times import accept_until
from bookings.queueing import Offered
from bookings.settling import end_offer
from facilities import allocation, availability, occupancy
from facilities.availability import Start
from facilities.catalogue import Catalogue
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused

HELD_INSTEAD = 2  # alternatives held for each party
HELD_AT_MOST = timedelta(days=2)


def lock_people(visits: Iterable[Visit]) -> set[int]:
    """Lock the people who hold these visits, in one order; their ids."""
    ids = {visit.booking.person_id for visit in visits if visit.booking.person_id}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    return ids


def cancel_by_the_city(
    officer: User, visits: Sequence[Visit], why: str, now: datetime
) -> list[Booking]:
    """Cancel these visits, and each booking of which nothing is left; what they held is free.

    Nothing is passed on to a queue: what they held is about to be taken away.
    """
    bookings = Booking.objects.select_for_update(no_key=True, of=("self",))
    ids = {visit.booking_id for visit in visits}
    locked = list(bookings.filter(pk__in=ids).order_by("pk"))
    Visit.objects.filter(pk__in=[visit.pk for visit in visits]).update(
        attendance=Attended.CANCELLED, occupancy=None, allocation=None
    )
    allocation.release([visit.allocation_id for visit in visits if visit.allocation_id])
    occupancy.release([visit.occupancy_id for visit in visits if visit.occupancy_id])
    for booking in locked:
        if not booking.visits.exclude(attendance=Attended.CANCELLED).exists():
            booking.state = Decided.CANCELLED
        booking.revision, booking.changed_at = booking.revision + 1, now
        booking.save(update_fields=["state", "revision", "changed_at"])
    Record.objects.bulk_create(
        Record(booking=booking, who=officer, what="closed", at=now, why=why[:200])
        for booking in locked
    )
    return locked


def end_offers(offers: Collection[Offer], now: datetime) -> None:
    """Offers of what is taken away end. The places they held in a locked session are given back."""
    for offer in offers:
        if offer.allocation_id:
            allocation.release([offer.allocation_id])
        end_offer(offer, Offered.LAPSED, now)


def rehouse(
    known: Catalogue, booking: Booking, visits: Sequence[Visit], reason: dict[str, str]
) -> int:
    """Hold alternatives for who had this booking and tell them; how many are held.

    `reason` is what the letter says, by language.
    """
    contact = Contact.objects.filter(booking=booking).first()
    person = booking.person
    if contact is None or person is None:
        return 0
    offers = [
        offer for visit in visits for offer in _hold_instead(known, booking, visit, contact, person)
    ]
    with translation.override(person.language):
        told: list[dict[str, Any]] = [offer_facts(offer) for offer in offers]
    why = reason.get(person.language) or reason["ko"]
    letters.write("bookings.closed", booking, visits, contact, person, why=why, offers=told)
    return len(offers)


def _hold_instead(
    known: Catalogue, booking: Booking, visit: Visit, contact: Contact, person: User
) -> list[Offer]:
    now = clock.now()
    request = Request(
        visits=(_asked(visit),),
        purpose=booking.purpose,
        group_name=booking.group_name,
        contact_name=contact.name,
        phone=contact.phone,
        email=contact.email,
    )
    try:
        wish = wish_for(request.visits[0], known, now)
        counted = counted_visits(person, [wish])
        starts = alternatives_for(known, wish, person, counted)[:HELD_INSTEAD]
    except (Refused, LookupError):
        return []
    return [_held(booking, visit, person, request, start, wish) for start in starts]


def _asked(visit: Visit) -> Asked:
    session = visit.session.reference if visit.session else ""
    slug, party = visit.facility.slug, visit.party if session else None
    return Asked(slug, visit.span, visit.people, session, party)


def _held(
    booking: Booking, visit: Visit, person: User, request: Request, start: Start, wish: Wish
) -> Offer:
    """Take what the start says until it has to be accepted."""
    now = clock.now()
    until = min(accept_until(now, start.span.starts_at), now + HELD_AT_MOST)
    session = start.session.reference if start.session else ""
    asked = replace(
        request.visits[0], slug=start.listing.facility.slug, span=start.span, session=session
    )
    taken: dict[str, int] = {}
    with transaction.atomic():
        if start.session:
            given = allocation.take(start.session.pk, wish.places, expires_at=until)
            taken = {"allocation_id": given.pk, "session_id": start.session.pk}
        else:
            wanted = availability.want(start.listing, start.span, now, until)
            (room,) = occupancy.take([wanted])
            taken = {"occupancy_id": room.pk}
        return Offer.objects.create(
            person=person,
            instead_of=booking,
            facility=start.listing.facility,
            starts_at=start.span.starts_at,
            ends_at=start.span.ends_at,
            places=wish.places if start.session else 0,
            asked=replace(request, visits=(asked,)).as_json(),
            made_at=now,
            expires_at=until,
            **taken,
        )


def still_live(visits: Iterable[Visit]) -> list[Visit]:
    """Those that stand: of live bookings, neither cancelled nor over."""
    return [
        visit
        for visit in visits
        if visit.booking.state in LIVE and visit.attendance == Attended.EXPECTED
    ]

"""Bookings that the city has to cancel, and what is held for the people instead.

Used by the verbs that close a facility and that change a timetable, within their transaction and
after their locks: persons, bookings, set-up, sessions, room queues. Nobody books while the set-up
is being changed, so what is looked up here as free is free.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from bookings import letters
from bookings.alternatives import alternatives_for
from bookings.asking import Asked, Request, wish_for
from bookings.attendance import Attended, as_it_is
from bookings.decision import LIVE, Decided
from bookings.history import counted_visits
from bookings.models import Booking, Contact, Offer, Record, Visit
from bookings.offer_letters import offer_facts
from bookings.offer_times import accept_until
from bookings.on_calendar import keep_in_step
from bookings.room_queues import lock_room_queues
from bookings.settling import settle_session
from facilities import allocation, availability, occupancy
from facilities.allocation import SessionFull
from facilities.availability import Start
from facilities.catalogue import Catalogue
from facilities.models import Facility, Session
from facilities.models.places import Basis
from facilities.occupancy import SpaceTaken
from facilities.session_week import LOOKED_AROUND
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused

HELD_INSTEAD = 2  # alternatives held for each party
HELD_AT_MOST = timedelta(days=2)


def lock_people(visits: Collection[Visit]) -> set[int]:
    """Lock the people who hold these visits, then the bookings, in one order; people's ids.

    A booking whose person left the house has nobody to lock: it is locked itself, before sessions.
    """
    ids = {visit.booking.person_id for visit in visits if visit.booking.person_id}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    _lock_bookings(visits)
    return ids


def lock_queues(
    known: Catalogue, facility: Facility, sessions: Iterable[Session], visits: Sequence[Visit]
) -> None:
    """Lock these sessions and the facility's rooms, and all that may be held for these visits.

    All at once and ahead of the spaces: who cancels two visits meanwhile locks both. Were one of
    them locked here and the other only when it is to be held, each would wait for the other.
    """
    allocation.lock({*(session.pk for session in sessions), *_sessions_around(visits)})
    rooms = {facility.pk}
    if any(visit.session_id is None for visit in visits):
        rooms |= {item.facility.pk for item in known.listings if item.facility.basis == Basis.TIME}
    lock_room_queues(known, rooms)


def _sessions_around(visits: Sequence[Visit]) -> list[int]:
    """The sessions among which others are looked for."""
    starts = [visit.starts_at for visit in visits if visit.session_id]
    if not starts:
        return []
    reach = LOOKED_AROUND + timedelta(days=1)  # it looks around by whole days
    rows = Session.objects.filter(
        facility__in={visit.facility_id for visit in visits if visit.session_id},
        starts_at__range=(min(starts) - reach, max(starts) + reach),
        ends_at__gt=clock.now(),
        cancelled_at=None,
    )
    return list(rows.values_list("pk", flat=True))


def _lock_bookings(visits: Collection[Visit]) -> list[Booking]:
    rows = Booking.objects.select_for_update(no_key=True, of=("self",))
    ids = {visit.booking_id for visit in visits}
    return list(rows.filter(pk__in=ids).order_by("pk"))


def cancel_by_the_city(
    officer: User, visits: Sequence[Visit], why: str, now: datetime
) -> list[Booking]:
    """Cancel these visits, and each booking of which nothing is left; what they held is free.

    Nothing is passed on to a queue: what they held is about to be taken away.
    """
    locked = _lock_bookings(visits)
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
        keep_in_step(booking, now)
    Record.objects.bulk_create(
        Record(booking=booking, who=officer, what="closed", at=now, why=why[:200])
        for booking in locked
    )
    return locked


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
        starts = alternatives_for(known, wish, person, counted)
    except (Refused, LookupError):
        return []
    # Two times of one room may overlap: what cannot be held beside the others is passed over.
    held = (_held(known, visit, person, request, start, wish) for start in starts)
    return list(islice(filter(None, held), HELD_INSTEAD))


def _asked(visit: Visit) -> Asked:
    session = visit.session.reference if visit.session else ""
    slug, party = visit.facility.slug, visit.party if session else None
    return Asked(slug, visit.span, visit.people, session, party)


def _held(
    known: Catalogue, visit: Visit, person: User, request: Request, start: Start, wish: Wish
) -> Offer | None:
    """Take what the start says until it has to be accepted; None when it is gone after all.

    What has run out counts as free: it is given back first.
    """
    now = clock.now()
    until = min(accept_until(now, start.span.starts_at), now + HELD_AT_MOST)
    session = start.session.reference if start.session else ""
    asked = replace(
        request.visits[0], slug=start.listing.facility.slug, span=start.span, session=session
    )
    try:
        with transaction.atomic():
            taken = _taken(known, start, wish.places, until)
    except (SessionFull, SpaceTaken):
        return None
    return Offer.objects.create(
        person=person,
        instead_of_id=visit.booking_id,
        instead_of_number=visit.number,
        facility=start.listing.facility,
        starts_at=start.span.starts_at,
        ends_at=start.span.ends_at,
        places=wish.places if start.session else 0,
        asked=replace(request, visits=(asked,)).as_json(),
        made_at=now,
        expires_at=until,
        **taken,
    )


def _taken(known: Catalogue, start: Start, places: int, until: datetime) -> dict[str, int]:
    """What an offer holds of the building, as its columns name it."""
    now = clock.now()
    if start.session:
        settle_session(start.session.pk, now, known)
        given = allocation.take(start.session.pk, places, expires_at=until)
        return {"allocation_id": given.pk, "session_id": start.session.pk}
    wanted = availability.want(start.listing, start.span, now, until)
    occupancy.sweep([wanted], now)
    (room,) = occupancy.take([wanted])
    return {"occupancy_id": room.pk}


def still_live(visits: Iterable[Visit], now: datetime) -> list[Visit]:
    """Those that stand: of live bookings, expected, and not over.

    Who is absent already is not among them, whether or not it was noted: the absence counts.
    """
    return [visit for visit in visits if visit.booking.state in LIVE and _stands(visit, now)]


def _stands(visit: Visit, now: datetime) -> bool:
    """Expected, or at the door before it has begun."""
    attended = as_it_is(visit.attendance, visit.absent_at, now)
    if attended == Attended.ARRIVED:
        return visit.starts_at > now
    return attended == Attended.EXPECTED and visit.ends_at > now

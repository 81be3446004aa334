"""The verb that books. Every door uses it: the form today, desk and import tomorrow."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings import letters, rules
from bookings.alternatives import alternatives_for
from bookings.history import CountedVisits, counted_visits
from bookings.models import Booking, Contact, Record, Visit
from facilities import availability, occupancy
from facilities.catalogue import Catalogue, SetUpChanged, catalogue, hold_still
from facilities.rules import Wish, facility_gone, first_refusal, taken
from lib import clock, plain_sql
from lib.refusal import Refused
from lib.spans import Span

ATTEMPTS = 5  # an administrator would have to change the set-up five times within a second


@dataclass(frozen=True, slots=True)
class Asked:
    """One visit that is asked for."""

    slug: str
    span: Span
    people: int


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for, and whom to contact about it."""

    visits: tuple[Asked, ...]
    purpose: str
    group_name: str
    contact_name: str
    phone: str
    email: str

    def digest(self) -> str:
        """The same for the same contents, whatever the time zone they were written in."""
        visits = [
            (item.slug, item.span.starts_at.timestamp(), item.span.ends_at.timestamp(), item.people)
            for item in self.visits
        ]
        rest = (self.purpose, self.group_name, self.contact_name, self.phone, self.email)
        text = json.dumps((visits, rest))
        return hashlib.sha256(text.encode()).hexdigest()


def reserve(person: User, request: Request, key: str, known: Catalogue | None = None) -> Booking:
    """Book all that is asked for, or nothing.

    `key` names this press of the button: the same key with the same contents gives the booking
    that it made before. `known` is the set-up where the caller has just read it. Raises `Refused`
    with what can be booked instead.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return _reserve_by(known or catalogue(), person, request, key)
        except SetUpChanged:
            known = None  # judge by the rules that are in force now
    raise SetUpChanged


def _reserve_by(known: Catalogue, person: User, request: Request, key: str) -> Booking:
    """Reserve by the set-up as it is known. `SetUpChanged` when it is not that any more."""
    now = clock.now()
    wishes = tuple(_wish(asked, known, now) for asked in request.visits)
    wants = [availability.want(wish.listing, wish.span, now) for wish in wishes]
    # In a rush most come too late: a look spares them and their rivals the locks and the inserts.
    if occupancy.is_any_taken(wants, now):
        return _too_late(person, request, key, known, wishes, wants)
    try:
        return _reserve_once(person, request, key, known, wishes, wants)
    except occupancy.SpaceTaken:
        if occupancy.sweep(wants, now):
            try:
                return _reserve_once(person, request, key, known, wishes, wants)
            except occupancy.SpaceTaken:
                pass
    return _too_late(person, request, key, known, wishes, wants)


def _too_late(
    person: User,
    request: Request,
    key: str,
    known: Catalogue,
    wishes: Sequence[Wish],
    wants: Sequence[occupancy.Want],
) -> Booking:
    """Somebody holds what is wanted: refuse, by a rule first, as if the guard had been asked."""
    # The rival may have been this very request, whose answer was lost on the way.
    earlier = _earlier(person, request, key)
    if earlier:
        return earlier
    visits = _judge(person, known, wishes)
    wish = _first_taken(wishes, wants)
    raise Refused(taken(wish.listing), alternatives_for(known, wish, person, visits))


def _wish(asked: Asked, known: Catalogue, now: datetime) -> Wish:
    listing = known.listing(asked.slug)
    if listing is None:
        raise Refused(facility_gone())
    return Wish(listing, asked.span, now, known.holidays, asked.people)


def _first_taken(wishes: Sequence[Wish], wants: Sequence[occupancy.Want]) -> Wish:
    """The wish to name: the first whose spaces somebody holds, or just held."""
    rest = zip(wishes[:-1], wants, strict=False)
    found = (
        wish for wish, want in rest if occupancy.taken_quarters(want.space_ids, want.span, wish.now)
    )
    return next(found, wishes[-1])


@transaction.atomic
def _reserve_once(
    person: User,
    request: Request,
    key: str,
    known: Catalogue,
    wishes: Sequence[Wish],
    wants: Sequence[occupancy.Want],
) -> Booking:
    """Lock the person, hold the set-up, judge, take the spaces, write.

    `SpaceTaken` and `SetUpChanged` undo it all.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    earlier = _earlier(locked, request, key)
    if earlier:
        return earlier
    _judge(locked, known, wishes)
    occupancies = occupancy.take(wants)
    return _write(locked, request, key, wishes, [taken.pk for taken in occupancies])


def _earlier(person: User, request: Request, key: str) -> Booking | None:
    """The booking that this key made before; refused when it was made of something else."""
    ids = plain_sql.rows(_OF_THE_KEY, (person.pk, key))
    if not ids:
        return None
    booking = Booking.objects.get(pk=ids[0][0])
    if booking.contents != request.digest():
        raise Refused(rules.key_used_otherwise(booking.reference))
    return booking


_OF_THE_KEY = f"SELECT id FROM {Booking._meta.db_table} WHERE person_id = %s AND key = %s"  # noqa: S608


def _judge(person: User, known: Catalogue, wishes: Sequence[Wish]) -> CountedVisits:
    """Raise the first refusal, with alternatives that this person could really book.

    Without one, what counts for the person's limits before these wishes.
    """
    visits = before = counted_visits(person, wishes)
    for wish in wishes:
        refusal = first_refusal(wish) or rules.first_refusal(
            wish, person, visits.history(known.group_of(wish.listing))
        )
        if refusal:
            raise Refused(refusal, alternatives_for(known, wish, person, visits))
        visits = visits.and_also(wish)
    return before


def _write(
    person: User,
    request: Request,
    key: str,
    wishes: Sequence[Wish],
    occupancy_ids: Sequence[int],
) -> Booking:
    """Booking, visits, contact, record and letter: the rows that belong together."""
    now = wishes[0].now
    booking = Booking.objects.create(
        person=person,
        purpose=request.purpose,
        group_name=request.group_name,
        key=key,
        contents=request.digest(),
        created_at=now,
        changed_at=now,
    )
    visits = Visit.objects.bulk_create(
        [
            Visit(
                booking=booking,
                number=number,
                facility=wish.listing.facility,
                policy=wish.policy,
                starts_at=wish.span.starts_at,
                ends_at=wish.span.ends_at,
                people=wish.people or 1,
                occupancy_id=occupancy_id,
            )
            for number, (wish, occupancy_id) in enumerate(
                zip(wishes, occupancy_ids, strict=True), start=1
            )
        ]
    )
    contact = Contact.objects.create(
        booking=booking,
        name=request.contact_name,
        phone=request.phone,
        email=request.email,
    )
    Record.objects.create(booking=booking, who=person, what="reserved", at=now)
    letters.write("bookings.confirmed", booking, visits, contact, person)
    return booking

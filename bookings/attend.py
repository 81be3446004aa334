"""The verbs of the door: somebody arrives, simply comes, or did not come; an absence is waived."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from bookings import attendance_rules, letters
from bookings.absences import Absence, completes_a_limit, standing
from bookings.attendance import Attended, as_it_is
from bookings.decision import Decided
from bookings.models import Booking, Contact, Record, Visit
from bookings.settling import give_back, settle_session
from bookings.waiting_rules import reason_missing
from bookings.writing import Held, write_visits
from facilities import allocation, occupancy, session_rules
from facilities.allocation import SessionFull
from facilities.catalogue import Catalogue, catalogue
from facilities.parties import Party
from facilities.sessions import session_by_reference
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refused

DOOR_OPENS = timedelta(minutes=30)  # before the start
NOTED_AT_A_TIME = 200


@transaction.atomic
def arrive(clerk: User, visit: Visit) -> Visit:
    """Somebody is here. A second press changes nothing.

    Raises `Refused` for who was absent already (the places went on), too early, and for what is
    not a booking that stands.
    """
    now = clock.now()
    booking = _lock(visit)
    if visit.session_id:
        allocation.lock([visit.session_id])  # or its places could go on between look and act
    locked = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    if locked.attendance == Attended.ARRIVED:
        return locked
    refusal = attendance_rules.cannot_arrive(locked, booking, now)
    if refusal:
        raise Refused(refusal)
    if not _keep(locked, now):
        raise Refused(attendance_rules.absent_already(locked))
    locked.attendance, locked.arrived_at = Attended.ARRIVED, now
    locked.save(update_fields=["attendance", "arrived_at"])
    Record.objects.create(booking=booking, who=clerk, what="arrived", at=now)
    return locked


def _keep(visit: Visit, now: datetime) -> bool:
    """Let what the visit holds last for good. False: it has just run out and gone on."""
    if visit.allocation_id:
        return allocation.extend(visit.allocation_id, None, now)
    if visit.occupancy_id:
        return occupancy.extend(visit.occupancy_id, None, now)
    return visit.absent_at is None


def walk_in(clerk: User, session_reference: str, party: Party, key: str = "") -> Booking:
    """Let a party in that simply came: places of the door, else what is free to book.

    The booking has no person and no contact: only that somebody came is kept. `key` names this
    press of the button: the same key lets nobody in twice. Raises `Refused`
    when there are not so many places, before the door opens and after the last entry.
    """
    known, now = catalogue(), clock.now()
    wish = _wish(known, session_reference, party, now)
    refusal = session_rules.party_refusal(wish) or attendance_rules.door_is_closed(
        wish, wish.span.starts_at - DOOR_OPENS
    )
    if refusal:
        raise Refused(refusal)
    # A transaction of its own: also when the door is refused, who waits gets what has run out.
    settle_session(wish.session_id, now, known)
    return _let_in(clerk, wish, key or str(uuid.uuid4()))


@transaction.atomic
def _let_in(clerk: User, wish: Wish, key: str) -> Booking:
    now = wish.now
    allocation.lock([wish.session_id])
    earlier = Booking.objects.filter(person=None, key=key, visits__session=wish.session_id).first()
    if earlier:
        return earlier
    held = _take_at_door(wish)
    booking = Booking.objects.create(
        state=Decided.APPROVED, key=key, created_at=now, changed_at=now
    )
    write_visits(booking, [wish], [held], arrived_at=now)
    Record.objects.create(booking=booking, who=clerk, what="walked in", at=now)
    return booking


def _wish(known: Catalogue, reference: str, party: Party, now: datetime) -> Wish:
    session = session_by_reference(reference, now)
    listing = known.listing_of(session.facility_id) if session else None
    if session is None or session.is_cancelled or listing is None:
        raise Refused(session_rules.session_gone())
    if not listing.has_sessions_on(clock.today()):
        raise Refused(session_rules.session_gone())
    return Wish(listing, session.span, now, known.holidays, party.people, session, party)


def _take_at_door(wish: Wish) -> Held:
    """Places of the door's share; when it is used up, those that nobody has booked."""
    for at_door in (True, False):
        try:
            given = allocation.take(wish.session_id, wish.places, at_door=at_door)
        except SessionFull:
            continue
        return Held(allocation_id=given.pk, places=given.places)
    raise Refused(attendance_rules.no_places_at_the_door(wish))


def note_absences(now: datetime) -> int:
    """Note who did not come, once each, and tell them; how many were noted.

    What follows from an absence does not wait for this: `bookings/absences.py` works it out.
    """
    due = Visit.objects.filter(
        attendance=Attended.EXPECTED, absent_at__lte=now, booking__state=Decided.APPROVED
    )
    ids = list(due.order_by("absent_at").values_list("pk", flat=True)[:NOTED_AT_A_TIME])
    return sum(_note_absence(pk, now) for pk in ids)


@transaction.atomic
def _note_absence(visit_id: int, now: datetime) -> bool:
    visit = Visit.objects.get(pk=visit_id)
    booking = _lock(visit)
    visit = Visit.objects.with_places().get(pk=visit_id)
    if as_it_is(visit.attendance, visit.absent_at, now) != Attended.ABSENT or (
        visit.attendance == Attended.ABSENT or booking.state != Decided.APPROVED
    ):
        return False
    Visit.objects.filter(pk=visit.pk).update(
        attendance=Attended.ABSENT, occupancy=None, allocation=None
    )
    give_back([visit], now)
    Record.objects.create(booking=booking, who=None, what="absent", at=visit.absent_at or now)
    _tell(booking, visit, now)
    return True


def _tell(booking: Booking, visit: Visit, now: datetime) -> None:
    contact = Contact.objects.filter(booking=booking).first()
    if not contact or not booking.person or not visit.absent_at or visit.waived_at:
        return
    before = absences_before(booking.person, visit)
    policy = visit.policy
    mine = Absence(
        visit.absent_at, visit.facility_id, policy.absences_allowed, policy.suspension_days
    )
    until = completes_a_limit(before, mine)
    counted = standing([*before, mine], mine.at).counted or policy.absences_allowed
    letters.write(
        "bookings.absent",
        booking,
        [visit],
        contact,
        booking.person,
        counted=counted,
        allowed=policy.absences_allowed,
        days=policy.suspension_days,
        suspended_until=until.isoformat() if until else None,
    )


def absences_before(person: User, visit: Visit) -> list[Absence]:
    """What the person missed before this visit in the facilities that share its limits."""
    groups, at = catalogue().limit_groups, visit.absent_at or visit.ends_at
    group = groups.get(visit.facility.limit_group, (visit.facility_id,))
    rows = Visit.objects.filter(
        booking__person=person,
        booking__state=Decided.APPROVED,
        facility_id__in=group,
        attendance__in=(Attended.EXPECTED, Attended.ABSENT),
        waived_at=None,
    ).filter(Q(absent_at__lt=at) | Q(absent_at=at, pk__lt=visit.pk))
    return [
        Absence(
            row.absent_at, row.facility_id, row.policy.absences_allowed, row.policy.suspension_days
        )
        for row in rows.select_related("policy")
        if row.absent_at
    ]


@transaction.atomic
def waive(officer: User, visit: Visit, why: str) -> Visit:
    """Let an absence not count; who and why is kept. What followed from it ends with it.

    A second press changes nothing. Raises `Refused` without a reason, and for what is no absence.
    """
    now = clock.now()
    booking = _lock(visit)
    locked = Visit.objects.with_places().get(pk=visit.pk)
    if locked.waived_at:
        return locked
    is_absent = as_it_is(locked.attendance, locked.absent_at, now) == Attended.ABSENT
    if booking.state != Decided.APPROVED or not is_absent:
        raise Refused(attendance_rules.not_absent())
    if not why.strip():
        raise Refused(reason_missing())
    locked.waived_at = now
    locked.save(update_fields=["waived_at"])
    Record.objects.create(
        booking=booking, who=officer, what="absence waived", at=now, why=why.strip()[:200]
    )
    contact = Contact.objects.filter(booking=booking).first()
    if contact and booking.person:
        letters.write(
            "bookings.waived", booking, [locked], contact, booking.person, why=why.strip()
        )
    return locked


def _lock(visit: Visit) -> Booking:
    """Person, then booking, as everywhere."""
    person_id = Booking.objects.values_list("person_id", flat=True).get(pk=visit.booking_id)
    if person_id:
        User.objects.select_for_update(no_key=True).get(pk=person_id)
    return Booking.objects.select_for_update(no_key=True, of=("self",)).get(pk=visit.booking_id)

"""The rows of a booking, written together by every verb that makes one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.models import User
from bookings import letters
from bookings.asking import Request
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking, Contact, Record, Visit
from facilities.models.policies import Decision
from facilities.parties import Party
from facilities.wish import Wish


@dataclass(frozen=True, slots=True)
class Held:
    """What a visit holds of the building: spaces of its own, or places of a session."""

    occupancy_id: int | None = None
    allocation_id: int | None = None
    places: int = 0


def write_booking(
    person: User, request: Request, key: str, wishes: Sequence[Wish], held: Sequence[Held]
) -> Booking:
    """Booking, visits, contact, record and letter. What is held was taken by the caller.

    Decided at once, or handed in for an officer where the policy of any visit says so.
    """
    now = wishes[0].now
    is_decided = all(wish.policy.decides(wish.people or 1) == Decision.AT_ONCE for wish in wishes)
    booking = Booking.objects.create(
        person=person,
        state=Decided.APPROVED if is_decided else Decided.SUBMITTED,
        purpose=request.purpose,
        group_name=request.group_name,
        key=key,
        contents=request.digest(),
        created_at=now,
        changed_at=now,
    )
    visits = write_visits(booking, wishes, held)
    contact = Contact.objects.create(
        booking=booking, name=request.contact_name, phone=request.phone, email=request.email
    )
    Record.objects.create(booking=booking, who=person, what="reserved", at=now)
    kind = "bookings.confirmed" if is_decided else "bookings.received"
    letters.write(kind, booking, visits, contact, person)
    return booking


def absent_at(wish: Wish) -> datetime | None:
    """From when on who has not arrived is absent. Who books after the start gets the same time."""
    at, starts_at = wish.policy.absent_at(wish.span.starts_at), wish.span.starts_at
    if at is None or wish.now <= starts_at:
        return at
    return min(wish.now + (at - starts_at), wish.span.ends_at)


def claim_until(wish: Wish) -> datetime | None:
    """Until when the visit's claim to what it holds lasts; None: for good.

    Until who has not arrived is absent. What nobody has decided by its start is over then.
    """
    if wish.policy.decides(wish.people or 1) != Decision.AT_ONCE:
        return wish.span.starts_at
    return absent_at(wish)


def write_visits(
    booking: Booking,
    wishes: Sequence[Wish],
    held: Sequence[Held],
    arrived_at: datetime | None = None,
) -> list[Visit]:
    """The visits of a booking, expected or already there."""
    return Visit.objects.bulk_create(
        [
            Visit(
                booking=booking,
                number=number,
                facility=wish.listing.facility,
                policy=wish.policy,
                starts_at=wish.span.starts_at,
                ends_at=wish.span.ends_at,
                setup_minutes=wish.policy.setup_minutes,
                clearing_minutes=wish.policy.clearing_minutes,
                **asdict(wish.party or Party(wish.people or 1)),
                session_id=wish.session.pk if wish.session else None,
                places=mine.places,
                occupancy_id=mine.occupancy_id,
                allocation_id=mine.allocation_id,
                absent_at=absent_at(wish),
                attendance=Attended.ARRIVED if arrived_at else Attended.EXPECTED,
                arrived_at=arrived_at,
            )
            for number, (wish, mine) in enumerate(zip(wishes, held, strict=True), start=1)
        ]
    )

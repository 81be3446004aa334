"""A booking as pages show it: ready texts, so that templates only lay them out."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.attendance import Attended, as_it_is
from bookings.deadlines import deadline
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Visit
from bookings.queue_shown import party_in_words
from facilities.shown import Fact
from lib import clock, formats

TONES = {Decided.APPROVED: "success", Decided.SUBMITTED: "information", Decided.REFUSED: "danger"}


@dataclass(frozen=True, slots=True)
class ShownBooking:
    """What every page says of a booking."""

    reference: str
    title: str  # the facilities
    when: str
    purpose: str
    state_label: str
    state_tone: str
    facts: list[Fact]
    cancel_until: str
    can_cancel: bool
    is_over: bool  # cancelled, not approved, missed or past: there is no pass to show
    is_submitted: bool  # an officer has yet to decide


def shown_booking(booking: Booking) -> ShownBooking:
    """In the active language. The visits come prefetched with facility and policy."""
    visits = list(booking.visits.all())
    now = clock.now()
    state = _state(booking, visits, now)
    is_live = state in LIVE
    is_here = any(visit.attendance == Attended.ARRIVED for visit in visits)
    is_missed = booking.state == Decided.APPROVED and all(
        _attended(visit, now) == Attended.ABSENT for visit in visits
    )
    until = deadline(booking, visits)
    return ShownBooking(
        reference=booking.reference,
        title=", ".join(dict.fromkeys(str(visit.facility.name) for visit in visits)),
        when=", ".join(formats.period(visit.span) for visit in visits),
        purpose=booking.purpose,
        state_label=str(Attended.ABSENT.label if is_missed else state.label),
        state_tone="warning" if is_missed else TONES.get(state, "gray"),
        facts=_facts(booking, visits),
        cancel_until=formats.moment(until),
        can_cancel=is_live and now <= until and not is_here,
        is_over=not is_live or is_missed or all(visit.ends_at <= now for visit in visits),
        is_submitted=state == Decided.SUBMITTED,
    )


def _state(booking: Booking, visits: list[Visit], now: datetime) -> Decided:
    """As it is at this moment: what nobody decided in time is over, whether noted yet or not."""
    state = Decided(booking.state)
    has_begun = any(visit.starts_at <= now for visit in visits)
    return Decided.LAPSED if state == Decided.SUBMITTED and has_begun else state


def _attended(visit: Visit, now: datetime) -> Attended:
    return as_it_is(visit.attendance, visit.absent_at, now)


def _facts(booking: Booking, visits: list[Visit]) -> list[Fact]:
    facts = []
    for visit in visits:
        facts += [
            Fact(_("When"), formats.period(visit.span)),
            Fact(_("People"), party_in_words(visit.party)),
        ]
    if booking.purpose:
        facts.append(Fact(_("What for"), booking.purpose))
    if booking.group_name:
        facts.append(Fact(_("Group"), booking.group_name))
    if booking.state in LIVE:
        facts.append(Fact(_("Cancel until"), formats.moment(deadline(booking, visits))))
    phone = visits[0].facility.phone
    department = str(visits[0].facility.department)
    facts.append(Fact(_("Questions"), f"{department} {formats.phone(phone)}", url=f"tel:{phone}"))
    return facts

"""A booking as pages show it: ready texts, so that templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.attendance import Attended, as_it_is
from bookings.deadlines import next_deadline, still_cancellable, visit_deadline
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Visit
from bookings.queue_shown import party_in_words
from facilities.shown import Fact
from lib import clock, formats

TONES = {Decided.APPROVED: "success", Decided.SUBMITTED: "information", Decided.REFUSED: "danger"}
VISIT_TONES = {
    Attended.EXPECTED: "information",
    Attended.ARRIVED: "success",
    Attended.ABSENT: "warning",
}


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """One visit of a booking of several."""

    number: int
    facility: str
    when: str
    party: str
    state_label: str
    state_tone: str
    change_until: str  # empty: it cannot be changed any more
    can_change: bool


@dataclass(frozen=True, slots=True)
class ShownBooking:
    """What every page says of a booking."""

    reference: str
    title: str  # the facilities
    when: str  # of several visits: the next one, and how many more
    purpose: str
    state_label: str
    state_tone: str
    facts: list[Fact]
    cancel_until: str
    can_cancel: bool  # at least one visit of it
    is_over: bool  # cancelled, not approved, missed or past: there is no pass to show
    is_submitted: bool  # an officer has yet to decide
    visits: list[ShownVisit]  # of a booking of several
    can_move: bool  # the one visit of it


def shown_booking(booking: Booking) -> ShownBooking:
    """In the active language. The visits come prefetched with facility and policy."""
    visits = list(booking.visits.all())
    now = clock.now()
    standing = _standing(visits)
    state = _state(booking, standing, now)
    is_live = state in LIVE
    is_missed = booking.state == Decided.APPROVED and all(
        _attended(visit, now) == Attended.ABSENT for visit in standing
    )
    return ShownBooking(
        reference=booking.reference,
        title=", ".join(dict.fromkeys(str(visit.facility.name) for visit in standing)),
        when=_when(standing, now),
        purpose=booking.purpose,
        state_label=str(Attended.ABSENT.label if is_missed else state.label),
        state_tone="warning" if is_missed else TONES.get(state, "gray"),
        facts=_facts(booking, visits, now),
        cancel_until=formats.moment(next_deadline(booking, visits, now)),
        can_cancel=is_live and bool(still_cancellable(booking, visits, now)),
        is_over=not is_live or is_missed or all(visit.ends_at <= now for visit in standing),
        is_submitted=state == Decided.SUBMITTED,
        visits=shown_visits(booking, visits, now) if len(visits) > 1 else [],
        can_move=len(visits) == 1 and can_move(booking, visits[0], now),
    )


def can_move(booking: Booking, visit: Visit, now: datetime) -> bool:
    """May this visit be moved to another time or room, as far as itself goes?"""
    is_decided = booking.state == Decided.APPROVED and not booking.is_application
    return is_decided and not visit.session_id and visit in still_cancellable(booking, [visit], now)


def shown_visits(booking: Booking, visits: Sequence[Visit], now: datetime) -> list[ShownVisit]:
    """Each by itself, in the order of time."""
    changeable = {visit.pk for visit in still_cancellable(booking, visits, now)}
    return [
        ShownVisit(
            number=visit.number,
            facility=str(visit.facility.name),
            when=formats.period(visit.span),
            party=party_in_words(visit.party),
            state_label=str(_visit_label(visit, now)),
            state_tone=VISIT_TONES.get(_attended(visit, now), "gray"),
            change_until=formats.moment(visit_deadline(booking, visit))
            if visit.pk in changeable
            else "",
            can_change=visit.pk in changeable and not booking.is_application,
        )
        for visit in sorted(visits, key=lambda visit: (visit.starts_at, visit.number))
    ]


def _visit_label(visit: Visit, now: datetime) -> str:
    attended = _attended(visit, now)
    if attended == Attended.EXPECTED and visit.ends_at <= now:
        return _("Over")
    return str(attended.label)


def _standing(visits: Sequence[Visit]) -> Sequence[Visit]:
    """Those that were not cancelled; all of a booking of which nothing is left."""
    return [visit for visit in visits if visit.attendance != Attended.CANCELLED] or visits


def _when(standing: Sequence[Visit], now: datetime) -> str:
    """The next visit; when none is to come, the first."""
    by_time = sorted(standing, key=lambda visit: visit.starts_at)
    ahead = [visit for visit in by_time if visit.ends_at > now] or by_time
    others = len(ahead) - 1
    if not others:
        return formats.period(ahead[0].span)
    more = ngettext("and %(number)d more visit", "and %(number)d more visits", others)
    return f"{formats.period(ahead[0].span)}, {more % {'number': others}}"


def _state(booking: Booking, visits: Sequence[Visit], now: datetime) -> Decided:
    """As it is at this moment: what nobody decided in time is over, whether noted yet or not."""
    state = Decided(booking.state)
    has_begun = any(visit.starts_at <= now for visit in visits)
    return Decided.LAPSED if state == Decided.SUBMITTED and has_begun else state


def _attended(visit: Visit, now: datetime) -> Attended:
    return as_it_is(visit.attendance, visit.absent_at, now)


def _facts(booking: Booking, visits: list[Visit], now: datetime) -> list[Fact]:
    """Of a booking of several visits, the page has a table of them."""
    facts = []
    if len(visits) == 1:
        facts += [
            Fact(_("When"), formats.period(visits[0].span)),
            Fact(_("People"), party_in_words(visits[0].party)),
        ]
    else:
        facts.append(Fact(_("Visits"), _when(_standing(visits), now)))
    if booking.purpose:
        facts.append(Fact(_("What for"), booking.purpose))
    if booking.group_name:
        facts.append(Fact(_("Group"), booking.group_name))
    if booking.state in LIVE:
        until = formats.moment(next_deadline(booking, visits, now))
        label = _("Cancel until") if len(visits) == 1 else _("Next deadline to cancel")
        facts.append(Fact(label, until))
    phone = visits[0].facility.phone
    department = str(visits[0].facility.department)
    facts.append(Fact(_("Questions"), f"{department} {formats.phone(phone)}", url=f"tel:{phone}"))
    return facts

"""A day and a session as the desk sees them: who comes when, in ready texts and masked names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings import attendance_rules
from bookings.attend import DOOR_OPENS
from bookings.attendance import Attended, as_it_is
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Visit
from bookings.queue_shown import party_in_words
from facilities.catalogue import Catalogue
from facilities.models import Facility, Policy
from facilities.models.places import Basis
from facilities.sessions import SessionFacts, sessions_between
from facilities.wish import Wish
from lib import clock, formats

DAY = timedelta(days=1)
TONES = {
    Attended.EXPECTED: "information",
    Attended.ARRIVED: "success",
    Attended.ABSENT: "warning",
}


@dataclass(frozen=True, slots=True)
class ShownParty:
    """One party that comes, came or did not."""

    booking: str  # reference
    number: int  # of the visit in its booking
    name: str
    group: str
    party: str
    place: str
    time: str
    state_label: str
    state_tone: str
    can_arrive: bool


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One session with its figures in words and its parties."""

    reference: str
    title: str
    slug: str
    time: str
    when: str
    figures: tuple[str, ...]  # "Taken: 5 of 7"
    is_cancelled: bool
    door: str  # why nobody is let in without a booking now; empty when the door is open
    policy: Policy | None  # the policy in force, which says what is asked at the door
    parties: tuple[ShownParty, ...]

    @property
    def is_door_open(self) -> bool:
        return self.policy is not None and not self.door


@dataclass(frozen=True, slots=True)
class DeskDay:
    """The sessions of a day, and the visits to rooms."""

    sessions: tuple[ShownSession, ...]
    visits: tuple[ShownParty, ...]


def desk_day(known: Catalogue, day: date, now: datetime) -> DeskDay:
    """All that is on that day, in the order of time. Two queries, however much it is."""
    by_session = [one.facility.pk for one in known.listings if one.facility.basis == Basis.SESSION]
    sessions = sessions_between(by_session, day, day, now)
    visits = list(_visits_of(day))
    shown = {session.pk for session in sessions}
    return DeskDay(
        sessions=tuple(
            shown_session(known, one, [v for v in visits if v.session_id == one.pk], now)
            for one in sessions
        ),
        visits=tuple(shown_party(v, now) for v in visits if v.session_id not in shown),
    )


def visits_in(session: SessionFacts) -> QuerySet[Visit]:
    """Everybody who ever had places in it, whatever became of it; the first to book first."""
    visits = Visit.objects.filter(session_id=session.pk).order_by("booking_id", "number")
    return visits.select_related("facility", "booking__contact")


def _visits_of(day: date) -> QuerySet[Visit]:
    """The visits that begin on the day and still stand. By facility, for the index says so."""
    visits = Visit.objects.filter(
        facility__in=Facility.objects.order_by().values("pk"),
        starts_at__gte=clock.seoul(day, time.min),
        starts_at__lt=clock.seoul(day + DAY, time.min),
        booking__state__in=LIVE,
    ).exclude(attendance=Attended.CANCELLED)
    return visits.select_related("facility", "booking__contact").order_by(
        "starts_at", "facility__position", "booking_id", "number"
    )


def shown_session(
    known: Catalogue, session: SessionFacts, visits: Iterable[Visit], now: datetime
) -> ShownSession:
    """In the active language."""
    listing = known.listing_of(session.facility_id)
    policy = listing.policy_on(clock.today()) if listing else None
    return ShownSession(
        reference=session.reference,
        title=str(listing.facility.name) if listing else "",
        slug=listing.facility.slug if listing else "",
        time=formats.times(session.span),
        when=formats.period(session.span),
        figures=_figures(session),
        is_cancelled=session.is_cancelled,
        door=_door(known, session, now),
        policy=policy,
        parties=tuple(shown_party(visit, now) for visit in visits),
    )


def _figures(session: SessionFacts) -> tuple[str, ...]:
    """How many places are given to whom. What has run out is not taken any more."""
    taken = session.taken - session.run_out
    figures = [_("Taken: %(taken)d of %(places)d") % {"taken": taken, "places": session.places}]
    if session.door_places:
        figures.append(
            _("At the door: %(taken)d of %(places)d")
            % {"taken": session.door_taken, "places": session.door_places}
        )
    if session.waiting:
        figures.append(_("Waiting: %(parties)d") % {"parties": session.waiting})
    return tuple(figures)


def _door(known: Catalogue, session: SessionFacts, now: datetime) -> str:
    """Why nobody is let in without a booking at the moment."""
    listing = known.listing_of(session.facility_id)
    if session.is_cancelled or listing is None or listing.policy_on(clock.today()) is None:
        return _("This session does not take place.")
    wish = Wish(listing, session.span, now, known.holidays, None, session)
    closed = attendance_rules.door_is_closed(wish, session.span.starts_at - DOOR_OPENS)
    return closed.message if closed else ""


def shown_party(visit: Visit, now: datetime) -> ShownParty:
    """In the active language. No query: the visit comes with facility, booking and contact."""
    booking = visit.booking
    state = as_it_is(visit.attendance, visit.absent_at, now)
    label, tone = str(state.label), TONES.get(state, "")
    if booking.state == Decided.SUBMITTED:
        label, tone = str(Decided.SUBMITTED.label), ""
    is_expected = state == Attended.EXPECTED
    return ShownParty(
        booking=booking.reference,
        number=visit.number,
        name=name_of(booking),
        group=booking.group_name,
        party=party_in_words(visit.party),
        place=str(visit.facility.name),
        time=formats.times(visit.span),
        state_label=label,
        state_tone=tone,
        can_arrive=is_expected and not attendance_rules.cannot_arrive(visit, booking, now),
    )


def name_of(booking: Booking) -> str:
    """Who asked, masked; or why nobody can be named."""
    contact = getattr(booking, "contact", None)
    if contact:
        return formats.masked_name(contact.name)
    # Who simply came asked for nothing beforehand.
    return _("Name no longer kept") if booking.contents else _("Came without a booking")

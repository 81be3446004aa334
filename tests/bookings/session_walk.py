"""Random steps through the life of sessions: what test_session_always.py walks.

Every step aims at something that is there; what a verb refuses is left.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import F, Model, QuerySet

from accounts.models import User
from bookings import attend, close, retime, waiting
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decision import LIVE
from bookings.models import Booking, Offer, Visit, Wait
from bookings.offers import accept, decline
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.settling import settle_due
from config.timetable import settle_queues
from facilities import closing, occupancy
from facilities.generating import generate
from facilities.models import (
    Closure,
    Facility,
    Session,
)
from facilities.parties import Party
from lib import clock
from lib.refusal import Refused
from lib.spans import Span
from tests.bookings.samples import asked, book, request_for
from tests.bookings.session_house import TIMETABLES
from tests.bookings.sessions import take, wait_for
from tests.places import span

T = TypeVar("T", bound=Model)

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; the numbers choose among what is there."""

    what: str
    who: int
    which: int
    size: int


@dataclass
class World:
    """Who takes part, and what the walk has seen done."""

    people: list[User]
    clerk: User
    done: Counter[str]

    def do(self, step: Step) -> bool:
        """Do it by the verb. False: there was nothing to do it with, or it was refused."""
        try:
            happened = STEPS[step.what](self, step)
        except Refused:
            happened = False
        self.done[f"{step.what}{'' if happened else ' (not)'}"] += 1
        return happened

    def person(self, step: Step) -> User:
        return self.people[step.who % len(self.people)]


def next_moment(step: Step, now: datetime) -> datetime:
    """To when time passes: a little, to a border of the next session, to the end of an offer."""
    offer = Offer.objects.filter(state=Offered.OPEN, expires_at__gt=now).order_by("expires_at")
    session = Session.objects.filter(starts_at__gt=now, cancelled_at=None).order_by("starts_at")
    ends = [one.expires_at for one in offer[:1]]
    starts = [one.starts_at for one in session[:1]]
    choices = [
        now + QUARTER,
        *ends,
        *(at - QUARTER for at in starts if at - QUARTER > now),
        *(at + 2 * QUARTER for at in starts),
    ]
    return choices[step.which % len(choices)]


def _session(step: Step) -> Session | None:
    """One of those that come next: with few of them, parties meet."""
    coming = Session.objects.select_related("facility").filter(
        ends_at__gt=clock.now(), cancelled_at=None
    )
    near = list(coming.order_by("starts_at")[:2])
    return near[step.which % len(near)] if near else None


def _fullest() -> Session | None:
    """The one where a party is most likely to have to wait."""
    coming = Session.objects.select_related("facility").filter(
        starts_at__gt=clock.now(), cancelled_at=None
    )
    return coming.order_by(F("places") - F("taken"), "starts_at").first()


def _hour(step: Step) -> tuple[date, str, str]:
    """A time of the hall, today or soon: in the evening, or around the sessions."""
    day = clock.today() + timedelta(days=step.which % 2)
    first = (16, 17, 18, 12, 15)[step.which % 5]
    return day, f"{first}:00", f"{first + 1 + step.size % 2}:00"


def _chosen(found: QuerySet[T], step: Step) -> T | None:
    there = list(found.order_by("pk"))
    return there[step.which % len(there)] if there else None


def _book(world: World, step: Step) -> bool:
    session = _session(step)
    return session is not None and bool(take(world.person(step), session, step.size))


def _book_room(world: World, step: Step) -> bool:
    return bool(book(world.person(step), asked("hall", *_hour(step), people=1)))


def _cancel(world: World, step: Step) -> bool:
    live = Booking.objects.filter(state__in=LIVE, visits__starts_at__gt=clock.now())
    booking = _chosen(live.select_related("person"), step)
    if booking is None or booking.person is None:
        return False
    return bool(cancel(booking.person, booking))


def _join(world: World, step: Step) -> bool:
    session = _session(step) if step.which == 0 else _fullest()
    return session is not None and bool(wait_for(world.person(step), session, step.size))


def _join_room(world: World, step: Step) -> bool:
    wanted = request_for(asked("hall", *_hour(step), people=1))
    return bool(waiting.join(world.person(step), wanted))


def _leave(world: World, step: Step) -> bool:
    wait = _chosen(Wait.objects.filter(state__in=IN_THE_QUEUE), step)
    return wait is not None and bool(waiting.leave(wait.person, wait))


def _move(world: World, step: Step) -> bool:
    in_line = Wait.objects.filter(state=Waited.WAITING)
    wait = _chosen(in_line.filter(rank__gt=1), step) or _chosen(in_line, step)
    return wait is not None and bool(waiting.move(world.clerk, wait, step.size % 3, "사유"))


def _accept(world: World, step: Step) -> bool:
    offers = Offer.objects.filter(state=Offered.OPEN)
    offer = _chosen(offers, step) or _chosen(Offer.objects.all(), step)
    return offer is not None and bool(accept(offer.person, offer))


def _decline(world: World, step: Step) -> bool:
    offer = _chosen(Offer.objects.filter(state=Offered.OPEN), step)
    return offer is not None and bool(decline(offer.person, offer))


def _arrive(world: World, step: Step) -> bool:
    now = clock.now()
    here = Visit.objects.filter(
        attendance=Attended.EXPECTED, starts_at__lte=now + 2 * QUARTER, ends_at__gt=now
    )
    visit = _chosen(here, step)
    return visit is not None and bool(attend.arrive(world.clerk, visit))


def _walk_in(world: World, step: Step) -> bool:
    session = Session.objects.filter(ends_at__gt=clock.now(), cancelled_at=None).first()
    if session is None:
        return False
    return bool(attend.walk_in(world.clerk, session.reference, Party(step.size)))


def _settle(world: World, step: Step) -> bool:
    return settle_due(clock.now()) > 0


def _note_absences(world: World, step: Step) -> bool:
    return attend.note_absences(clock.now()) > 0


def _work(world: World, step: Step) -> bool:
    return settle_queues.func() > 0


def _prune(world: World, step: Step) -> bool:
    return occupancy.prune(clock.now()) > 0


def _close(world: World, step: Step) -> bool:
    """A session's time, or an evening of the hall; the neighbour on the same space is hit too."""
    facility = Facility.objects.get(slug=("fitness", "hall")[step.who % 2])
    session = _session(step)
    if session is None or step.size == 1:
        day, starts, ends = _hour(step)
        when = span(day, starts, ends)
    else:
        when = Span(session.starts_at, session.ends_at - (step.size % 2) * timedelta(hours=1))
    if when.ends_at <= clock.now():
        return False
    seen = close.preview(facility, when).references
    return bool(close.close(world.clerk, facility, when, reason_ko="누수", seen=seen))


def _reopen(world: World, step: Step) -> bool:
    """And the worker passes within the minute: a closure knows of no queue."""
    closure = _chosen(Closure.objects.filter(ends_at__gt=clock.now()), step)
    if closure is None:
        return False
    closing.reopen(closure)
    settle_due(clock.now())
    return True


def _retime(world: World, step: Step) -> bool:
    fitness = Facility.objects.get(slug="fitness")
    first = clock.today() + timedelta(days=1 + step.who % 2)
    last = first + timedelta(days=step.size) if step.size % 2 else None
    rows = retime.read_lines(fitness, TIMETABLES[step.which % len(TIMETABLES)], first, last)
    seen = retime.preview(fitness, rows, first, last).references
    return bool(retime.retime(world.clerk, fitness, rows, first, last, why="점검", seen=seen))


def _generate(world: World, step: Step) -> bool:
    return generate().made > 0


STEPS: dict[str, Callable[[World, Step], bool]] = {
    "book": _book,
    "book room": _book_room,
    "cancel": _cancel,
    "join": _join,
    "join for room": _join_room,
    "leave": _leave,
    "move": _move,
    "accept": _accept,
    "decline": _decline,
    "arrive": _arrive,
    "walk in": _walk_in,
    "settle": _settle,
    "note absences": _note_absences,
    "work": _work,
    "prune": _prune,
    "close": _close,
    "reopen": _reopen,
    "retime": _retime,
    "generate": _generate,
}

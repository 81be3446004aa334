"""A week that passes with a worker that comes by every hour, and what must hold meanwhile."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bookings.attendance import Attended, as_it_is
from bookings.decision import LIVE, Decided
from bookings.models import Offer, Visit, Wait
from bookings.queueing import Offered, Waited
from bookings.waiting import positions
from config.timetable import generate_sessions, settle_queues
from facilities.models import Facility
from facilities.sessions import sessions_between
from lib import clock
from lib.spans import Span
from notices.models import Notice

STEP = timedelta(hours=1)

Event = Callable[[], None]


def pass_by(span: Span, events: Mapping[datetime, Event], stopped: Span | None) -> None:
    """Let the time pass; the worker works at every step unless it is stopped.

    What people would see is looked at before the worker comes and after it has gone.
    """
    moments = {span.starts_at + number * STEP for number in range(span.length // STEP)}
    assert all(span.starts_at <= moment < span.ends_at for moment in events)
    for moment in sorted(moments | set(events)):
        with clock.stopped(moment):
            check_what_is_seen(moment)
            if not stopped or not stopped.starts_at <= moment < stopped.ends_at:
                work()
                check_what_is_seen(moment)
            if moment in events:
                events[moment]()
                check_what_is_seen(moment)


def work() -> None:
    """What a worker begins by the clock."""
    settle_queues.func()
    generate_sessions.func()


def check_what_is_seen(now: datetime) -> None:
    """Free places follow from the visits and the offers alone, whatever was noted or swept."""
    held = places_held(now)
    waiting = Counter(
        Wait.objects.filter(state=Waited.WAITING).values_list("session_id", flat=True)
    )
    first, last = date(2026, 11, 23), date(2026, 12, 8)
    ids = list(Facility.objects.values_list("pk", flat=True))
    for one in sessions_between(ids, first, last, now):
        assert one.waiting == waiting[one.pk], one
        left = one.places - held[one.pk]
        assert one.free == left if not one.waiting else one.free <= left, one
    numbers = positions(list(Wait.objects.filter(state=Waited.WAITING)))
    for session_id, number in waiting.items():
        queue = Wait.objects.filter(session_id=session_id, state=Waited.WAITING).order_by("rank")
        assert [numbers[wait.pk] for wait in queue] == list(range(1, number + 1))


def places_held(now: datetime) -> Counter[int]:
    """Places in the hands of somebody at that moment, by session."""
    held: Counter[int] = Counter()
    visits = Visit.objects.select_related("booking").filter(
        booking__state__in=LIVE, session__isnull=False
    )
    for visit in visits.exclude(allocation__is_at_door=True):
        if visit.booking.state == Decided.SUBMITTED and visit.starts_at <= now:
            continue  # nobody decided in time
        if as_it_is(visit.attendance, visit.absent_at, now) in {
            Attended.EXPECTED,
            Attended.ARRIVED,
        }:
            held[visit.session_id or 0] += visit.places
    for offer in Offer.objects.filter(state=Offered.OPEN, session__isnull=False):
        if offer.is_open(now):
            held[offer.session_id or 0] += offer.places
    return held


def letters() -> Counter[tuple[str, str]]:
    """How many letters of each kind were written about each thing."""
    return Counter((one.kind, one.facts.get("reference", "")) for one in Notice.objects.all())

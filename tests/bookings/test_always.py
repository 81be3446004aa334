"""What holds after any sequence of verbs, by whomever."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking, Visit
from facilities import occupancy
from facilities.models import Building, Facility, Occupancy, Slot
from facilities.occupancy import SpaceTaken, Want
from lib import clock
from lib.refusal import Refused
from lib.spans import Span, quarters
from notices.models import Notice
from tests.bookings.samples import NOW, asked, book, policy, residents
from tests.bookings.scenarios import live_visits
from tests.places import listing, span

ROOMS = ("moran", "tancheon", "bookcafe-room")
BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=15)  # of 모란관
DAYS = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 1)]


@dataclass(frozen=True)
class Step:
    """One thing that somebody does."""

    what: str
    person: int
    room: str
    day: date
    hour: int
    hours: int

    @property
    def ends(self) -> str:
        return f"{min(self.hour + self.hours, 18):02}:00"


STEPS = st.lists(
    st.builds(
        Step,
        what=st.sampled_from(["reserve"] * 5 + ["cancel", "hold", "sweep", "prune", "wait"]),
        person=st.integers(0, 2),
        room=st.sampled_from(ROOMS),
        day=st.sampled_from(DAYS),
        hour=st.integers(9, 17),
        hours=st.integers(1, 3),
    ),
    max_size=25,
)


@pytest.mark.django_db
def test_whatever_is_done_no_room_is_double_booked_and_no_limit_broken(city_hall: Building) -> None:
    policy("moran", setup_minutes=30, clearing_minutes=15)
    people = residents(3)

    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(STEPS)
    def play(steps: list[Step]) -> None:
        with transaction.atomic():
            now = NOW
            for step in steps:
                now += timedelta(hours=step.hours * 7) if step.what == "wait" else timedelta(0)
                with clock.stopped(now):
                    _do(step, people, now)
                _all_is_well(now)
            transaction.set_rollback(True)

    play()


def _do(step: Step, people: list[User], now: datetime) -> None:
    person = people[step.person]
    starts = f"{step.hour:02}:00"
    try:
        match step.what:
            case "reserve":
                book(person, asked(step.room, step.day, starts, step.ends, people=3))
            case "cancel":
                booking = Booking.objects.filter(person=person).order_by("pk").last()
                if booking:
                    cancel(person, booking)
            case "hold":
                wanted = span(step.day, starts, step.ends)
                with transaction.atomic():
                    occupancy.take(
                        [Want(listing(step.room).space_ids, wanted, now + timedelta(hours=8))]
                    )
            case "sweep":
                occupancy.sweep_all(now)
            case "prune":
                occupancy.prune(now)
    except (Refused, SpaceTaken):
        pass


def _all_is_well(now: datetime) -> None:
    visits = live_visits()
    _no_overlap(visits)
    _slots_are_those_of_visits_and_holds(visits, now)
    _limits_hold(visits)
    assert Notice.objects.filter(kind="bookings.confirmed").count() == Booking.objects.count()


def _held(visit: Visit) -> Span:
    if visit.facility.slug == "moran":
        return visit.span.widened(before=BEFORE, after=AFTER)
    return visit.span


def _no_overlap(visits: list[Visit]) -> None:
    for room in ROOMS:
        held = sorted(_held(visit) for visit in visits if visit.facility.slug == room)
        assert not any(one.overlaps(other) for one, other in pairwise(held))


def _slots_are_those_of_visits_and_holds(visits: list[Visit], now: datetime) -> None:
    spaces = {room: Facility.objects.get(slug=room).spaces.get().pk for room in ROOMS}
    expected = Counter(
        (visit.occupancy_id, spaces[visit.facility.slug], quarter)
        for visit in visits
        if visit.occupancy_id
        for quarter in quarters(_held(visit))
    )
    holds = set(Occupancy.objects.filter(visit=None).values_list("pk", flat=True))
    found = Counter(Slot.objects.values_list("occupancy_id", "space_id", "starts_at"))
    assert Counter(slot for slot in found if slot[0] not in holds) == expected
    assert not Occupancy.objects.filter(visit=None, expires_at=None).exists()
    # Only what is long over may have lost its slots.
    for visit in visits:
        assert visit.occupancy_id or _held(visit).ends_at < now - occupancy.KEPT_AFTER_THE_END


def _limits_hold(visits: list[Visit]) -> None:
    days: Counter[tuple[int | None, date]] = Counter()
    weeks: Counter[tuple[int | None, date]] = Counter()
    for visit in visits:
        day = visit.starts_at.astimezone(clock.SEOUL).date()
        if visit.facility.slug == "bookcafe-room":
            weeks[visit.booking.person_id, day - timedelta(days=day.weekday())] += 1
        else:
            days[visit.booking.person_id, day] += 1
    assert all(number <= 1 for number in days.values())
    assert all(number <= 2 for number in weeks.values())

"""Changing the timetable of the fitness room, as the tests do it."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from bookings.models import Booking, Offer, Visit, Wait
from bookings.retime import Change, read_lines, retime
from facilities.generating import generate
from facilities.models import Facility, Occupancy, Session, Slot, WeeklySession
from lib import clock
from notices.models import Notice
from tests.places import at_seoul

# As it is, but that Wednesday's session at 14:00 is gone and the one at 16:00 begins at 16:30.
LINES = """
Mon-Tue 09:00-11:00 20
Mon-Tue 11:00-13:00 20
Mon-Tue 14:00-16:00 20
Mon-Tue 16:00-18:00 20
Thu-Fri 09:00-11:00 20
Thu-Fri 11:00-13:00 20
Thu-Fri 14:00-16:00 20
Thu-Fri 16:00-18:00 20
Wed 09:00-11:00 20
Wed 11:00-13:00 12+3
Wed 16:30-18:00 20
"""
TOMORROW = date(2026, 11, 24)
NEXT_WEDNESDAY = date(2026, 12, 2)


@pytest.fixture
def fitness(city_hall: object) -> Facility:
    """With its sessions generated."""
    generate()
    return Facility.objects.get(slug="fitness")


def changed(
    officer: User,
    fitness: Facility,
    *seen: Booking,
    lines: str = LINES,
    first: date = TOMORROW,
    last: date | None = None,
) -> Change:
    """Change the timetable, having seen these bookings."""
    rows = read_lines(fitness, lines, first, last)
    references = frozenset(one.reference for one in seen)
    return retime(officer, fitness, rows, first, last, why="기구 점검", seen=references)


def starts(sessions: object) -> list[str]:
    return [
        one.starts_at.astimezone(clock.SEOUL).strftime("%d %H:%M")
        for one in sessions  # type: ignore[attr-defined]
    ]


def of_day(day: date) -> list[tuple[str, int, int]]:
    """The sessions that take place on that day."""
    rows = Session.objects.filter(
        facility__slug="fitness",
        cancelled_at=None,
        starts_at__gte=at_seoul(day, "00:00"),
        starts_at__lt=at_seoul(day + timedelta(days=1), "00:00"),
    ).order_by("starts_at")
    return [
        (f"{one.starts_at.astimezone(clock.SEOUL):%H:%M}", one.places, one.door_places)
        for one in rows
    ]


AS_IT_WAS = [("09:00", 20, 0), ("11:00", 20, 0), ("14:00", 20, 0), ("16:00", 20, 0)]
AS_IT_WILL_BE = [("09:00", 20, 0), ("11:00", 12, 3), ("16:30", 20, 0)]


def everything() -> tuple[object, ...]:
    """All that a change of the timetable may change."""
    models = (WeeklySession, Booking, Visit, Offer, Wait, Session, Occupancy, Notice)
    return (
        Slot.objects.count(),
        *(list(model._default_manager.order_by("pk").values()) for model in models),
    )

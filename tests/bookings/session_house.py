"""The house in which test_session_always.py walks.

The fitness room with few places and few sessions, and a hall on the same space, so that parties
meet.
"""

from datetime import date, time

from accounts.models import User
from facilities.generating import generate
from facilities.models import (
    Facility,
    OpeningHours,
    Policy,
    Session,
    Space,
    WeeklySession,
)
from facilities.timetable_lines import weekly_sessions
from lib import clock
from tests.bookings.samples import NOW, policy
from tests.bookings.sessions import take, wait_for

BEGINNING = "Tue-Thu 10:00-12:00 4+2\nTue-Thu 14:00-16:00 3"
TIMETABLES = (
    BEGINNING,
    "Tue-Thu 10:00-12:00 5+1\nTue-Thu 14:00-16:00 2",
    "Tue-Thu 10:00-12:00 3+2\nTue-Thu 18:00-20:00 3",
    "Tue-Thu 11:00-13:00 4\nTue-Thu 14:00-16:00 6",
    "Wed 10:00-12:00 4+2",
)


def set_up() -> None:
    """The fitness room as described above; everything else is out of sight."""
    Facility.objects.exclude(slug="fitness").update(is_published=False)
    fitness = Facility.objects.get(slug="fitness")
    WeeklySession.objects.all().delete()
    for line in BEGINNING.splitlines():
        WeeklySession.objects.bulk_create(weekly_sessions(fitness, line))
    policy("fitness", opens_days_before=3, absences_allowed=3, suspension_days=1)
    hall = Facility.objects.create(
        slug="hall", name="회의실", summary="-", department="-", phone="1577-3100"
    )
    hall.spaces.set(Space.objects.filter(code="fitness"))
    for weekday in range(7):
        OpeningHours.objects.create(
            facility=hall, weekday=weekday, opens_at=time(9), closes_at=time(21)
        )
    Policy.objects.create(
        facility=hall,
        valid_from=date(2026, 11, 22),
        clearing_minutes=30,
        closes_days_before=0,
        cancel_minutes_before=0,
        absent_after_minutes=30,
    )
    generate()


def crowd(people: list[User]) -> None:
    """Where every walk begins: tomorrow is full, and four parties wait."""
    with clock.stopped(NOW):
        morning, afternoon = Session.objects.select_related("facility").order_by("starts_at")[:2]
        for person, session, size in ((0, morning, 3), (1, morning, 1), (2, afternoon, 3)):
            take(people[person], session, size)
        for person, session, size in ((3, morning, 4), (4, morning, 2), (5, morning, 1)):
            wait_for(people[person], session, size)
        wait_for(people[6], afternoon, 1)

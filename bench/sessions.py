"""A hall whose hours are sessions: the places of a rush, or a year with 100,000 bookings.

Every day from 09:00 to 21:00 a session an hour, on a space of its own, made ahead by
`facilities/generating.py` as the worker makes them.
"""

from datetime import date, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import User
from bench.load import PEOPLE, count_anew, spelled, without_foreign_keys
from bookings.models import Booking, Contact, Record, Visit
from facilities import occupancy
from facilities.availability import want
from facilities.catalogue import Listing, catalogue
from facilities.generating import generate, planned
from facilities.models import (
    Allocation,
    Building,
    Facility,
    OpeningHours,
    Policy,
    Session,
    Space,
    WeeklySession,
)
from facilities.models.places import Basis, HolidayRule, stamp_set_up
from lib import clock

SLUG = "bench-sessions"
HOURS = range(9, 21)
WEEKS_AHEAD = timedelta(weeks=4)
PAST = timedelta(days=365)
LARGEST_PARTY = 4

TABLES = (Booking, Visit, Contact, Record, Allocation)


def furnish(places: int) -> None:
    """The hall and its sessions of the weeks ahead, with so many places each; once."""
    texts = {"name_ko": "측정 체육실", "name_en": "Bench hall"}
    space = Space.objects.create(
        building=Building.objects.get(),
        code=SLUG,
        floor_ko="1층",
        floor_en="1st floor",
        **texts,
    )
    facility = Facility.objects.create(
        slug=SLUG,
        basis=Basis.SESSION,
        capacity=places,
        summary_ko="측정에만 쓰이는 곳입니다.",
        summary_en="A hall for measurements only.",
        department_ko="총무과",
        department_en="General Affairs Division",
        phone="031-000-0000",
        holiday_rule=HolidayRule.OPEN,
        position=2000,
        **texts,
    )
    facility.spaces.add(space)
    for weekday in range(7):
        OpeningHours.objects.create(
            facility=facility, weekday=weekday, opens_at=time(9), closes_at=time(21)
        )
    WeeklySession.objects.bulk_create(
        WeeklySession(
            facility=facility,
            weekday=weekday,
            starts_at=time(hour),
            ends_at=time(hour + 1),
            places=places,
        )
        for weekday in range(7)
        for hour in HOURS
    )
    Policy.objects.create(
        facility=facility,
        valid_from=date(2020, 1, 1),
        opens_days_before=WEEKS_AHEAD.days,
        closes_days_before=0,
        max_per_day=1,
        max_party=LARGEST_PARTY,
        absent_after_minutes=30,
        absences_allowed=3,
        suspension_days=14,
    )
    stamp_set_up()
    generate()


def session_on(days_ahead: int, hour: int = HOURS[0]) -> Session:
    """The session that begins at that hour so many days after today."""
    starts_at = clock.seoul(clock.today() + timedelta(days=days_ahead), time(hour))
    return Session.objects.get(facility__slug=SLUG, starts_at=starts_at)


def number() -> int:
    """How many sessions the hall has."""
    return Session.objects.filter(facility__slug=SLUG).count()


def grow(bookings: int) -> None:
    """A year of sessions back from now, and so many bookings over them and those ahead.

    Who had a place in the past came; who has one ahead is expected. Spaces are held for the past
    too, though the worker would have pruned them: the guard is measured at its worst.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        without_foreign_keys(cursor)
        listing = _listing()
        _make_the_past(listing)
        _plan(cursor, listing, bookings)
        for statement in STATEMENTS:
            cursor.execute(spelled(statement))
        cursor.execute("DROP TABLE bench_visit")
        cursor.execute("DROP TABLE bench_session")
    count_anew(TABLES)


def _listing() -> Listing:
    listing = catalogue().listing(SLUG)
    if listing is None:
        raise LookupError(f"{SLUG} is not there: furnish() makes it")
    return listing


def _make_the_past(listing: Listing) -> None:
    today, now = clock.today(), clock.now()
    plan = [
        (span, weekly)
        for span, weekly in planned(catalogue(), listing, today - PAST, today)
        if span.starts_at <= now
    ]
    held = occupancy.take([want(listing, span, now) for span, _weekly in plan])
    Session.objects.bulk_create(
        Session(
            facility=listing.facility,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            places=weekly.places,
            occupancy=mine,
        )
        for (span, weekly), mine in zip(plan, held, strict=True)
    )


def _plan(cursor: Any, listing: Listing, bookings: int) -> None:
    """What is to be booked, as a table: one row a booking, dealt out to the sessions in turn."""
    rows = Session.objects.filter(facility=listing.facility).order_by("starts_at")
    sessions = [
        (place, pk, int(starts_at.timestamp()))
        for place, (pk, starts_at) in enumerate(rows.values_list("pk", "starts_at"))
    ]
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_session (n integer PRIMARY KEY, id bigint, starts integer)"
    )
    cursor.executemany("INSERT INTO bench_session VALUES (%s, %s, %s)", sessions)
    policy = listing.policies[0].pk
    first_person = User.objects.filter(email="person-00000@example.com").values_list("pk").get()[0]
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE bench_visit AS
        WITH RECURSIVE step (n) AS (
            SELECT 0 UNION ALL SELECT n + 1 FROM step WHERE n + 1 < {bookings}
        )
        SELECT CAST(step.n + 1 + {_last(Booking)} AS bigint) AS id,
            step.n + 1 + {_last(Visit)} AS visit,
            step.n + 1 + {_last(Allocation)} AS allocation, session.id AS session,
            {listing.facility.pk} AS facility, {policy} AS policy, session.starts AS starts,
            session.starts - 86400 * 7 AS made, 1 + step.n / {len(sessions)} % 2 AS people,
            CASE WHEN session.starts < {int(clock.now().timestamp())} THEN 'arrived'
                ELSE 'expected' END AS attendance,
            {first_person} + step.n % {PEOPLE} AS person
        FROM step JOIN bench_session AS session ON session.n = step.n % {len(sessions)}
        """  # noqa: S608
    )


def _last(model: Any) -> int:
    return int(model.objects.aggregate(last=Max("pk"))["last"] or 0)


STATEMENTS = (
    "INSERT INTO facilities_allocation (id, places, is_at_door, expires_at, session_id) "
    "SELECT allocation, people, FALSE, "
    "CASE WHEN attendance = 'expected' THEN moment(starts + 1800) END, session FROM bench_visit",
    "UPDATE facilities_session SET taken = taken + given.places FROM "
    "(SELECT session, sum(people) AS places FROM bench_visit GROUP BY session) AS given "
    "WHERE given.session = facilities_session.id",
    "INSERT INTO bookings_booking (id, reference, state, purpose, group_name, key, contents, "
    "revision, created_at, changed_at, person_id) "
    "SELECT id, REFERENCE, 'approved', '', '', "
    "CAST(100000000000 + id AS varchar(36)), CAST(100000000000 + id AS varchar(64)), "
    "0, moment(made), moment(made), person FROM bench_visit",
    "INSERT INTO bookings_visit (id, number, starts_at, ends_at, people, guardians, "
    "children_0_2, children_3_5, children_6_12, places, attendance, absent_at, arrived_at, "
    "booking_id, facility_id, policy_id, session_id, allocation_id) "
    "SELECT visit, 1, moment(starts), moment(starts + 3600), people, 0, 0, 0, 0, people, "
    "attendance, moment(starts + 1800), "
    "CASE WHEN attendance = 'arrived' THEN moment(starts) END, "
    "id, facility, policy, session, allocation FROM bench_visit",
    "INSERT INTO bookings_contact (booking_id, name, phone, email) "
    "SELECT id, '김하늘', '01000000000', 'person@example.com' FROM bench_visit",
    "INSERT INTO bookings_record (what, at, why, booking_id, who_id) "
    "SELECT 'reserved', moment(made), '', id, person FROM bench_visit",
)

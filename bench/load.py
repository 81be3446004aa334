"""A city hall that has been in use for years: rooms, people, and up to millions of bookings.

Forty rooms open from 09:00 to 21:00 every day, beside those of City Hall. On a day every second
hour of each is booked, from two weeks ahead back through the years, so that a million bookings are
about eleven years. Slots are kept for all of them, though the worker would have pruned the past:
the guard is measured at its worst. The shown room (`SHOWN`) is filled first around today, so that
its week is the same whether 1,000 bookings are there or 1,000,000.
"""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from accounts.models import Residency, User
from bench.bare import CREATE
from bookings.models import Booking, Contact, Record, Visit
from facilities.catalogue import Listing, catalogue
from facilities.models import Building, Facility, Occupancy, OpeningHours, Policy, Slot, Space
from facilities.models.places import HolidayRule, stamp_set_up
from lib import clock
from lib.references import ALPHABET, LENGTH

ROOMS = 40
PEOPLE = 20_000
SHOWN = "bench-01"
FILLED_DAYS_AHEAD = 14  # the days after are free, for what is booked in the measurement
WINDOW_DAYS = 90
SHOWN_DAYS = 22  # days of the shown room that are filled before anything else

_MOMENT = re.compile(r"moment\(([^()]+)\)")
TABLES = (Booking, Visit, Contact, Record, Occupancy, Slot)


def furnish() -> None:
    """Rooms, people and the table of the bare insert; once, in an empty database."""
    building = Building.objects.get()
    for number in range(1, ROOMS + 1):
        _room(building, number)
    stamp_set_up()
    User.objects.bulk_create(
        [
            User(
                email=f"person-{number:05}@example.com",
                name=f"김하늘{number}",
                mobile=f"0100000{number % 10_000:04}",
                residency=Residency.RESIDENT,
                password=UNUSABLE_PASSWORD_PREFIX,  # bench/people.py makes sessions
            )
            for number in range(PEOPLE)
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute(CREATE[connection.vendor])


def _room(building: Building, number: int) -> None:
    name = f"bench-{number:02}"
    texts = {"name_ko": f"측정실 {number}", "name_en": f"Bench room {number}"}
    space = Space.objects.create(
        building=building, code=name, floor_ko="1층", floor_en="1st floor", **texts
    )
    facility = Facility.objects.create(
        slug=name,
        capacity=20,
        summary_ko="측정에만 쓰이는 방입니다.",
        summary_en="A room for measurements only.",
        department_ko="총무과",
        department_en="General Affairs Division",
        phone="031-000-0000",
        holiday_rule=HolidayRule.OPEN,
        position=1000 + number,
        **texts,
    )
    facility.spaces.add(space)
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=facility, weekday=weekday, opens_at=time(9), closes_at=time(21))
        for weekday in range(7)
    )
    Policy.objects.create(
        facility=facility,
        valid_from=date(2020, 1, 1),
        opens_days_before=WINDOW_DAYS,
        max_per_day=1,
        max_per_month=4,
        residents_only=True,
    )


def rows() -> int:
    """How many bookings there are."""
    return Booking.objects.count()


@cache  # a measurement over midnight stays on the days that it began with
def last_filled_day() -> date:
    """The last day on which the loaded bookings are."""
    return clock.today() + timedelta(days=FILLED_DAYS_AHEAD)


def grow(number: int) -> None:
    """Add loaded bookings until there are so many, then bring the statistics up to date."""
    there = rows()
    with transaction.atomic(), connection.cursor() as cursor:
        without_foreign_keys(cursor)
        _plan(cursor, there, number)
        for statement in STATEMENTS:
            cursor.execute(spelled(statement))
        cursor.execute("DROP TABLE bench_booking")
        cursor.execute("DROP TABLE bench_place")
    count_anew(TABLES)


def count_anew(tables: Sequence[type[Model]]) -> None:
    """After rows came in with ids of ours: the next ids, and what the planner knows."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def without_foreign_keys(cursor: Any) -> None:
    """The rows are known to fit; looking up each of them would take minutes."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
    else:
        cursor.execute("PRAGMA defer_foreign_keys = ON")


def _plan(cursor: Any, there: int, number: int) -> None:
    """What is to be booked, as a table: one row a booking, `n` from `there` up to `number`.

    Counted from the last day back; row n is the same whatever the number, so that a small load is
    the beginning of a large one.
    """
    places = _places()
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_place (n integer PRIMARY KEY, facility bigint, "
        "policy bigint, space bigint, starts integer, shown integer)"
    )
    cursor.executemany("INSERT INTO bench_place VALUES (%s, %s, %s, %s, %s, %s)", places)
    steps = number + SHOWN_DAYS * len(places)
    last = int(clock.seoul(last_filled_day(), time.min).timestamp())
    # The sessions of City Hall hold their spaces already.
    held = (Occupancy.objects.aggregate(last=Max("pk"))["last"] or 0) - there
    first_person = User.objects.filter(email="person-00000@example.com").values_list("pk").get()[0]
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE bench_booking AS
        WITH RECURSIVE step (n) AS (
            SELECT 0 UNION ALL SELECT n + 1 FROM step WHERE n + 1 < {steps}
        ), wanted AS (
            SELECT place.facility, place.policy, place.space,
                {last} - (step.n / {len(places)}) * 86400
                    + place.starts + (step.n / {len(places)}) % 2 * 3600 AS starts,
                row_number() OVER (
                    ORDER BY (place.shown = 1 AND step.n / {len(places)} < {SHOWN_DAYS}) DESC,
                    step.n
                ) - 1 AS n
            FROM step JOIN bench_place AS place ON place.n = step.n % {len(places)}
        )
        SELECT n + 1 AS id, n + 1 + {held} AS occupancy, facility, policy, space, starts,
            starts - 86400 * 7 AS made, {first_person} + n * 7919 % {PEOPLE} AS person
        FROM wanted WHERE n >= {there} AND n < {number}
        """  # noqa: S608
    )


def _places() -> list[tuple[int, int, int, int, int, int]]:
    """The two-hour pieces of an ordinary day: facility, policy, space, seconds, is it shown."""
    today = clock.today()
    places = [
        (listing, hour)
        for listing in catalogue().listings
        if listing.is_bookable_on(today)
        for hour in range(9, 21 if listing.facility.slug.startswith("bench-") else 17, 2)
    ]
    return [
        (
            number,
            listing.facility.pk,
            _policy(listing).pk,
            listing.spaces[0].pk,
            hour * 3600,
            int(listing.facility.slug == SHOWN),
        )
        for number, (listing, hour) in enumerate(places)
    ]


def _policy(listing: Listing) -> Policy:
    policy = listing.policy_on(clock.today())
    if policy is None:
        raise LookupError(f"{listing.facility.slug} has no policy")
    return policy


def spelled(statement: str) -> str:
    """moment(x): seconds since 1970 as the engine keeps a moment; REFERENCE: made of the id."""
    if connection.vendor == "postgresql":
        moment = r"to_timestamp(\1)"
    else:
        moment = r"datetime(\1, 'unixepoch')"
    scrambled = f"(id * 7368787 % {31**6})"
    signs = [
        f"substr('{ALPHABET}', CAST(1 + {scrambled} / {31**place} % 31 AS integer), 1)"
        for place in range(6)
    ]
    reference = f"'{'2' * (LENGTH - 6)}' || {' || '.join(signs)}"
    return _MOMENT.sub(moment, statement).replace("REFERENCE", reference)


STATEMENTS = (
    "INSERT INTO facilities_occupancy (id, starts_at, ends_at) "
    "SELECT occupancy, moment(starts), moment(starts + 3600) FROM bench_booking",
    "INSERT INTO facilities_slot (space_id, starts_at, occupancy_id) "
    "SELECT space, moment(starts + quarter * 900), occupancy FROM bench_booking, "
    "(SELECT 0 AS quarter UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) AS quarters "
    "ORDER BY space, starts, quarter",
    "INSERT INTO bookings_booking (id, reference, state, purpose, group_name, key, contents, "
    "revision, created_at, changed_at, person_id) "
    "SELECT id, REFERENCE, 'approved', '독서 모임', '', "
    "CAST(100000000000 + id AS varchar(36)), CAST(100000000000 + id AS varchar(64)), "
    "0, moment(made), moment(made), person FROM bench_booking",
    "INSERT INTO bookings_visit (id, number, starts_at, ends_at, people, guardians, "
    "children_0_2, children_3_5, children_6_12, places, attendance, booking_id, facility_id, "
    "policy_id, occupancy_id) "
    "SELECT id, 1, moment(starts), moment(starts + 3600), 5, 0, 0, 0, 0, 0, 'expected', id, "
    "facility, policy, occupancy FROM bench_booking",
    "INSERT INTO bookings_contact (booking_id, name, phone, email) "
    "SELECT id, '김하늘', '01000000000', 'person@example.com' FROM bench_booking",
    "INSERT INTO bookings_record (id, what, at, why, booking_id, who_id) "
    "SELECT id, 'reserved', moment(made), '', id, person FROM bench_booking",
)


def overlaps() -> int:
    """Pairs of live visits that meet in one space: what must be 0, over the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM bookings_visit AS one
            JOIN facilities_facility_spaces AS mine ON mine.facility_id = one.facility_id
            JOIN facilities_facility_spaces AS theirs ON theirs.space_id = mine.space_id
            JOIN bookings_visit AS other ON other.facility_id = theirs.facility_id
                AND other.starts_at < one.ends_at AND other.starts_at >= one.starts_at
                AND (other.starts_at > one.starts_at OR other.id > one.id)
            JOIN bookings_booking AS first ON first.id = one.booking_id
            JOIN bookings_booking AS second ON second.id = other.booking_id
            WHERE one.attendance = 'expected' AND other.attendance = 'expected'
                AND first.state = 'approved' AND second.state = 'approved'
                AND one.ends_at > %s
            """,
            [clock.now()],
        )
        return int(cursor.fetchone()[0])


def made_since(booking_id: int) -> int:
    """How many bookings are newer than that one."""
    return Booking.objects.filter(pk__gt=booking_id).count()

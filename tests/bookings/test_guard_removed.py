"""The races again, with the guard taken out: what test_races.py forbids does happen then.

So those tests can see it, and each piece of the guard is needed. On SQLite the queue at BEGIN
IMMEDIATE is the lock; without it a rival finds the file changed under it, which is an error page.
"""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.models import User
from facilities import occupancy
from facilities.models import Building, Facility
from facilities.occupancy import Want
from notices.models import Notice
from tests.bookings import scenarios
from tests.bookings.rivals import Meeting, at_once, made, refusals
from tests.bookings.samples import TUESDAY, residents
from tests.places import span

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def locked_out(outcomes: list[Any]) -> int:
    """How many were thrown out by SQLite."""
    return sum(isinstance(outcome, OperationalError) for outcome in outcomes)


@pytest.mark.usefixtures("looks_before_the_lock")
def test_looking_before_the_lock_lets_two_tabs_beat_the_limit(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.two_tabs(citizen)

    assert len(made(outcomes)) == 2
    assert len(scenarios.live_visits(booking__person=citizen)) == 2


@pytest.mark.usefixtures("no_locks")
def test_without_the_lock_on_the_person_two_tabs_do_harm(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.two_tabs(citizen)

    if connection.vendor == "postgresql":
        assert len(made(outcomes)) == 2
        assert len(scenarios.live_visits(booking__person=citizen)) == 2
    else:
        assert locked_out(outcomes) == 1


def test_without_the_key_of_the_slots_two_persons_have_one_room(
    city_hall: Building, slots_without_key: None, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.two_persons(citizen, second_citizen)

    assert len(made(outcomes)) == 2
    assert len(scenarios.double_booked()) == 1


def test_without_the_key_of_the_slots_what_is_cancelled_is_taken_by_all(
    city_hall: Building, slots_without_key: None, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.cancelled_and_taken(citizen, [second_citizen, *residents(1)])

    assert len(made(outcomes)) == 3
    assert len(scenarios.double_booked()) == 1


def test_without_looking_for_the_key_a_retry_is_turned_away(
    city_hall: Building, key_forgotten: None, citizen: User
) -> None:
    """The person has a booking and is told that somebody else was quicker, or had enough."""
    outcomes = scenarios.pressed_twice(citizen)

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["most_a_day"]


@pytest.mark.usefixtures("key_forgotten", "looks_before_the_lock", "slots_without_key")
def test_when_all_else_is_gone_the_key_of_the_booking_still_holds(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.pressed_twice(citizen)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert scenarios.bookings_of(citizen) == Notice.objects.count() == 1


@pytest.mark.usefixtures(
    "key_forgotten", "looks_before_the_lock", "slots_without_key", "bookings_without_key"
)
def test_without_the_key_of_the_booking_too_a_retry_books_twice(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.pressed_twice(citizen)

    assert len(made(outcomes)) == 2
    assert scenarios.bookings_of(citizen) == Notice.objects.count() == 2


@pytest.mark.usefixtures("no_locks")
def test_without_the_lock_a_cancellation_is_told_twice(city_hall: Building, citizen: User) -> None:
    outcomes = scenarios.cancelled_twice(citizen)

    if connection.vendor == "postgresql":
        assert len(made(outcomes)) == 2
        assert Notice.objects.filter(kind="bookings.cancelled").count() == 2
    else:
        assert locked_out(outcomes) == 1


@pytest.mark.postgres
def test_spaces_taken_one_by_one_in_opposite_order_lock_each_other_out(
    city_hall: Building,
) -> None:
    """Why all slots go in as one insert in one order."""
    zones = list(Facility.objects.get(slug="plaza").spaces.values_list("pk", flat=True))
    meeting = Meeting(2)

    def take(order: list[int]) -> None:
        with transaction.atomic():
            occupancy.take([Want((order[0],), span(TUESDAY, "10:00", "11:00"))])
            meeting.wait()
            occupancy.take([Want((order[1],), span(TUESDAY, "10:00", "11:00"))])

    outcomes = at_once(partial(take, zones[:2]), partial(take, zones[1::-1]))

    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in outcomes)

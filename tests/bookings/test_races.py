"""Rivals at the same moment, on real connections. tests/bookings/test_guard_removed.py shows that
these tests would see it if the guard were not there."""

from collections import Counter
from functools import partial

import pytest
from django.db import transaction

from accounts.models import User
from bookings.decision import Decided
from bookings.models import Booking, Record
from bookings.reserve import Asked, reserve
from facilities import occupancy
from facilities.models import Building, Facility, Occupancy, Slot
from facilities.occupancy import SpaceTaken, Want
from lib.refusal import Refused
from lib.spans import Span, quarters
from notices.models import Notice
from tests.bookings import scenarios
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.samples import (
    NOW,
    TUESDAY,
    asked,
    book,
    new_key,
    policy,
    request_for,
    residents,
)
from tests.places import span

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_tabs_of_one_person_make_one_booking_a_day(city_hall: Building, citizen: User) -> None:
    outcomes = scenarios.two_tabs(citizen)

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["most_a_day"]
    assert len(scenarios.live_visits(booking__person=citizen)) == 1
    assert Notice.objects.count() == 1


def test_two_persons_for_one_time_make_one_booking(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.two_persons(citizen, second_citizen)

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"]
    assert not scenarios.double_booked()
    assert Notice.objects.count() == 1


def test_the_one_who_came_second_is_offered_what_can_be_booked(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.two_persons(citizen, second_citizen)

    (refused,) = (one for one in outcomes if isinstance(one, Refused))
    (winner,) = made(outcomes)
    loser = second_citizen if winner.person_id == citizen.pk else citizen
    start = refused.alternatives[0]
    again = Asked(start.listing.facility.slug, start.span, 5)
    assert reserve(loser, request_for(again), new_key()).pk != winner.pk


def test_a_retry_at_the_same_moment_gives_the_same_booking(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.pressed_twice(citizen)

    first, second = made(outcomes)
    assert first.reference == second.reference
    assert scenarios.bookings_of(citizen) == 1
    assert Notice.objects.count() == 1
    assert Record.objects.count() == 1


def test_a_booking_cancelled_in_two_tabs_is_cancelled_once(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.cancelled_twice(citizen)

    assert len(made(outcomes)) == 2
    booking = Booking.objects.get()
    assert (booking.state, booking.revision) == (Decided.CANCELLED, 1)
    assert Counter(Notice.objects.values_list("kind", flat=True)) == {
        "bookings.confirmed": 1,
        "bookings.cancelled": 1,
    }
    assert list(booking.records.values_list("what", flat=True)) == ["reserved", "cancelled"]


def test_what_is_cancelled_is_taken_by_exactly_one(city_hall: Building, citizen: User) -> None:
    outcomes = scenarios.cancelled_and_taken(citizen, residents(3))

    assert len(made(outcomes)) == 2  # the cancelled one, and the one who took it
    assert refusals(outcomes) == ["taken", "taken"]
    (visit,) = scenarios.live_visits()
    assert visit.booking.person_id != citizen.pk
    starts = Slot.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == list(quarters(visit.span))
    assert set(Slot.objects.values_list("occupancy_id", flat=True)) == {visit.occupancy_id}


def test_sixteen_persons_over_four_times_leave_no_overlap_and_no_gap(city_hall: Building) -> None:
    policy("moran", step_minutes=15, setup_minutes=30, clearing_minutes=15)
    times = (("10:00", "11:00"), ("10:30", "11:30"), ("11:00", "12:00"), ("11:45", "12:45"))
    wishes = [asked(starts=starts, ends=ends) for starts, ends in times * 4]
    meeting = Meeting(16)
    with pausing(occupancy, "take", meeting.before):
        outcomes = at_once(
            *(
                partial(reserve, person, request_for(wish), new_key())
                for person, wish in zip(residents(16), wishes, strict=True)
            )
        )

    won = [_with_buffers(visit.span) for visit in scenarios.live_visits()]
    assert len(made(outcomes)) == len(won)
    assert set(refusals(outcomes)) == {"taken"}
    assert not any(one.overlaps(other) for one in won for other in won if one != other)
    # Nobody was turned away for a rival who was turned away as well.
    assert all(any(_with_buffers(wish.span).overlaps(one) for one in won) for wish in wishes)
    assert Slot.objects.count() == sum(len(list(quarters(one))) for one in won)
    assert Occupancy.objects.count() == len(won)
    assert Notice.objects.count() == len(won)


def _with_buffers(visit: Span) -> Span:
    hour = visit.length / 4
    return visit.widened(before=2 * hour, after=hour)


def test_several_spaces_in_opposite_order_do_not_lock_each_other_out(city_hall: Building) -> None:
    zones = list(Facility.objects.get(slug="plaza").spaces.values_list("pk", flat=True))
    orders = [zones, zones[::-1], zones[2:] + zones[:2], zones[::-2] + zones[::2]]
    meeting = Meeting(len(orders))

    def take(order: list[int]) -> list[Occupancy]:
        with transaction.atomic():
            wants = [Want((zone,), span(TUESDAY, "10:00", "18:00")) for zone in order]
            meeting.wait()
            return occupancy.take(wants)

    outcomes = at_once(*(partial(take, order) for order in orders))

    assert len([one for one in outcomes if isinstance(one, list)]) == 1
    assert len([one for one in outcomes if isinstance(one, SpaceTaken)]) == 3
    assert Slot.objects.count() == 4 * 8 * 4


def test_two_rooms_asked_for_in_opposite_order_go_to_one_person(city_hall: Building) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, max_per_day=2)
    rooms = (asked("moran"), asked("tancheon"))
    first, second = residents(2)
    with pausing(occupancy, "take", Meeting(2).before):
        outcomes = at_once(
            partial(reserve, first, request_for(*rooms), new_key()),
            partial(reserve, second, request_for(*rooms[::-1]), new_key()),
        )

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"]
    assert len(scenarios.live_visits()) == 2


def test_a_hold_that_ran_out_is_swept_by_rivals_without_harm(city_hall: Building) -> None:
    room = Facility.objects.get(slug="moran").spaces.get()
    with transaction.atomic():
        for starts, ends in (("14:00", "15:00"), ("15:00", "16:00")):
            occupancy.take([Want((room.pk,), span(TUESDAY, starts, ends), expires_at=NOW)])
    people = residents(6)
    with pausing(occupancy, "sweep", Meeting(6).before):
        outcomes = at_once(
            *(partial(reserve, person, request_for(), new_key()) for person in people)
        )

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"] * 5
    assert not Occupancy.objects.filter(expires_at__isnull=False).exists()


def test_a_booking_of_the_past_is_pruned_while_others_book(city_hall: Building) -> None:
    people = residents(4)
    book(people[0], asked("bookcafe-room", day=NOW.date(), starts="11:00", ends="12:00"))
    later = NOW.replace(day=26)
    outcomes = at_once(
        partial(occupancy.prune, later),
        partial(occupancy.prune, later),
        *(partial(reserve, person, request_for(), new_key()) for person in people),
    )

    assert refusals(outcomes) == ["taken"] * 3
    made(outcomes)
    assert len(scenarios.live_visits()) == 2
    assert Slot.objects.count() == 8

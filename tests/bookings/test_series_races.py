"""Series and moved visits against rivals at the same moment, with the guard and without it."""

import time
from collections.abc import Callable, Collection, Sequence
from functools import partial

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from bookings.changing import VisitRefused, move_visits
from bookings.decision import Decided
from bookings.models import Booking
from bookings.reserve import reserve
from bookings.series import SeriesRefused
from facilities import occupancy
from facilities.models import Building, Occupancy, Slot
from facilities.occupancy import Want
from notices.models import Notice
from tests.bookings import rivals, scenarios
from tests.bookings.rivals import Meeting, at_once, made, refusals
from tests.bookings.samples import TUESDAY, asked, book, new_key, request_for
from tests.bookings.scenarios import Outcomes
from tests.places import span

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Scenario = Callable[[User, User], Outcomes]


def dates_of(outcomes: Outcomes) -> list[int]:
    """Which dates of the series the loser is told of, from 1."""
    (refused,) = (one for one in outcomes if isinstance(one, SeriesRefused))
    return [line.number for line in refused.report.clashes]


def whole(booking: Booking) -> bool:
    """Does every visit of it hold its slots, and nobody else them?"""
    return all(
        Slot.objects.filter(occupancy=visit.occupancy).count() == 8
        for visit in booking.visits.all()
    )


def test_a_series_against_a_single_booking(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.series_and_single(citizen, second_citizen)

    (winner,) = made(outcomes)
    assert refusals(outcomes) == ["taken"]
    assert whole(winner)
    assert not scenarios.double_booked()
    if winner.person_id == citizen.pk:
        assert len(scenarios.live_visits()) == 3
    else:
        assert dates_of(outcomes) == [2]
        assert len(scenarios.live_visits()) == 1
    assert Notice.objects.count() == 1


def test_a_series_against_a_series(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.two_series(citizen, second_citizen)

    (winner,) = made(outcomes)
    assert refusals(outcomes) == ["taken"]
    assert whole(winner)
    assert len(scenarios.live_visits()) == 3
    assert not scenarios.double_booked()
    # The second asks for its dates from the end: the two that both want are its last two.
    assert dates_of(outcomes) == [2, 3]
    assert Notice.objects.count() == 1


def test_a_moved_visit_against_a_single_booking(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.moved_and_single(citizen, second_citizen)

    # What the visit leaves is not free before it has its new time: the rival gets nothing.
    (winner,) = made(outcomes)
    assert winner.person_id == citizen.pk
    assert refusals(outcomes) == ["taken"]
    assert whole(winner)
    assert len(scenarios.live_visits()) == 3
    assert not scenarios.double_booked()


def test_a_moved_visit_against_a_series(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    outcomes = scenarios.moved_and_series(citizen, second_citizen)

    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"]
    assert not scenarios.double_booked()
    assert all(whole(booking) for booking in Booking.objects.all())
    for one in outcomes:
        if isinstance(one, SeriesRefused):  # the moved visit stands on the first date now
            assert dates_of(outcomes) == [1]
            assert [visit.starts_at.date() for visit in scenarios.live_visits()] == [TUESDAY]
        if isinstance(one, VisitRefused):  # and stays where it was
            assert one.number == 1


def test_the_last_two_visits_cancelled_in_two_tabs_end_the_booking(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.last_two_cancelled(citizen)

    assert len(made(outcomes)) == 2
    booking = Booking.objects.get()
    assert (booking.state, booking.revision) == (Decided.CANCELLED, 2)
    kinds = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["bookings.confirmed", "bookings.changed", "bookings.cancelled"]


# The same with the guard taken out: what is forbidden above does happen then.


@pytest.mark.usefixtures("slots_without_key")
@pytest.mark.parametrize(
    ("scenario", "made_by"),
    [
        (scenarios.series_and_single, 2),
        (scenarios.two_series, 2),
        (scenarios.moved_and_single, 2),
        (scenarios.moved_and_series, 2),
    ],
)
def test_without_the_key_of_the_slots_both_have_the_room(
    city_hall: Building, citizen: User, second_citizen: User, scenario: Scenario, made_by: int
) -> None:
    outcomes = scenario(citizen, second_citizen)

    assert len(made(outcomes)) == made_by
    assert scenarios.double_booked()


@pytest.mark.usefixtures("no_locks")
def test_without_the_lock_a_booking_stands_of_which_nothing_is_left(
    city_hall: Building, citizen: User
) -> None:
    outcomes = scenarios.last_two_cancelled(citizen)

    if connection.vendor == "postgresql":
        assert len(made(outcomes)) == 2
        assert Booking.objects.get().state == Decided.APPROVED
        assert not scenarios.live_visits()
    else:
        assert sum(isinstance(outcome, OperationalError) for outcome in outcomes) == 1


@pytest.mark.postgres
def test_the_old_given_back_before_the_new_is_taken_locks_a_rival_out(
    city_hall: Building, citizen: User, second_citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the guard takes the new time first: else each waits for the other."""
    take = occupancy.take

    def carelessly(occupancy_ids: Collection[int], wants: Sequence[Want]) -> list[Occupancy]:
        occupancy.release(occupancy_ids)
        meeting.wait()
        time.sleep(rivals.PATIENCE)
        return take(wants)

    meeting = Meeting(2)
    monkeypatch.setattr(rivals, "PATIENCE", 2)  # seconds: a busy machine gets there too
    monkeypatch.setattr(occupancy, "exchange", carelessly)
    monkeypatch.setattr(occupancy, "take", meeting.before(take))
    monkeypatch.setattr(occupancy, "is_any_taken", lambda wants, now: False)
    booking = book(citizen, asked())
    meeting.came.clear()
    outcomes = at_once(
        partial(move_visits, citizen, booking, {1: ("moran", span(TUESDAY, "13:00", "15:00"))}),
        partial(
            reserve, second_citizen, request_for(asked(starts="13:00", ends="15:00")), new_key()
        ),
    )

    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in outcomes)

"""Somebody of the city hall moves a party in a queue, with a reason that is kept."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking, Move, Offer, Wait
from bookings.queueing import Waited
from bookings.reserve import Asked
from bookings.waiting import join, leave, move, position
from facilities.models import Building, Session
from notices.models import Notice
from tests.bookings.door import code_of
from tests.bookings.samples import (
    NOW,
    asked,
    book,
    policy,
    request_for,
    residents,
)
from tests.bookings.sessions import (
    again,
    session_of,
    take,
    wait_for,
    with_places,
)

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


@pytest.fixture
def full(city_hall: Building, organiser: User) -> Session:
    """Four places, all of them taken by the organiser."""
    session = with_places(session_of(), 4)
    take(organiser, session, 4)
    return again(session)


@pytest.fixture
def taken(city_hall: Building, organiser: User) -> Booking:
    """모란관, taken by the organiser on the sample Tuesday from 14:00 to 16:00."""
    return book(organiser)


def for_the_room(who: User, *visits: Asked) -> Wait:
    return join(who, request_for(*visits))


def order(session: Session) -> list[str]:
    """Who waits for the session, in order."""
    waits = Wait.objects.filter(session=session, state=Waited.WAITING)
    return list(waits.order_by("rank", "pk").values_list("person__name", flat=True))


def test_a_clerk_moves_a_party_with_a_reason_that_is_kept(full: Session, desk: User) -> None:
    *_, last = (wait_for(person, full) for person in residents(3))
    made = move(desk, last, 1, " 휠체어를 쓰는 아이 ")
    assert order(full) == ["주민2", "주민0", "주민1"]
    assert made == Move.objects.get()
    assert (made.who, made.from_position, made.to_position) == (desk, 3, 1)
    assert (made.why, made.at) == ("휠체어를 쓰는 아이", NOW)


@pytest.mark.parametrize(
    ("who", "to", "names"),
    [
        (0, 1, "0123"),
        (0, 2, "1023"),
        (0, 4, "1230"),
        (1, 3, "0213"),
        (2, 2, "0213"),
        (3, 1, "3012"),
        (3, 3, "0132"),
    ],
)
def test_the_others_keep_their_order(
    full: Session, desk: User, who: int, to: int, names: str
) -> None:
    waits = [wait_for(person, full) for person in residents(4)]
    move(desk, waits[who], to, "사유")
    assert order(full) == [f"주민{number}" for number in names]
    waits[who].refresh_from_db()
    assert position(waits[who]) == to


def test_who_joins_after_a_move_stands_behind_all(full: Session, desk: User, citizen: User) -> None:
    first, *_ = [wait_for(person, full) for person in residents(3)]
    move(desk, first, 3, "사유")
    wait_for(citizen, full)
    assert order(full) == ["주민1", "주민2", "주민0", "나들이"]


def test_whom_a_move_brought_to_the_front_comes_first(
    full: Session, desk: User, organiser: User
) -> None:
    first, second = (wait_for(person, full, 3) for person in residents(2))
    move(desk, second, 1, "사유")
    cancel(organiser, Booking.objects.get())
    assert Offer.objects.get().wait == second
    assert position(first) == 1


@pytest.mark.parametrize("to", [0, -1, 3])
def test_a_place_that_is_not_there(full: Session, desk: User, to: int) -> None:
    first, _ = (wait_for(person, full) for person in residents(2))
    assert code_of(lambda: move(desk, first, to, "사유")) == "no_such_position"
    assert not Move.objects.exists()


@pytest.mark.parametrize("why", ["", "  "])
def test_without_a_reason_nobody_is_moved(full: Session, desk: User, why: str) -> None:
    _, last = (wait_for(person, full) for person in residents(2))
    assert code_of(lambda: move(desk, last, 1, why)) == "reason_missing"
    assert order(full) == ["주민0", "주민1"]


def test_who_waits_no_more_is_not_moved(full: Session, desk: User) -> None:
    first, second = residents(2)
    gone, _ = wait_for(first, full), wait_for(second, full)
    leave(first, gone)
    assert code_of(lambda: move(desk, gone, 1, "사유")) == "not_waiting"


def test_in_the_queue_of_a_room_the_others_keep_their_order(
    city_hall: Building, organiser: User, desk: User
) -> None:
    """One who waits for another time stands between two: the move of a third changes nothing."""
    policy("moran", max_per_day=None)
    book(organiser, asked(starts="13:00", ends="16:00"))
    early, both, late = residents(3)
    whole = for_the_room(early, asked(starts="14:00", ends="16:00"))
    ahead = for_the_room(both, asked(starts="14:00", ends="15:00"))
    moved = for_the_room(late, asked(starts="15:00", ends="16:00"))
    assert [position(one) for one in (whole, ahead, moved)] == [1, 2, 2]
    move(desk, moved, 1, "사유")
    for one in (whole, ahead, moved):
        one.refresh_from_db()
    assert moved.rank < whole.rank < ahead.rank
    assert [position(one) for one in (whole, ahead, moved)] == [2, 2, 1]


def test_nothing_is_told_to_who_only_waits(full: Session, desk: User) -> None:
    before = Notice.objects.count()
    first, second = (wait_for(person, full) for person in residents(2))
    move(desk, second, 1, "사유")
    leave(first.person, first)
    assert Notice.objects.count() == before

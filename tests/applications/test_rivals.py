"""Who else wants the same spaces at the same time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from applications.applying import judge
from applications.asking import AskedVisit
from applications.deciding import refuse
from applications.rivals import numbers, rivals_of
from applications.withdrawing import withdraw
from facilities.catalogue import catalogue
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    asking,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.samples import policy, residents

pytestmark = pytest.mark.usefixtures("city_hall")

Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


def test_who_wants_another_zone_or_another_time_is_no_rival(organiser: User, citizen: User) -> None:
    mine = hand_in(organiser, wants("plaza-a", starts="10:00", ends="14:00"))
    hand_in(citizen, wants("plaza-b", starts="10:00", ends="14:00"))
    hand_in(citizen, wants("plaza-a", starts="14:00", ends="18:00"))
    hand_in(citizen, wants("plaza-a", SATURDAY, "10:00", "14:00"))
    assert rivals_of(mine) == []


def test_who_wants_the_whole_is_a_rival_of_who_wants_a_part(organiser: User, citizen: User) -> None:
    mine = hand_in(organiser, wants("plaza-a", starts="10:00", ends="14:00"))
    theirs = hand_in(citizen, wants("plaza", starts="13:00", ends="18:00"))
    assert rivals_of(mine) == [theirs]
    assert rivals_of(theirs) == [mine]


def test_who_is_out_is_no_rival_any_more(
    organiser: User, citizen: User, second_citizen: User, officer: User
) -> None:
    zone = wants("plaza-a", ends="14:00")
    mine, withdrawn, refused = (hand_in(one, zone) for one in (organiser, citizen, second_citizen))
    withdraw(citizen, withdrawn.booking)
    refuse(officer, refused, 0, "까닭")
    assert rivals_of(mine) == []


def test_a_change_is_a_rival_by_what_it_asks_for(
    organiser: User, citizen: User, officer: User
) -> None:
    booking = approved(officer, hand_in(citizen, wants("plaza-b", ends="14:00"))).booking
    mine = hand_in(organiser, wants("plaza-a", ends="14:00"))
    change = hand_in_change(citizen, booking, wants("plaza-a", ends="14:00"))
    assert rivals_of(mine) == [change]
    assert rivals_of(change) == [mine]


def test_nobody_is_their_own_rival(organiser: User) -> None:
    mine = hand_in(organiser, wants("plaza-a", ends="14:00"))
    same = asking(wants("plaza-a", ends="14:00"))
    assert judge(organiser, same, mine.booking)[0].rivals == 0
    assert judge(organiser, same)[0].rivals == 1


def test_many_rivals_cost_no_more_queries(
    organiser: User, django_assert_num_queries: Queries
) -> None:
    mine = hand_in(organiser, wants("plaza-a", DAY, ends="17:00"))
    rivals_of(mine)
    with django_assert_num_queries(2):
        rivals_of(mine)
    for one in residents(8):
        hand_in(one, wants("plaza-a", DAY, ends="17:00"))
    with django_assert_num_queries(2):
        assert len(rivals_of(mine)) == 8


def zone(slug: str, day: date = DAY, starts: str = "10:00", ends: str = "14:00") -> AskedVisit:
    """Half a day of the plaza."""
    return wants(slug, day, starts, ends)


def test_the_numbers_of_many_are_those_of_each(
    organiser: User, citizen: User, second_citizen: User, officer: User
) -> None:
    monday = date(2026, 12, 21)
    moved = approved(officer, hand_in(second_citizen, zone("plaza-b", monday))).booking
    rows = [
        hand_in_change(second_citizen, moved, zone("plaza-a", SATURDAY)),
        hand_in(organiser, zone("plaza-a", ends="16:00"), zone("plaza-b", SATURDAY)),
        hand_in(citizen, zone("plaza"), zone("plaza-a", SATURDAY)),
        hand_in(citizen, zone("plaza-b", starts="14:00", ends="18:00")),
        *(hand_in(one, zone("plaza-a", ends="16:00")) for one in residents(3)),
    ]
    counted = numbers(rows, catalogue())
    assert [counted.get(one.pk, 0) for one in rows] == [len(rivals_of(one)) for one in rows]
    assert [counted.get(one.pk) for one in rows[:4]] == [1, 4, 5, None]
    assert numbers([], catalogue()) == {}

"""The waiting list of a room at the desk: who waits on that day, and moved with a reason."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.models import Move, Wait
from bookings.waiting import join
from facilities.models import Building
from tests.bookings.gate import ClientOf
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import TUESDAY, asked, book, request_for, residents
from tests.bookings.sessions import session_of, take, wait_for, with_places

pytestmark = pytest.mark.django_db
THE_DAY = f"/en/desk/?day={TUESDAY}"


@pytest.fixture
def queue(city_hall: Building, citizen: User, second_citizen: User, organiser: User) -> list[Wait]:
    """A taken room, and two parties that wait for it, in order."""
    book(citizen)
    return [join(who, request_for(asked())) for who in (second_citizen, organiser)]


@pytest.fixture
def at_work(desk: User, client_of: ClientOf) -> Client:
    """The clerk's browser."""
    return client_of(desk)


def moves(wait: Wait, position: object, why: str = "휠체어") -> dict[str, object]:
    return {"do": "move", "wait": wait.reference, "position": position, "why": why}


def test_who_waits_for_a_room_stands_below_the_rooms(queue: list[Wait], at_work: Client) -> None:
    words = said(at_work.get(THE_DAY))
    assert "Waiting for a room 1 한*루 14:00–16:00 Moran Room" in words
    assert words.index("1 한*루") < words.index("2 모*라")
    assert "한마루" not in words
    assert "Waiting for a room" not in said(at_work.get("/en/desk/?day=2026-12-02"))


def test_a_party_is_moved_with_a_reason_that_is_kept(
    queue: list[Wait], at_work: Client, desk: User
) -> None:
    answer = at_work.post(THE_DAY, moves(queue[1], 1))
    assert (answer.status_code, answer["Location"]) == (302, THE_DAY)
    move = Move.objects.get()
    assert (move.who, move.from_position, move.to_position) == (desk, 2, 1)
    words = said(at_work.get(THE_DAY))
    assert words.index("1 모*라") < words.index("2 한*루")
    assert "모*라 2 → 1 휠체어" in words


@pytest.mark.parametrize(("position", "why"), [("", "까닭"), (1, ""), (3, "까닭")])
def test_what_cannot_be_moved_keeps_what_was_typed(
    queue: list[Wait], at_work: Client, position: object, why: str
) -> None:
    answer = at_work.post(THE_DAY, moves(queue[1], position, why))
    assert answer.status_code == 422
    assert (refusal_of(answer) == "no_such_position") == (position == 3)
    assert f'value="{why or position}"' in answer.content.decode()
    assert not Move.objects.exists()


def test_who_waits_for_a_session_is_not_moved_here(
    city_hall: Building, citizen: User, second_citizen: User, at_work: Client
) -> None:
    session = with_places(session_of(), 1)
    take(citizen, session)
    wait = wait_for(second_citizen, session)
    assert at_work.post(THE_DAY, moves(wait, 1)).status_code == 404
    assert not Move.objects.exists()


@pytest.mark.parametrize("number", [1, 6])
def test_the_queries_do_not_grow_with_the_list(
    city_hall: Building, citizen: User, at_work: Client, number: int
) -> None:
    book(citizen)
    for who in residents(number):
        join(who, request_for(asked()))
    at_work.get(THE_DAY)
    with CaptureQueriesContext(connection) as ran:
        assert at_work.get(THE_DAY).status_code == 200
    assert len(ran) == 10  # as on a day on which nobody waits; stamps and all who wait

"""The form that books places in a session: a family books on a phone, a full one has a list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from bookings.models import Booking, Offer, Wait
from bookings.queueing import Waited
from facilities.models import Building, Session
from lib import clock
from tests.bookings.closures import closed
from tests.bookings.pages import alternatives_of, fields_of, refusal_of, said
from tests.bookings.samples import new_key, residents
from tests.bookings.sessions import a_family, again, session_of, take, wait_for, with_places

pytestmark = pytest.mark.django_db
PLAY = "/en/facilities/play/book/"
FITNESS = "/en/facilities/fitness/book/"


@pytest.fixture
def page(city_hall: Building, citizen: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(citizen)


@pytest.fixture
def play(city_hall: Building) -> Session:
    return session_of("play", starts="10:00")


@pytest.fixture
def fitness(city_hall: Building) -> Session:
    return session_of("fitness")


def family_of(session: Session, **changes: Any) -> dict[str, Any]:
    return {
        "session": session.reference,
        "guardians": "1",
        "children_0_2": "",
        "children_3_5": "1",
        "children_6_12": "",
        "name": "나들이",
        "phone": "010-0000-1001",
        "key": new_key(),
        "do": "book",
    } | changes


def people_of(session: Session, people: str = "2", **changes: Any) -> dict[str, Any]:
    fields = {"session": session.reference, "people": people, "name": "나들이"}
    return fields | {"phone": "010-0000-1001", "key": new_key(), "do": "book"} | changes


def test_the_week_leads_to_the_form_and_the_form_to_the_booking(
    page: Client, play: Session
) -> None:
    week = page.get("/en/facilities/play/?week=2026-11-23").content.decode()
    assert "7 of 7 places free" in week
    assert "7 more at the door" in week
    assert f"{PLAY}?session={play.reference}" in week
    form = page.get(f"{PLAY}?session={play.reference}")
    fields = fields_of(form)
    assert (fields["guardians"], fields["name"]) == ("1", "나들이")

    done = page.post(PLAY, fields | {"children_3_5": "2", "do": "book"})

    booking = Booking.objects.get()
    assert done["Location"] == f"/en/bookings/{booking.reference}/?new=1"
    assert "6 of 7 places free" in page.get("/en/facilities/play/?week=2026-11-23").content.decode()
    shown = said(page.get(done["Location"]))
    assert "grown-ups: 1, children of 3 to 5: 2" in shown
    assert "What for" not in shown


def test_two_presses_book_once(page: Client, play: Session) -> None:
    fields = family_of(play)
    first, second = page.post(PLAY, fields), page.post(PLAY, fields)
    assert first["Location"] == second["Location"]
    assert again(play).taken == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"guardians": "0"}, "no_guardian"),
        ({"children_3_5": "0"}, "no_child"),
        ({"children_6_12": "1"}, "child_too_old"),
        ({"children_3_5": "9"}, "party_too_large"),
        ({"children_3_5": "-1"}, "too_few_people"),
    ],
)
def test_a_family_that_may_not_come_keeps_what_it_typed(
    page: Client, play: Session, changes: dict[str, str], code: str
) -> None:
    answer = page.post(PLAY, family_of(play, **changes))
    assert (answer.status_code, refusal_of(answer)) == (422, code)
    fields = fields_of(answer)
    assert all(fields[name] == value for name, value in changes.items())


@pytest.mark.parametrize("typed", ["", "zwei", "1e3", "１２x", "9" * 40])
def test_what_is_no_number_is_said_at_the_field(page: Client, play: Session, typed: str) -> None:
    answer = page.post(PLAY, family_of(play, guardians=typed))
    assert answer.status_code == 422
    assert "id_guardians_error" in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_party_larger_than_the_session(page: Client, fitness: Session) -> None:
    answer = page.post(FITNESS, people_of(fitness, "5"))
    assert (answer.status_code, refusal_of(answer)) == (422, "party_too_large")


def test_a_second_booking_on_the_same_day(page: Client, citizen: User, fitness: Session) -> None:
    take(citizen, session_of(starts="09:00"))
    form = page.get(f"{FITNESS}?session={fitness.reference}")
    assert refusal_of(form) == "most_a_day"
    answer = page.post(FITNESS, people_of(fitness))
    assert (answer.status_code, refusal_of(answer)) == (409, "most_a_day")


def test_full_while_it_was_filled_in_the_list_is_one_press_away(
    page: Client, second_citizen: User, citizen: User, fitness: Session
) -> None:
    with_places(fitness, 4)
    fields = fields_of(page.get(f"{FITNESS}?session={fitness.reference}")) | {"people": "2"}
    take(second_citizen, fitness, 4)

    answer = page.post(FITNESS, fields | {"do": "book"})

    assert (answer.status_code, refusal_of(answer)) == (409, "session_full")
    assert fields_of(answer)["people"] == "2"
    assert len(alternatives_of(answer)) == 3
    joined = page.post(FITNESS, fields_of(answer) | {"do": "wait"})
    wait = Wait.objects.get()
    assert joined["Location"] == f"/en/waiting/{wait.reference}/"
    assert (wait.person, wait.places) == (citizen, 2)
    assert "You are the first in the list" in said(page.get(joined["Location"]))


def test_a_full_session_says_the_place_in_the_list_before_one_joins(
    page: Client, fitness: Session
) -> None:
    holder, other = residents(2)
    with_places(fitness, 2)
    take(holder, fitness, 2)
    wait_for(other, fitness, 1)
    week = page.get("/en/facilities/fitness/?week=2026-11-23").content.decode()
    assert "0 of 2 places free, 1 waiting" in week
    assert "Join the waiting list" in week
    form = said(page.get(f"{FITNESS}?session={fitness.reference}"))
    assert "You would be number 2 in the list" in form


def test_joining_twice_is_one_place(page: Client, second_citizen: User, fitness: Session) -> None:
    with_places(fitness, 1)
    take(second_citizen, fitness)
    first = page.post(FITNESS, people_of(fitness, "1", do="wait"))
    second = page.post(FITNESS, people_of(fitness, "1", do="wait"))
    assert first["Location"] == second["Location"]
    assert Wait.objects.count() == 1


def test_nobody_waits_for_what_is_free(page: Client, fitness: Session) -> None:
    answer = page.post(FITNESS, people_of(fitness, do="wait"))
    assert (answer.status_code, refusal_of(answer)) == (409, "free_now")
    assert not Wait.objects.exists()


def test_leaving_is_a_post(page: Client, second_citizen: User, fitness: Session) -> None:
    with_places(fitness, 1)
    take(second_citizen, fitness)
    address = page.post(FITNESS, people_of(fitness, "1", do="wait"))["Location"]
    page.get(address)
    assert Wait.objects.get().state == Waited.WAITING
    assert page.post(address, {"do": "leave"})["Location"] == "/en/bookings/"
    assert Wait.objects.get().state == Waited.LEFT


def test_a_session_that_is_not_there(page: Client, play: Session, fitness: Session) -> None:
    assert page.get(PLAY)["Location"] == "/en/facilities/play/"
    for reference in ("222222222222", fitness.reference, "x", "", "\0"):
        answer = page.post(PLAY, family_of(play) | {"session": reference})
        assert (answer.status_code, refusal_of(answer)) == (410, "session_gone")
    assert page.get(f"{PLAY}?session=%00").status_code == 410


def test_a_session_that_does_not_take_place_is_not_to_be_booked(
    page: Client, play: Session
) -> None:
    Session.objects.filter(pk=play.pk).update(cancelled_at=clock.now())
    for answer in (
        page.get(f"{PLAY}?session={play.reference}"),
        page.post(PLAY, family_of(play)),
    ):
        assert (answer.status_code, refusal_of(answer)) == (410, "session_gone")
        assert "places free" not in said(answer)
        assert 'name="do"' not in answer.content.decode()
        assert alternatives_of(answer)
    assert not Booking.objects.exists()


def test_a_closed_session_says_why(page: Client, play: Session, officer: User) -> None:
    closed(officer, "play", play.span)
    answer = page.get(f"{PLAY}?session={play.reference}")
    assert (answer.status_code, refusal_of(answer)) == (410, "closure")
    assert "A leak" in said(answer)


def test_who_is_not_signed_in_comes_back_to_what_was_typed(
    city_hall: Building, client: Client, citizen: User, fitness: Session
) -> None:
    answer = client.post(FITNESS, people_of(fitness, "3"))
    assert answer["Location"].startswith("/en/accounts/login/?next=")
    back = answer["Location"].partition("next=")[2]
    assert fitness.reference in back
    client.force_login(citizen)
    assert not Booking.objects.exists()


def test_the_form_costs_the_same_with_many_sessions(
    page: Client,
    play: Session,
    django_assert_max_num_queries: Any,
    at: Callable[[datetime], None],
) -> None:
    address = f"{PLAY}?session={play.reference}"
    page.get(address)
    with django_assert_max_num_queries(6):
        page.get(address)
    for person in residents(7):
        take(person, play, a_family())
    with django_assert_max_num_queries(7):  # full: the alternatives
        assert "You would be the first in the list" in said(page.get(address))
    assert not Offer.objects.exists()


def test_a_session_that_is_not_there_leads_to_those_that_are(page: Client, play: Session) -> None:
    gone = page.get(f"{PLAY}?session=222222222222")
    assert gone.status_code == 410
    assert 'href="/en/facilities/play/">Choose another session' in gone.content.decode()

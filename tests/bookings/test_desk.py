"""The front desk: who comes on a day, who is let in, and the waiting list of a session."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.models import Booking, Move, Record, Visit
from bookings.queueing import Waited
from bookings.reserve import reserve
from facilities.models import Building, Session
from lib.references import spaced
from tests.bookings.gate import FOR_STAFF, ClientOf, answers
from tests.bookings.pages import fields_of, refusal_of, said
from tests.bookings.samples import asked, book, new_key, request_for, residents
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]
DESK = "/en/desk/"
THE_DAY = f"{DESK}?day={WEDNESDAY}"


@pytest.fixture
def session(city_hall: Building) -> Session:
    """Of the fitness room, with two places on-line and one at the door."""
    return with_places(session_of(), 2, 1)


@pytest.fixture
def at_work(desk: User, client_of: ClientOf, at: Hold) -> Client:
    """The clerk's browser, a quarter of an hour before the session."""
    at(at_seoul(WEDNESDAY, "13:45"))
    return client_of(desk)


def page_of(session: Session) -> str:
    return f"/en/desk/sessions/{session.reference}/"


def arrives(booking: Booking, number: int = 1) -> dict[str, str]:
    return {"do": "arrive", "booking": booking.reference, "number": str(number)}


def lets_in(session: Session, **party: object) -> dict[str, object]:
    return {"do": "let_in", "session": session.reference, **party}


def test_the_desk_is_for_who_works_here(session: Session, client_of: ClientOf) -> None:
    assert answers(THE_DAY, client_of) == FOR_STAFF


def test_a_session_is_for_who_works_here(session: Session, client_of: ClientOf) -> None:
    assert answers(page_of(session), client_of) == FOR_STAFF


def test_nobody_else_lets_anybody_in(session: Session, citizen: User, client_of: ClientOf) -> None:
    booking = take(citizen, session)
    browser = client_of(citizen)
    for path in (THE_DAY, page_of(session)):
        assert browser.post(path, arrives(booking)).status_code == 404
        assert browser.post(path, lets_in(session, people=1)).status_code == 404
        assert Client().post(path, arrives(booking)).status_code == 302
    assert Visit.objects.get().attendance == Attended.EXPECTED


def test_the_day_names_who_comes_and_keeps_their_names(
    session: Session, citizen: User, desk: User, client_of: ClientOf
) -> None:
    booking = take(citizen, session, 2)
    book(citizen, asked(day=WEDNESDAY))
    words = said(client_of(desk).get(THE_DAY))
    assert "Taken: 2 of 2 At the door: 0 of 1" in words
    assert f"나*이 2 people {spaced(booking.reference)} Expected" in words
    assert "Moran Room" in words
    for personal in (citizen.name, citizen.email, "1001", "독서 모임"):
        assert personal not in words.replace(spaced(booking.reference), "")


def test_a_group_is_named_in_full(
    city_hall: Building, citizen: User, desk: User, client_of: ClientOf
) -> None:
    reserve(citizen, request_for(asked(day=WEDNESDAY), group_name="책벗"), new_key())
    assert "나*이 책벗" in said(client_of(desk).get(THE_DAY))


def test_ages_are_said_in_words(city_hall: Building, citizen: User, at_work: Client) -> None:
    take(citizen, session_of("play", date(2026, 11, 26), "10:00"), a_family(2, 1, 1))
    words = said(at_work.get(f"{DESK}?day=2026-11-26"))
    assert "grown-ups: 2, children of 0 to 2: 1, children of 3 to 5: 1" in words


def test_looking_changes_nothing(session: Session, citizen: User, at_work: Client) -> None:
    booking = take(citizen, session)
    query = f"&do=arrive&booking={booking.reference}&number=1"
    assert at_work.get(THE_DAY + query).status_code == 200
    assert at_work.head(THE_DAY + query).status_code == 200
    assert Visit.objects.get().attendance == Attended.EXPECTED


@pytest.mark.parametrize("where", ["day", "session"])
def test_one_press_and_somebody_is_here(
    session: Session, citizen: User, desk: User, at_work: Client, where: str
) -> None:
    booking = take(citizen, session)
    path = THE_DAY if where == "day" else page_of(session)
    assert 'value="arrive"' in at_work.get(path).content.decode()
    answer = at_work.post(path, arrives(booking))
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert Visit.objects.get().attendance == Attended.ARRIVED
    assert Record.objects.latest("pk").who == desk
    page = at_work.get(path)
    assert f"Arrived: 나*이, {spaced(booking.reference)}." in said(page)
    assert 'value="arrive"' not in page.content.decode()
    assert at_work.post(path, arrives(booking)).status_code == 302  # a second press


def test_who_comes_too_late_is_told_in_the_page(
    session: Session, citizen: User, at_work: Client, at: Hold
) -> None:
    booking = take(citizen, session)
    at(at_seoul(WEDNESDAY, "14:30"))
    page = at_work.get(THE_DAY)
    assert "Did not come" in said(page)  # from this minute on, noted or not
    assert "Taken: 0 of 2 At the door: 0 of 1" in said(page)
    assert 'value="arrive"' not in page.content.decode()
    answer = at_work.post(THE_DAY, arrives(booking))
    assert (answer.status_code, refusal_of(answer)) == (409, "absent_already")
    assert Visit.objects.get().arrived_at is None


def test_what_is_not_decided_or_cancelled_does_not_arrive(
    city_hall: Building,
    citizen: User,
    second_citizen: User,
    desk: User,
    client_of: ClientOf,
    at: Hold,
) -> None:
    tour = session_of("promotion-hall", date(2026, 12, 2), "10:00")
    submitted, cancelled = take(citizen, tour, 6), take(second_citizen, tour, 2)
    cancel(second_citizen, cancelled)
    at(at_seoul(date(2026, 12, 2), "09:45"))
    browser = client_of(desk)
    page = browser.get(f"{DESK}?day=2026-12-02")
    assert "6 people" in said(page)
    assert "Being decided" in said(page)
    assert spaced(cancelled.reference) not in said(page)
    assert spaced(cancelled.reference) in said(browser.get(page_of(tour)))
    assert 'value="arrive"' not in page.content.decode()
    for booking in (submitted, cancelled):
        answer = browser.post(page_of(tour), arrives(booking))
        assert (answer.status_code, refusal_of(answer)) == (409, "not_expected")


@pytest.mark.parametrize(
    "values",
    [
        {"do": "arrive", "booking": "222222222222", "number": "1"},
        {"do": "arrive", "booking": "\0", "number": "1"},
        {"do": "arrive", "booking": "x" * 5000, "number": "1"},
        {"do": "arrive", "booking": "", "number": "one"},
        {"do": "arrive"},
        {"do": "dance"},
        {},
        {"do": "move", "wait": "\0"},
    ],
)
def test_a_button_that_is_not_there(
    session: Session, at_work: Client, values: dict[str, str]
) -> None:
    for path in (THE_DAY, page_of(session)):
        assert at_work.post(path, values).status_code == 404


def test_who_simply_comes_is_let_in(session: Session, at_work: Client) -> None:
    assert fields_of(at_work.get(THE_DAY))["people"] == "1"
    answer = at_work.post(THE_DAY, lets_in(session, people=1))
    assert (answer.status_code, answer["Location"]) == (302, THE_DAY)
    assert again(session).door_taken == 1
    visit = Visit.objects.get()
    assert (visit.attendance, visit.booking.person) == (Attended.ARRIVED, None)
    words = said(at_work.get(THE_DAY))
    assert "Let in without a booking" in words
    assert f"Came without a booking 1 person {spaced(visit.booking.reference)} Arrived" in words


def test_a_family_is_let_in_by_ages(
    city_hall: Building, desk: User, client_of: ClientOf, at: Hold
) -> None:
    play = session_of("play", date(2026, 11, 25), "10:00")
    at(at_seoul(WEDNESDAY, "10:30"))
    browser = client_of(desk)
    answer = browser.post(THE_DAY, lets_in(play, guardians=0, children_3_5=2))
    assert (answer.status_code, refusal_of(answer)) == (422, "no_guardian")
    assert fields_of(answer)["children_3_5"] == "2"
    assert not Booking.objects.exists()
    party = {"guardians": 1, "children_0_2": "", "children_3_5": 2, "children_6_12": ""}
    assert browser.post(THE_DAY, lets_in(play, **party)).status_code == 302
    assert (Visit.objects.get().guardians, Visit.objects.get().children_3_5) == (1, 2)


def test_when_there_is_no_room_the_page_says_so_and_keeps_what_was_typed(
    session: Session, at_work: Client
) -> None:
    answer = at_work.post(THE_DAY, lets_in(session, people=3))
    assert (answer.status_code, refusal_of(answer)) == (409, "no_places_at_the_door")
    assert fields_of(answer)["people"] == "3"
    assert again(session).taken == again(session).door_taken == 0


@pytest.mark.parametrize("people", ["", "many", "0", "-1", "99999999", "1" * 5000])
def test_numbers_that_cannot_be_meant(session: Session, at_work: Client, people: str) -> None:
    for path in (THE_DAY, page_of(session)):
        assert at_work.post(path, lets_in(session, people=people)).status_code == 422
    assert not Booking.objects.exists()


def test_nobody_is_let_in_before_the_door_opens(
    session: Session, desk: User, client_of: ClientOf, at: Hold
) -> None:
    at(at_seoul(WEDNESDAY, "13:29"))
    browser = client_of(desk)
    form = f'name="session" value="{session.reference}"'
    assert form not in browser.get(THE_DAY).content.decode()
    answer = browser.post(THE_DAY, lets_in(session, people=1))
    assert (answer.status_code, refusal_of(answer)) == (409, "door_is_closed")
    at(at_seoul(WEDNESDAY, "13:30"))
    assert form in browser.get(THE_DAY).content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize("reference", ["222222222222", "", "\0", "x" * 5000])
def test_a_session_that_is_not_there(session: Session, at_work: Client, reference: str) -> None:
    values = {"do": "let_in", "session": reference, "people": "1"}
    answer = at_work.post(THE_DAY, values)
    assert (answer.status_code, refusal_of(answer)) == (410, "session_gone")
    assert at_work.get("/en/desk/sessions/222222222222/").status_code == 404


def test_a_cancelled_session_says_so(session: Session, at_work: Client) -> None:
    Session.objects.filter(pk=session.pk).update(cancelled_at=session.starts_at)
    assert "Does not take place" in said(at_work.get(THE_DAY))
    answer = at_work.post(THE_DAY, lets_in(session, people=1))
    assert (answer.status_code, refusal_of(answer)) == (410, "session_gone")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_meant(session: Session, at_work: Client, day: str) -> None:
    answer = at_work.get(f"{DESK}?day={day}")
    assert answer.status_code == 422
    assert "Please check what you entered" in said(answer)


def test_an_empty_day_leads_on(session: Session, at_work: Client) -> None:
    page = at_work.get(f"{DESK}?day=2027-05-02")
    assert "Nothing is booked on this day" in said(page)
    assert "?day=2027-05-03" in page.content.decode()


def test_today_is_shown_where_no_day_is_named(session: Session, at_work: Client) -> None:
    assert "Wed 25 Nov 2026" in said(at_work.get(DESK))
    assert "Wed 25 Nov 2026" in said(at_work.get(f"{DESK}?day="))


@pytest.mark.parametrize("number", [1, 12])
def test_the_queries_do_not_grow_with_the_day(
    city_hall: Building, desk: User, client_of: ClientOf, at: Hold, number: int
) -> None:
    session = with_places(session_of(), 20)
    people = residents(number * 2)
    for who in people[:number]:
        take(who, session)
    for hour, who in enumerate(people[number:], start=9):
        slug = "moran" if hour < 15 else "tancheon"
        start = hour if hour < 15 else hour - 6
        book(who, asked(slug, WEDNESDAY, f"{start:02}:00", f"{start + 1:02}:00"))
    at(at_seoul(WEDNESDAY, "13:45"))
    browser = client_of(desk)
    browser.get(THE_DAY)
    with CaptureQueriesContext(
        connection,
    ) as ran:
        assert browser.get(THE_DAY).status_code == 200
    assert len(ran) == 8  # session, person, roles, stamps; sessions, visits, waits, moves


# The waiting list of a session


@pytest.fixture
def queue(session: Session, citizen: User, second_citizen: User, organiser: User) -> list[str]:
    """A full session with two parties that wait; their references in order."""
    take(citizen, session, 2)
    return [wait_for(who, session, 2).reference for who in (second_citizen, organiser)]


def moves(reference: str, position: object, why: str = "어린이가 둘") -> dict[str, object]:
    return {"do": "move", "wait": reference, "position": position, "why": why}


def test_the_list_stands_in_its_order(
    session: Session, queue: list[str], desk: User, client_of: ClientOf
) -> None:
    words = said(client_of(desk).get(page_of(session)))
    assert words.index("1 한*루") < words.index("2 모*라")
    assert "한마루" not in words
    assert "Since Mon 23 Nov 2026, 10:00" in words


def test_somebody_is_moved_with_a_reason_that_is_kept(
    session: Session, queue: list[str], desk: User, client_of: ClientOf
) -> None:
    browser = client_of(desk)
    answer = browser.post(page_of(session), moves(queue[1], 1))
    assert (answer.status_code, answer["Location"]) == (302, page_of(session))
    move = Move.objects.get()
    assert (move.who, move.from_position, move.to_position) == (desk, 2, 1)
    words = said(browser.get(page_of(session)))
    assert words.index("1 모*라") < words.index("2 한*루")
    assert "모*라 2 → 1 어린이가 둘 Mon 23 Nov 2026, 10:00 안내온" in words


@pytest.mark.parametrize("position", [0, -3, 3, 999999])
def test_a_place_that_is_not_there_is_refused(
    session: Session, queue: list[str], desk: User, client_of: ClientOf, position: int
) -> None:
    answer = client_of(desk).post(page_of(session), moves(queue[1], position))
    assert (answer.status_code, refusal_of(answer)) == (422, "no_such_position")
    assert "어린이가 둘" in answer.content.decode()
    assert not Move.objects.exists()


@pytest.mark.parametrize(
    ("position", "why"),
    [("", "까닭"), ("first", "까닭"), (1, ""), (1, "  "), (1, "가" * 201), (1, "a\nb")],
)
def test_a_move_that_cannot_be_read(
    session: Session, queue: list[str], desk: User, client_of: ClientOf, position: object, why: str
) -> None:
    answer = client_of(desk).post(page_of(session), moves(queue[1], position, why))
    assert answer.status_code == 422
    assert "Please check what you entered" in said(answer)
    assert not Move.objects.exists()


def test_who_has_left_cannot_be_moved(
    session: Session, queue: list[str], citizen: User, desk: User, client_of: ClientOf
) -> None:
    browser = client_of(desk)
    cancel(citizen, Booking.objects.get())  # two places: held for the first
    page = browser.get(page_of(session))
    assert "Held for 한*루" in said(page)
    assert "1 모*라" in said(page)
    answer = browser.post(page_of(session), moves(queue[0], 1))
    assert (answer.status_code, refusal_of(answer)) == (409, "not_waiting")


def test_only_who_waits_for_this_session_is_moved_here(
    session: Session, queue: list[str], desk: User, client_of: ClientOf
) -> None:
    other = page_of(session_of(starts="16:00"))
    assert client_of(desk).post(other, moves(queue[1], 1)).status_code == 404
    assert not Move.objects.exists()


@pytest.mark.parametrize("number", [1, 5])
def test_the_queries_do_not_grow_with_the_list(
    session: Session, desk: User, client_of: ClientOf, number: int
) -> None:
    people = residents(number + 1)
    take(people[0], session, 2)
    waits = [wait_for(who, session, 1) for who in people[1:]]
    browser = client_of(desk)
    for wait in waits:
        browser.post(page_of(session), moves(wait.reference, 1))
    browser.get(page_of(session))  # says what was done
    with CaptureQueriesContext(connection) as ran:
        assert said(browser.get(page_of(session))).count("1 → 1") <= number
    assert len(ran) == 9  # session, person, roles, stamps, facts; visits, waits, offers, moves
    assert {wait.state for wait in waits} == {Waited.WAITING}


def test_the_profile_leads_there_and_citizens_are_shown_nothing(
    citizen: User, desk: User, officer: User, client_of: ClientOf
) -> None:
    links = {"/en/desk/", "/en/review/", "/en/admin/"}

    def shown_to(who: User) -> set[str]:
        page = client_of(who).get("/en/accounts/profile/").content.decode()
        return {link for link in links if f'href="{link}"' in page}

    assert shown_to(citizen) == set()
    assert shown_to(desk) == {"/en/desk/"}
    assert shown_to(officer) == {"/en/desk/", "/en/review/"}


def test_the_menu_of_these_pages_leads_where_one_may(
    session: Session, desk: User, officer: User, client_of: ClientOf
) -> None:
    assert 'href="/en/review/"' not in client_of(desk).get(DESK).content.decode()
    assert 'href="/en/review/"' in client_of(officer).get(DESK).content.decode()


def test_yesterday_can_be_looked_at(
    session: Session, citizen: User, at_work: Client, at: Hold
) -> None:
    booking = take(citizen, session)
    at(session.starts_at + timedelta(days=1))
    page = at_work.get(THE_DAY)
    assert spaced(booking.reference) in said(page)
    assert 'value="let_in"' not in page.content.decode()

"""The page of an offer: a GET never accepts, a POST does, once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking, Offer
from bookings.queueing import Offered
from facilities.models import Building, Session
from notices import letters
from notices.models import Notice
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import book
from tests.bookings.sessions import again, session_of, take, wait_for, with_places

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def session(city_hall: Building) -> Session:
    return with_places(session_of(starts="09:00"), 2)


@pytest.fixture
def offer(session: Session, citizen: User, second_citizen: User) -> Offer:
    """Two places held for the citizen, after the second citizen cancelled."""
    taken = take(second_citizen, session, 2)
    wait_for(citizen, session, 2)
    cancel(second_citizen, taken)
    return Offer.objects.get()


def address(offer: Offer) -> str:
    return f"/en/offers/{offer.reference}/"


def test_the_letter_leads_to_it(offer: Offer, citizen: User) -> None:
    notice = Notice.objects.get(kind="bookings.offered")
    assert notice.to == citizen.email
    letter = letters.compose(notice)
    assert f"/offers/{offer.reference}/" in letter.text
    assert f"/offers/{offer.reference}/" in letter.html


def test_opening_it_accepts_nothing(offer: Offer, citizen: User, client_of: ClientOf) -> None:
    browser = client_of(citizen)
    for method in (browser.get, browser.head):
        assert method(address(offer) + "?do=accept").status_code == 200
    assert "This is held for you" in said(browser.get(address(offer)))
    assert Booking.objects.filter(person=citizen).count() == 0
    offer.refresh_from_db()
    assert offer.state == Offered.OPEN


def test_one_press_books(
    offer: Offer, session: Session, citizen: User, client_of: ClientOf
) -> None:
    browser = client_of(citizen)
    first = browser.post(address(offer), {"do": "accept"})
    booking = Booking.objects.get(person=citizen)
    assert first["Location"] == f"/en/bookings/{booking.reference}/?new=1"
    assert again(session).taken == 2
    # The second press shows the first one's booking.
    assert browser.post(address(offer), {"do": "accept"})["Location"] == first["Location"]
    assert Booking.objects.filter(person=citizen).count() == 1
    assert booking.reference in browser.get(address(offer)).content.decode()


def test_what_ran_out_is_refused_and_says_so(
    offer: Offer, citizen: User, client_of: ClientOf, at: Callable[[datetime], None]
) -> None:
    browser = client_of(citizen)
    at(offer.expires_at)
    page = browser.get(address(offer))
    assert "Accept" not in said(page)
    answer = browser.post(address(offer), {"do": "accept"})
    assert (answer.status_code, refusal_of(answer)) == (410, "offer_ran_out")
    assert Booking.objects.filter(person=citizen).count() == 0


def test_letting_go_is_one_press_and_then_over(
    offer: Offer, session: Session, citizen: User, client_of: ClientOf
) -> None:
    browser = client_of(citizen)
    assert browser.post(address(offer), {"do": "decline"})["Location"] == "/en/bookings/"
    assert again(session).taken == 0
    answer = browser.post(address(offer), {"do": "accept"})
    assert (answer.status_code, refusal_of(answer)) == (410, "offer_declined")


def test_what_was_accepted_is_not_let_go(
    offer: Offer, session: Session, citizen: User, client_of: ClientOf
) -> None:
    """A second tab says that the booking stands, and leads to it."""
    browser = client_of(citizen)
    browser.post(address(offer), {"do": "accept"})
    booking = Booking.objects.get(person=citizen)
    assert offer.wait
    for page, what in ((address(offer), "decline"), (f"/en/waiting/{offer.wait.reference}/", "")):
        answer = browser.post(page, {"do": what})
        assert answer["Location"] == f"/en/bookings/{booking.reference}/"
        words = said(browser.get(answer["Location"]))
        assert "You had accepted it before. The booking stands." in words
        assert "let it go" not in words
        assert "You have left" not in words
    assert again(session).taken == 2


def test_what_ran_out_before_it_was_let_go_says_so(
    offer: Offer, citizen: User, client_of: ClientOf, at: Callable[[datetime], None]
) -> None:
    at(offer.expires_at)
    answer = client_of(citizen).post(address(offer), {"do": "decline"})
    assert answer["Location"] == address(offer)


def test_a_limit_met_meanwhile_is_said_and_the_offer_stays(
    offer: Offer, citizen: User, client_of: ClientOf
) -> None:
    take(citizen, session_of(starts="14:00"))
    answer = client_of(citizen).post(address(offer), {"do": "accept"})
    assert (answer.status_code, refusal_of(answer)) == (409, "most_a_day")
    offer.refresh_from_db()
    assert offer.state == Offered.OPEN


def test_it_is_nobody_elses(
    offer: Offer, second_citizen: User, stranger: User, client: Client, client_of: ClientOf
) -> None:
    for person in (second_citizen, stranger):
        assert client_of(person).get(address(offer)).status_code == 404
        assert client_of(person).post(address(offer), {"do": "accept"}).status_code == 404
    assert client.get(address(offer)).status_code == 302
    assert client.post(address(offer), {"do": "accept"})["Location"].startswith(
        "/en/accounts/login/"
    )
    assert Offer.objects.get().state == Offered.OPEN


def test_my_bookings_show_what_is_held_and_where_one_waits(
    offer: Offer, citizen: User, second_citizen: User, client_of: ClientOf
) -> None:
    full = with_places(session_of(starts="16:00"), 1)
    take(second_citizen, full)
    wait = wait_for(citizen, full)
    page = client_of(citizen).get("/en/bookings/").content.decode()
    assert address(offer) in page
    assert f"/en/waiting/{wait.reference}/" in page
    assert "Place in the list: 1" in page


def test_a_taken_room_has_a_list_too(
    city_hall: Building, citizen: User, second_citizen: User, client_of: ClientOf
) -> None:
    taken = book(second_citizen)
    browser = client_of(citizen)
    fields = {
        "date": "2026-12-01",
        "start": "14:00",
        "minutes": "120",
        "people": "5",
        "purpose": "독서 모임",
        "name": "나들이",
        "phone": "010-0000-1001",
        "key": "8b1c6f0e-7f58-4c3e-8a25-6b1a7b9d2c11",
    }
    refused = browser.post("/en/facilities/moran/book/", fields)
    assert refusal_of(refused) == "taken"
    assert "Wait for this time" in said(refused)
    joined = browser.post("/en/facilities/moran/book/", fields | {"do": "wait"})
    assert joined["Location"].startswith("/en/waiting/")
    cancel(second_citizen, taken)
    offer = Offer.objects.get()
    assert offer.expires_at - offer.made_at <= timedelta(days=1)
    assert "See what is held for you" in said(browser.get(joined["Location"]))
    done = browser.post(address(offer), {"do": "accept"})
    booking = Booking.objects.get(person=citizen)
    assert booking.reference in done["Location"]
    assert booking.purpose == "독서 모임"
    assert booking.visits.get().occupancy_id

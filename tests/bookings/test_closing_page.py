"""Closing a facility: a GET shows what it hits, only a POST closes, and only what was shown."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking, Offer
from events.planning import plan
from facilities import closing
from facilities.models import Building, Closure, Facility
from lib.references import spaced
from notices.models import Notice
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import fields_of, last_form_of, refusal_of, said
from tests.bookings.samples import TUESDAY, asked, book, residents
from tests.bookings.sessions import WEDNESDAY, session_of, take, wait_for, with_places
from tests.events.samples import market
from tests.places import span

pytestmark = pytest.mark.django_db
CLOSE = "/en/review/closures/new/"


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def filled(**changes: str) -> dict[str, str]:
    """모란관 for the sample Tuesday."""
    return {
        "facility": "moran",
        "first_day": TUESDAY.isoformat(),
        "first_time": "09:00",
        "last_day": TUESDAY.isoformat(),
        "last_time": "18:00",
        "reason_ko": "누수 수리",
        "reason_en": "Leak repair",
        **changes,
    }


def shown(browser: Client, **changes: str) -> Any:
    """The page with what it hits."""
    return browser.get(f"{CLOSE}?{urlencode(filled(**changes))}")


def test_it_is_for_officers(city_hall: Building, client_of: ClientOf) -> None:
    assert answers(CLOSE, client_of) == FOR_OFFICERS


def test_nobody_else_closes(
    city_hall: Building, citizen: User, desk: User, client_of: ClientOf
) -> None:
    assert client_of(citizen).post(CLOSE, filled()).status_code == 404
    assert client_of(desk).post(CLOSE, filled()).status_code == 403
    assert Client().post(CLOSE, filled()).status_code == 302
    assert not Closure.objects.exists()


def test_it_shows_what_it_hits_and_changes_nothing(
    city_hall: Building, citizen: User, at_work: Client
) -> None:
    booking = book(citizen)
    page = shown(at_work)
    assert page.status_code == 200
    words = said(page)
    assert "1 booking that would be cancelled" in words
    assert "Tue 1 Dec 2026, 14:00–16:00 Moran Room" in words
    assert spaced(booking.reference) in words
    assert "Close, cancel 1 booking and tell everyone" in words
    assert citizen.name not in words
    assert last_form_of(page)["seen"] == booking.reference
    assert not Closure.objects.exists()
    booking.refresh_from_db()
    assert booking.state == Decided.APPROVED


def test_it_shows_sessions_and_who_waits(
    city_hall: Building, citizen: User, second_citizen: User, at_work: Client
) -> None:
    session = with_places(session_of(), 2)
    take(citizen, session, 2)
    wait_for(second_citizen, session, 1)
    day = WEDNESDAY.isoformat()
    words = said(shown(at_work, facility="fitness", first_day=day, last_day=day))
    assert "4 sessions that would not take place" in words
    assert "Wed 25 Nov 2026, 14:00–16:00 Fitness Room 2" in words
    assert "Parties that wait: 1" in words


def test_who_has_an_offer_is_counted_once(
    city_hall: Building, citizen: User, second_citizen: User, at_work: Client
) -> None:
    session = with_places(session_of(), 2)
    taken = take(citizen, session, 2)
    wait_for(second_citizen, session, 2)
    cancel(citizen, taken)
    assert Offer.objects.count() == 1
    day = WEDNESDAY.isoformat()
    words = said(shown(at_work, facility="fitness", first_day=day, last_day=day))
    assert "Parties that wait: 0 Offers that are open: 1" in words


def test_one_press_closes_cancels_and_tells(
    city_hall: Building, citizen: User, at_work: Client
) -> None:
    booking = book(citizen)
    answer = at_work.post(CLOSE, last_form_of(shown(at_work)))
    assert (answer.status_code, answer["Location"]) == (302, "/en/facilities/moran/")
    closure = Closure.objects.get()
    assert (closure.reason_ko, closure.reason_en) == ("누수 수리", "Leak repair")  # type: ignore[attr-defined]
    booking.refresh_from_db()
    assert booking.state == Decided.CANCELLED
    held = Offer.objects.count()
    assert held > 0
    words = said(at_work.get(answer["Location"]))
    assert f"Bookings cancelled: 1. Alternatives held: {held}." in words
    assert Notice.objects.filter(kind="bookings.closed").count() == 1


def test_an_empty_time_is_closed_too(city_hall: Building, at_work: Client) -> None:
    page = shown(at_work)
    assert "Nothing: nobody has booked anything then." in said(page)
    assert at_work.post(CLOSE, last_form_of(page)).status_code == 302
    assert Closure.objects.count() == 1


def test_who_booked_meanwhile_is_shown_before_anything_is_cancelled(
    city_hall: Building, citizen: User, second_citizen: User, at_work: Client
) -> None:
    first = book(citizen)
    pressed = last_form_of(shown(at_work))
    second = book(second_citizen, asked(starts="10:00", ends="11:00"))
    answer = at_work.post(CLOSE, pressed)
    assert (answer.status_code, refusal_of(answer)) == (409, "closure_hits_more")
    assert not Closure.objects.exists()
    assert spaced(second.reference) in said(answer)
    again = last_form_of(answer)
    assert set(again["seen"].split()) == {first.reference, second.reference}
    assert again["reason_ko"] == "누수 수리"
    assert at_work.post(CLOSE, again).status_code == 302
    assert not Booking.objects.filter(state=Decided.APPROVED).exists()


def test_another_closure_is_in_the_way(city_hall: Building, at_work: Client) -> None:
    moran = Facility.objects.get(slug="moran")
    closing.close(moran, span(TUESDAY, "12:00", "13:00"), reason_ko="점검")
    page = shown(at_work)
    assert (page.status_code, refusal_of(page)) == (409, "space_in_use")
    assert '<form method="post"' not in page.content.decode()
    answer = at_work.post(CLOSE, filled())
    assert (answer.status_code, refusal_of(answer)) == (409, "space_in_use")
    assert Closure.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_day": "2026-11-20", "last_day": "2026-11-20"}, "in_the_past"),
        ({"first_time": "09:05"}, "off_grid"),
        ({"first_day": "2025-11-24", "last_day": "2027-11-20"}, "closure_too_long"),
    ],
)
def test_what_no_closure_may_be(
    city_hall: Building, at_work: Client, changes: dict[str, str], code: str
) -> None:
    page = shown(at_work, **changes)
    assert (page.status_code, refusal_of(page)) == (422, code)
    answer = at_work.post(CLOSE, filled(**changes))
    assert (answer.status_code, refusal_of(answer)) == (422, code)
    assert fields_of(answer)["reason_ko"] == "누수 수리"
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"facility": "nowhere"},
        {"facility": ""},
        {"facility": "\0"},
        {"first_day": "someday"},
        {"first_day": "9999-12-31"},
        {"last_time": "09:00"},
        {"last_time": "24:00"},
        {"reason_ko": ""},
        {"reason_ko": "가" * 201},
        {"reason_en": "a\nb"},
    ],
)
def test_what_cannot_be_read(city_hall: Building, at_work: Client, changes: dict[str, str]) -> None:
    for answer in (shown(at_work, **changes), at_work.post(CLOSE, filled(**changes))):
        assert answer.status_code == 422
        assert "Please check what you entered" in said(answer)
        assert '<form method="post"' not in answer.content.decode()
    assert not Closure.objects.exists()


@pytest.mark.parametrize("seen", ["", "\0", "x y z", "222222222222"])
def test_what_was_not_seen_is_not_cancelled(
    city_hall: Building, citizen: User, at_work: Client, seen: str
) -> None:
    booking = book(citizen)
    answer = at_work.post(CLOSE, filled(seen=seen))
    assert (answer.status_code, refusal_of(answer)) == (409, "closure_hits_more")
    booking.refresh_from_db()
    assert booking.state == Decided.APPROVED


def test_the_queries_do_not_grow_with_what_is_hit(city_hall: Building, at_work: Client) -> None:
    def queries(last: date) -> int:
        days = {"first_day": WEDNESDAY.isoformat(), "last_day": last.isoformat()}
        with CaptureQueriesContext(connection) as ran:
            page = shown(at_work, facility="fitness", **days)
        assert set(last_form_of(page)["seen"].split()) == set(
            Booking.objects.values_list("reference", flat=True)
        )
        return len(ran)

    first, *others = residents(9)
    take(first, session_of())
    queries(WEDNESDAY)  # the set-up is read
    one = queries(WEDNESDAY)
    for who in others:
        take(who, session_of(starts="09:00"))
    assert queries(WEDNESDAY + timedelta(days=5)) == one  # many bookings, and many sessions


def test_an_event_and_a_closure_in_the_way_are_named(
    city_hall: Building, officer: User, at_work: Client
) -> None:
    there = plan(officer, market(TUESDAY, "moran", title_en="The first market"), publish=True)
    hours = span(TUESDAY, "09:00", "10:00")
    closing.close(Facility.objects.get(slug="moran"), hours, reason_ko="청소", reason_en="Cleaning")
    page = shown(at_work)
    assert (page.status_code, refusal_of(page)) == (409, "space_in_use")
    words = said(page)
    assert "2 bookings, events or closures are in the way: Cleaning, Moran Room" in words
    assert "The first market, Moran Room, Tue 1 Dec 2026, 13:00–16:00" in words
    answer = at_work.post(CLOSE, filled())
    assert (answer.status_code, refusal_of(answer)) == (409, "space_in_use")
    assert "The first market" in said(answer)
    there.refresh_from_db()
    assert there.state == "published"

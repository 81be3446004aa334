"""The page of one visit: cancel it or move it, alone, from it on, or all."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings import close as closing
from bookings.attendance import Attended
from bookings.changing import cancel_visits
from bookings.decision import Decided
from bookings.models import Booking, Offer
from facilities.models import Facility
from tests.bookings.pages import alternatives_of, fields_of, refusal_of, said
from tests.bookings.samples import TUESDAY, asked, book, policy
from tests.bookings.sessions import session_of, take
from tests.places import at_seoul, span

ClientOf = Callable[[User], Client]
Hold = Callable[[datetime], None]
WEEK = timedelta(days=7)

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def series(citizen: User) -> Booking:
    """모란관 on three Tuesdays from 14:00 to 16:00."""
    return book(citizen, *(asked(day=TUESDAY + week * WEEK) for week in range(3)))


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


def page_of(booking: Booking, number: int | None = None) -> str:
    path = f"/en/bookings/{booking.reference}/"
    return path if number is None else f"{path}visits/{number}/"


def move(**changes: Any) -> dict[str, Any]:
    """To the same day at ten."""
    fields = {
        "do": "move",
        "facility": "moran",
        "date": "2026-12-01",
        "start": "10:00",
        "minutes": "120",
        "scope": "one",
    }
    return fields | changes


def attended(booking: Booking) -> list[bool]:
    """Which visits stand."""
    return [visit.attendance == Attended.EXPECTED for visit in booking.visits.order_by("number")]


def spans(booking: Booking) -> list[Any]:
    return [visit.span for visit in booking.visits.order_by("number")]


@pytest.mark.parametrize(
    "who", ["second_citizen", "organiser", "stranger", "desk", "officer", "administrator"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_everybody_else_it_is_not_there(
    who: str, method: str, request: pytest.FixtureRequest, client_of: ClientOf, series: Booking
) -> None:
    client = client_of(request.getfixturevalue(who))

    answer = getattr(client, method)(page_of(series, 1), {"do": "cancel", "scope": "all"})

    assert answer.status_code == 404
    assert attended(series) == [True] * 3


def test_anonymous_is_led_to_the_sign_in(client: Client, series: Booking) -> None:
    response = client.post(page_of(series, 1), {"do": "cancel", "scope": "all"})

    assert response["Location"].startswith("/en/accounts/login/")
    assert attended(series) == [True] * 3


def test_a_visit_that_is_not_there_is_not_found(browser: Client, series: Booking) -> None:
    assert browser.get(page_of(series, 4)).status_code == 404


def test_what_was_applied_for_leads_to_its_application(browser: Client, series: Booking) -> None:
    Booking.objects.filter(pk=series.pk).update(is_application=True)

    response = browser.post(page_of(series, 1), {"do": "cancel", "scope": "all"})

    assert response["Location"] == f"/en/applications/{series.reference}/"
    assert attended(series) == [True] * 3


def test_the_booking_lists_its_visits_each_with_its_own_deadline(
    browser: Client, citizen: User, series: Booking, at: Hold
) -> None:
    cancel_visits(citizen, series, [2])
    at(at_seoul(TUESDAY, "18:00"))

    page = browser.get(page_of(series))

    words = said(page)
    assert "Tue 1 Dec 2026, 14:00–16:00 Moran Room People: 5 people Over" in words
    assert "Tue 8 Dec 2026, 14:00–16:00 Moran Room People: 5 people Cancelled" in words
    assert "until Tue 15 Dec 2026, 13:00" in words
    assert "Visits Tue 15 Dec 2026, 14:00–16:00 What for" in words  # the next, and no more
    links = re.findall(r"/visits/(\d)/", page.content.decode())
    assert links == ["3"]
    assert "pass.pdf" in page.content.decode()


def test_the_booking_says_which_visit_is_next_and_how_many_follow(
    browser: Client, series: Booking
) -> None:
    words = said(browser.get(page_of(series)))

    assert "Visits Tue 1 Dec 2026, 14:00–16:00, and 2 more visits What for" in words


def test_in_korean_the_button_moves_a_visit_and_nobody_in_a_queue(
    browser: Client, series: Booking
) -> None:
    """The desk moves parties in a queue: a word of its own in Korean."""
    page = browser.get(page_of(series, 1).removeprefix("/en")).content.decode()

    assert '<button class="krds-btn primary large" type="submit" name="do" value="move">' in page
    assert "순번" not in page


def test_looking_changes_nothing(browser: Client, series: Booking) -> None:
    page = browser.get(page_of(series, 2), {"do": "cancel", "scope": "all"})

    assert page.status_code == 200
    assert attended(series) == [True] * 3


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ("one", [True, False, True]),
        ("from_here", [True, False, False]),
        ("all", [False, False, False]),
    ],
)
def test_one_from_here_on_or_all_are_cancelled(
    browser: Client, series: Booking, scope: str, left: list[bool]
) -> None:
    response = browser.post(page_of(series, 2), {"do": "cancel", "scope": scope})

    assert response["Location"] == page_of(series)
    assert attended(series) == left
    series.refresh_from_db()
    assert (series.state == Decided.CANCELLED) == (scope == "all")


def test_all_leaves_out_what_is_over(browser: Client, series: Booking, at: Hold) -> None:
    at(at_seoul(TUESDAY, "18:00"))

    browser.post(page_of(series, 3), {"do": "cancel", "scope": "all"})

    assert attended(series) == [True, False, False]


def test_a_visit_past_its_deadline_is_not_cancelled(
    browser: Client, series: Booking, at: Hold
) -> None:
    at(at_seoul(TUESDAY, "13:30"))

    page = browser.post(page_of(series, 1), {"do": "cancel", "scope": "one"})

    assert (page.status_code, refusal_of(page)) == (409, "visit_too_late")
    assert attended(series) == [True] * 3


@pytest.mark.parametrize("scope", ["", "everything"])
def test_a_form_without_a_scope_changes_nothing(
    browser: Client, series: Booking, scope: str
) -> None:
    page = browser.post(page_of(series, 1), {"do": "cancel", "scope": scope})

    assert page.status_code == 422
    assert attended(series) == [True] * 3


def test_the_form_of_a_move_begins_with_what_is(browser: Client, series: Booking) -> None:
    fields = fields_of(browser.get(page_of(series, 2)))

    assert fields["facility"] == "moran"
    assert (fields["date"], fields["start"], fields["minutes"]) == ("2026-12-08", "14:00", "120")


def test_one_visit_is_moved(browser: Client, series: Booking) -> None:
    response = browser.post(page_of(series, 1), move())

    assert response["Location"] == page_of(series)
    assert spans(series)[0] == span(TUESDAY, "10:00", "12:00")
    assert spans(series)[1] == span(TUESDAY + WEEK, "14:00", "16:00")


def test_from_here_on_all_go_as_many_days_on(browser: Client, series: Booking) -> None:
    to = move(date="2026-12-10", start="16:00", minutes="60", scope="from_here")

    response = browser.post(page_of(series, 2), to)

    assert response.status_code == 302
    two_days = timedelta(days=2)
    assert spans(series) == [
        span(TUESDAY, "14:00", "16:00"),
        span(TUESDAY + WEEK + two_days, "16:00", "17:00"),
        span(TUESDAY + 2 * WEEK + two_days, "16:00", "17:00"),
    ]


def test_what_is_in_the_way_is_said_with_what_is_possible(
    browser: Client, series: Booking, second_citizen: User
) -> None:
    book(second_citizen, asked(starts="10:00", ends="12:00"))

    page = browser.post(page_of(series, 1), move(minutes="60"))

    assert (page.status_code, refusal_of(page)) == (409, "taken")
    assert fields_of(page)["minutes"] == "60"
    assert spans(series)[0] == span(TUESDAY, "14:00", "16:00")
    link = unescape(alternatives_of(page)[0])
    filled_in = {
        name: value
        for name, value in fields_of(browser.get(link)).items()
        if name in {"facility", "date", "start", "minutes"}
    }
    assert browser.post(page_of(series, 1), move(**filled_in)).status_code == 302


def test_when_another_of_them_is_in_the_way_it_is_named(
    browser: Client, series: Booking, second_citizen: User
) -> None:
    book(second_citizen, asked(day=TUESDAY + WEEK, starts="10:00", ends="12:00"))

    page = browser.post(page_of(series, 1), move(scope="all"))

    assert page.status_code == 409
    assert "nothing was changed: Tue 8 Dec 2026, 14:00–16:00" in said(page)
    assert not alternatives_of(page)
    assert spans(series)[0] == span(TUESDAY, "14:00", "16:00")


@pytest.mark.parametrize(
    "wrong",
    [{"facility": "onnuri"}, {"date": "soon"}, {"start": "noon"}, {"minutes": "0"}, {"scope": "x"}],
)
def test_a_move_that_cannot_be_read_changes_nothing(
    browser: Client, series: Booking, wrong: dict[str, str]
) -> None:
    page = browser.post(page_of(series, 1), move(**wrong))

    assert page.status_code == 422
    assert spans(series)[0] == span(TUESDAY, "14:00", "16:00")


def test_a_single_booking_is_moved_the_same_way(browser: Client, citizen: User) -> None:
    booking = book(citizen)
    assert page_of(booking, 1) in browser.get(page_of(booking)).content.decode()

    assert browser.post(page_of(booking, 1), move()).status_code == 302

    assert spans(booking) == [span(TUESDAY, "10:00", "12:00")]


def test_places_in_a_session_are_not_moved(browser: Client, citizen: User) -> None:
    booking = take(citizen, session_of(), 1)

    assert page_of(booking, 1) not in browser.get(page_of(booking)).content.decode()
    assert 'value="move"' not in browser.get(page_of(booking, 1)).content.decode()
    page = browser.post(page_of(booking, 1), move())
    assert (page.status_code, refusal_of(page)) == (422, "session_is_not_moved")


def test_my_bookings_show_a_series_as_one_card(browser: Client, series: Booking) -> None:
    words = said(browser.get("/en/bookings/"))

    assert words.count(series.purpose) == 1
    assert "Tue 1 Dec 2026, 14:00–16:00, and 2 more visits" in words


def test_a_series_of_which_the_rest_is_cancelled_is_past(
    browser: Client, citizen: User, series: Booking, at: Hold
) -> None:
    at(at_seoul(TUESDAY, "18:00"))
    cancel_visits(citizen, series, [2, 3])

    words = said(browser.get("/en/bookings/"))

    assert "Nothing is booked at the moment" in words


def test_a_booking_of_twelve_costs_no_more_questions_than_one(
    browser: Client, citizen: User
) -> None:
    policy("moran", opens_days_before=200, max_per_month=None)
    browser.get(page_of(book(citizen)))
    costs = []
    for number in (1, 12):
        days = [TUESDAY + timedelta(days=1 + number % 2) + week * WEEK for week in range(number)]
        booking = book(citizen, *(asked(day=day) for day in days))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page_of(booking)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_is_held_instead_of_one_visit_is_shown_while_the_rest_stands(
    browser: Client, series: Booking, officer: User
) -> None:
    closing.close(
        officer,
        Facility.objects.get(slug="moran"),
        span(TUESDAY, "09:00", "18:00"),
        reason_ko="누수",
        seen=frozenset({series.reference}),
    )

    page = browser.get(page_of(series))

    assert attended(series) == [False, True, True]
    held = Offer.objects.filter(instead_of=series, instead_of_number=1)
    assert held
    assert all(offer.reference in page.content.decode() for offer in held)
    assert "pass.pdf" in page.content.decode()

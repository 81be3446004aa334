"""The pages of a series: the form, the report of its dates, all or the rest booked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.models import Booking
from tests.bookings.pages import fields_of, filled, refusal_of, said
from tests.bookings.samples import TUESDAY, asked, book, policy

ClientOf = Callable[[User], Client]
SERIES = "/en/facilities/moran/book/series/"
WEEK = timedelta(days=7)

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


def typed(**changes: Any) -> dict[str, Any]:
    """Three Tuesdays from the sample Tuesday on."""
    return filled(**{"every": "week", "times": "3", "until": "", "do": "report"} | changes)


def ticks_of(page: Any) -> dict[str, str]:
    """What is ticked on the page of the dates."""
    found = re.findall(
        r'<input type="checkbox" name="([^"]+)" id="[^"]+" value="([^"]+)"( checked)?',
        page.content.decode(),
    )
    return {name: value for name, value, is_ticked in found if is_ticked}


def offered(page: Any) -> dict[str, str]:
    """What may be ticked on the page of the dates."""
    found = re.findall(
        r'<input type="checkbox" name="([^"]+)" id="[^"]+" value="([^"]+)"', page.content.decode()
    )
    return dict(found)


def hidden(page: Any) -> dict[str, str]:
    """What goes along from the first page."""
    return {name: value for name, value in fields_of(page).items() if not name.startswith("pick-")}


def test_the_form_of_one_date_leads_to_that_of_several(browser: Client) -> None:
    page = browser.get("/en/facilities/moran/book/?date=2026-12-01&start=14:00&minutes=120")

    link = re.search(r'href="(/en/facilities/moran/book/series/[^"]*)"', page.content.decode())
    assert link
    fields = fields_of(browser.get(link[1].replace("&amp;", "&")))
    assert (fields["date"], fields["start"], fields["minutes"]) == ("2026-12-01", "14:00", "120")


def test_where_the_policy_takes_no_series_there_is_none(browser: Client) -> None:
    policy("moran", max_visits=1)

    assert SERIES not in browser.get("/en/facilities/moran/book/").content.decode()
    response = browser.get(SERIES)
    assert (response.status_code, response["Location"]) == (302, "/en/facilities/moran/book/")


@pytest.mark.parametrize("slug", ["onnuri", "fitness"])
def test_elsewhere_one_is_led_to_the_way_of_the_facility(browser: Client, slug: str) -> None:
    assert browser.get(f"/en/facilities/{slug}/book/series/").status_code == 302


def test_anonymous_signs_in_and_finds_what_was_typed(client: Client, citizen: User) -> None:
    response = client.post(SERIES, typed(every="month_day", times="5"))

    assert response.status_code == 302
    client.force_login(citizen)
    fields = fields_of(client.get(f"{SERIES}?draft=1"))
    assert (fields["every"], fields["times"]) == ("month_day", "5")


def test_the_report_shows_every_date_and_books_nothing(
    browser: Client, second_citizen: User
) -> None:
    book(second_citizen, asked(day=TUESDAY + WEEK))

    page = browser.post(SERIES, typed())

    assert page.status_code == 200
    assert "Free: 2 of 3 dates" in said(page)
    assert "Take this instead: Tancheon Room, Tue 8 Dec 2026, 14:00–16:00" in said(page)
    assert ticks_of(page) == {"pick-1": "asked", "pick-3": "asked"}
    assert Booking.objects.count() == 1


def test_all_with_the_alternative_become_one_booking(
    browser: Client, second_citizen: User, citizen: User
) -> None:
    book(second_citizen, asked(day=TUESDAY + WEEK))
    page = browser.post(SERIES, typed())

    response = browser.post(SERIES, {**hidden(page), **offered(page), "do": "book"})

    booking = Booking.objects.get(person=citizen)
    assert response["Location"] == f"/en/bookings/{booking.reference}/?new=1"
    slugs = booking.visits.order_by("number").values_list("facility__slug", flat=True)
    assert list(slugs) == ["moran", "tancheon", "moran"]


def test_the_rest_is_booked_without_what_is_not_ticked(browser: Client) -> None:
    page = browser.post(SERIES, typed())

    browser.post(SERIES, {**hidden(page), "pick-1": "asked", "pick-3": "asked", "do": "book"})

    days = [visit.starts_at.date() for visit in Booking.objects.get().visits.all()]
    assert days == [TUESDAY, TUESDAY + 2 * WEEK]


def test_pressing_twice_books_once(browser: Client) -> None:
    page = browser.post(SERIES, typed())
    sent = {**hidden(page), **ticks_of(page), "do": "book"}

    first, second = browser.post(SERIES, sent), browser.post(SERIES, sent)

    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1


def test_who_comes_too_late_sees_the_dates_and_loses_nothing(
    browser: Client, citizen: User, second_citizen: User
) -> None:
    page = browser.post(SERIES, typed())
    book(second_citizen, asked(day=TUESDAY + WEEK))

    again = browser.post(
        SERIES, {**hidden(page), "pick-1": "asked", "pick-2": "asked", "do": "book"}
    )

    assert (again.status_code, refusal_of(again)) == (409, "taken")
    assert "These dates are no longer free: Tue 8 Dec 2026, 14:00–16:00" in said(again)
    assert ticks_of(again) == {"pick-1": "asked"}
    kept = hidden(again)
    assert kept["purpose"] == "독서 모임"
    assert kept["key"] != hidden(page)["key"]
    assert not Booking.objects.filter(person=citizen).exists()
    done = browser.post(SERIES, {**kept, **ticks_of(again), "do": "book"})
    assert done.status_code == 302


def test_an_alternative_that_is_gone_meanwhile_is_not_booked(
    browser: Client, second_citizen: User, organiser: User
) -> None:
    book(second_citizen, asked(day=TUESDAY + WEEK))
    page = browser.post(SERIES, typed())
    book(organiser, asked("tancheon", day=TUESDAY + WEEK))

    again = browser.post(SERIES, {**hidden(page), **offered(page), "do": "book"})

    assert again.status_code == 409
    assert Booking.objects.count() == 2
    assert ticks_of(again) == {"pick-1": "asked", "pick-3": "asked"}
    assert offered(again)["pick-2"].startswith("moran ")


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "moran",
        "moran 2026-12-01T14:00:00 60",
        "moran 2026-13-01T14:00:00+09:00 60",
        "moran 2026-12-01T14:00:00+09:00 -5",
        "moran 2026-12-01T14:00:00+09:00 99999999999999",
        "moran 9999-12-31T23:59:00+09:00 60",
    ],
)
def test_what_cannot_be_read_is_not_ticked(browser: Client, forged: str) -> None:
    page = browser.post(SERIES, typed())

    again = browser.post(SERIES, {**hidden(page), "pick-1": forged, "do": "book"})

    assert (again.status_code, refusal_of(again)) == (422, "nothing_chosen")
    assert not Booking.objects.exists()


def test_a_forged_alternative_is_judged_like_any_time(browser: Client) -> None:
    page = browser.post(SERIES, typed())

    forged = "moran 2026-12-01T03:00:00+09:00 60"
    again = browser.post(SERIES, {**hidden(page), "pick-1": forged, "do": "book"})

    assert (again.status_code, refusal_of(again)) == (422, "outside_hours")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"times": "", "until": ""}, "times"),
        ({"times": "0"}, "times"),
        ({"times": "many"}, "times"),
        ({"times": "54"}, "times"),
        ({"times": "", "until": "2026-11-30"}, "until"),
        ({"every": "never"}, "every"),
        ({"date": "2029-12-01"}, "date"),
        ({"purpose": ""}, "purpose"),
    ],
)
def test_a_form_that_says_too_little_comes_back_with_what_was_typed(
    browser: Client, changes: dict[str, str], field: str
) -> None:
    page = browser.post(SERIES, typed(**{"group_name": "책벗", **changes}))

    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.content.decode()
    assert fields_of(page)["group_name"] == "책벗"


def test_more_dates_than_the_policy_takes_are_refused_in_the_form(browser: Client) -> None:
    page = browser.post(SERIES, typed(times="13"))

    assert (page.status_code, refusal_of(page)) == (422, "too_many_visits")
    assert fields_of(page)["times"] == "13"


def test_back_to_the_form_with_all_that_was_typed(browser: Client) -> None:
    page = browser.post(SERIES, typed(every="two_weeks", group_name="책벗"))

    back = browser.post(SERIES, {**hidden(page), "do": "change"})

    fields = fields_of(back)
    assert back.status_code == 200
    assert (fields["every"], fields["times"], fields["group_name"]) == ("two_weeks", "3", "책벗")


def test_twelve_dates_cost_no_more_questions_than_one(browser: Client) -> None:
    policy("moran", opens_days_before=200, max_per_month=None)
    browser.post(SERIES, typed())
    costs = []
    for times in ("1", "12"):
        with CaptureQueriesContext(connection) as queries:
            page = browser.post(SERIES, typed(times=times))
        assert f"of {times} dates" in said(page)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(browser: Client, method: str) -> None:
    assert getattr(browser, method)(SERIES).status_code == 405

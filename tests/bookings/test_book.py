"""The form that books: who may, what is refused and how, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.db import connection

from accounts.models import User
from bookings.models import Booking
from facilities.closing import close
from facilities.models import Facility, Occupancy
from lib.references import ALPHABET
from notices.models import Notice
from tests.bookings.pages import (
    BOOK,
    alternatives_of,
    fields_of,
    filled,
    followed,
    refusal_of,
    said,
)
from tests.bookings.samples import NOW, TUESDAY, asked, book, new_key
from tests.places import span

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


# Who


@pytest.mark.parametrize("who", ["citizen", "second_citizen", "organiser"])
def test_a_resident_books_and_sees_the_confirmation(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))

    response = client.post(BOOK, filled())

    booking = Booking.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/en/bookings/{booking.reference}/?new=1"
    assert set(booking.reference) <= set(ALPHABET)
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "Your booking is confirmed" in said(page)


@pytest.mark.parametrize("who", ["stranger", "desk", "officer", "administrator"])
def test_who_claims_no_ground_for_use_is_refused(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    response = client_of(request.getfixturevalue(who)).post(BOOK, filled())

    assert response.status_code == 403
    assert refusal_of(response) == "not_a_resident"
    assert not Booking.objects.exists()


def test_anonymous_is_led_to_the_sign_in_and_back(client: Client) -> None:
    response = client.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=60")

    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/login/?next=")
    assert unquote(response["Location"]).endswith(f"{BOOK}?date=2026-12-01&start=14:00&minutes=60")


def test_a_facility_that_does_not_exist_is_not_found(browser: Client) -> None:
    assert browser.get("/en/facilities/nowhere/book/").status_code == 404
    assert browser.post("/en/facilities/nowhere/book/", filled()).status_code == 404


def test_a_facility_decided_by_an_officer_leads_to_its_page(browser: Client) -> None:
    response = browser.get("/en/facilities/onnuri/book/")

    assert (response.status_code, response["Location"]) == (302, "/en/facilities/onnuri/")


def test_a_form_for_a_facility_decided_by_an_officer_is_refused(browser: Client) -> None:
    response = browser.post("/en/facilities/onnuri/book/", filled())

    assert (response.status_code, refusal_of(response)) == (422, "not_bookable_here")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(browser: Client, method: str) -> None:
    assert getattr(browser, method)(BOOK).status_code == 405


def test_a_get_with_everything_filled_in_books_nothing(browser: Client) -> None:
    assert browser.get(BOOK, filled()).status_code == 200
    assert not Booking.objects.exists()


# The form


def test_the_form_comes_filled_in_from_the_address_and_the_account(
    browser: Client, citizen: User
) -> None:
    fields = fields_of(browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120&people=7"))

    assert fields["date"] == "2026-12-01"
    assert fields["start"] == "14:00"
    assert fields["minutes"] == "120"
    assert fields["people"] == "7"
    assert fields["name"] == citizen.name
    assert fields["phone"] == "010-0000-1001"
    assert fields["email"] == citizen.email
    assert fields["purpose"] == ""


def test_the_deadline_is_shown_before_booking(browser: Client) -> None:
    page = said(browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120"))

    assert "Cancel until Tue 1 Dec 2026, 13:00" in page


def test_the_form_says_at_once_when_its_time_is_taken(
    browser: Client, second_citizen: User
) -> None:
    book(second_citizen)

    page = browser.get(f"{BOOK}?date=2026-12-01&start=14:00&minutes=120")

    assert page.status_code == 200
    assert refusal_of(page) == "taken"
    assert len(alternatives_of(page)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "date=0001-01-01&start=00:00&minutes=60",
        "date=0001-01-02&start=00:00&minutes=60",
        "date=9999-12-31&start=23:45&minutes=44640",
        "date=9999-12-30&start=10:00&minutes=60",
        "date=10000-01-01&start=10:00&minutes=60",
        "date=2026-12-01&start=10:00&minutes=99999999999999999999",
        "date=2026-12-01&start=10:00&minutes=-60",
        "date=2026-12-01&start=10:00:30&minutes=60",
        "date=2026-12-01&start=10:00%2B03:00&minutes=60",
        "date=2026-02-30&start=25:00&minutes=x",
        "date=%00&start=%00&minutes=%00&people=%00",
        "date=&start=&minutes=&people=",
        "date=%F0%9F%8E%89&start=%EB%98%A0&minutes=%ED%9E%A3",
        "people=1e9&draft=1",
    ],
)
def test_a_strange_address_still_gives_the_form(browser: Client, query: str) -> None:
    assert browser.get(f"{BOOK}?{query}").status_code == 200


def test_the_page_costs_the_same_few_queries_however_much_is_booked(
    browser: Client, second_citizen: User
) -> None:
    address = f"{BOOK}?date=2026-12-01&start=14:00&minutes=120"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for day in (TUESDAY + timedelta(days=offset) for offset in (1, 2, 3)):
        book(second_citizen, asked(day=day))
    with CaptureQueriesContext(connection) as many:
        browser.get(address)

    assert len(few) == len(many) <= 4, [q["sql"][:160] for q in many]  # session, user, stamps, slots


# What is refused


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"start": "14:10"}, 422, "off_grid"),
        ({"start": "14:15"}, 422, "off_step"),
        ({"minutes": "90"}, 422, "off_step"),
        ({"date": "2026-11-20"}, 422, "in_the_past"),
        ({"date": "2026-11-23", "start": "09:00"}, 422, "in_the_past"),
        ({"date": "2026-11-23", "start": "14:00"}, 422, "too_late"),
        ({"start": "08:00"}, 422, "outside_hours"),
        ({"start": "17:00"}, 422, "outside_hours"),
        ({"start": "23:00"}, 422, "outside_hours"),
        ({"start": "09:00", "minutes": "240"}, 422, "too_long"),
        ({"start": "09:00", "minutes": "30"}, 422, "too_short"),
        ({"start": "09:00", "minutes": "10080"}, 422, "outside_hours"),
        ({"date": "2026-12-05"}, 422, "closed_that_day"),
        ({"date": "2026-12-25"}, 422, "public_holiday"),
        ({"date": "2027-01-04"}, 422, "too_early"),
        ({"people": "0"}, 422, "too_few_people"),
        ({"people": "-3"}, 422, "too_few_people"),
        ({"people": "18"}, 422, "too_many_people"),
        ({"people": "10000"}, 422, "too_many_people"),
    ],
)
def test_what_the_rules_refuse_is_said_with_the_next_step(
    browser: Client, changes: dict[str, str], status: int, code: str
) -> None:
    fields = filled(**changes)

    response = browser.post(BOOK, fields)

    assert (response.status_code, refusal_of(response)) == (status, code)
    assert '<p class="next">' in response.content.decode()
    kept = fields_of(response)
    names = set(fields) - {"key", "minutes"}
    assert {name: kept[name] for name in names} == {name: fields[name] for name in names}
    assert not Booking.objects.exists()
    assert not Notice.objects.exists()


def test_a_time_across_a_closure_is_refused(browser: Client) -> None:
    close(
        Facility.objects.get(slug="moran"),
        span(TUESDAY, "15:00", "17:00"),
        reason_ko="바닥 공사",
        reason_en="Floor works",
    )

    response = browser.post(BOOK, filled())

    assert (response.status_code, refusal_of(response)) == (409, "closure")
    assert "Floor works" in said(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", ""),
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
        ("date", "10000-01-01"),
        ("date", "2026-02-30"),
        ("date", "내일"),
        ("start", "25:00"),
        ("start", ""),
        ("minutes", "0"),
        ("minutes", "-60"),
        ("minutes", "9" * 30),
        ("minutes", "두 시간"),
        ("people", ""),
        ("people", "9" * 30),
        ("people", "다섯"),
        ("people", "5.5"),
        ("purpose", ""),
        ("purpose", " \t "),
        ("purpose", "가" * 201),
        ("purpose", "독서\x00모임"),
        ("purpose", "독서\x1b[31m모임"),
        ("purpose", "독서\r\n모임"),
        ("group_name", "가" * 101),
        ("group_name", "책\x07벗"),
        ("name", ""),
        ("name", "가" * 300),
        ("name", "나\x00들이"),
        ("name", "나들이\nBcc: all@example.com"),
        ("name", "나\x7f들이"),
        ("phone", "1234"),
        ("phone", "010-0000-10\x0001"),
        ("email", "nadeuri"),
        ("email", "nadeuri@example.com\x00"),
        ("email", "nadeuri@example.com\nBcc: all@example.com"),
        ("email", "가" * 250 + "@example.com"),
    ],
)
def test_a_field_that_cannot_be_is_named_and_everything_else_is_kept(
    browser: Client, field: str, value: str
) -> None:
    fields = filled(**{field: value})

    response = browser.post(BOOK, fields)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()  # the summary leads to the field
    kept = fields_of(response)
    names = set(fields) - {field, "minutes"}
    assert {name: kept[name] for name in names} == {name: fields[name] for name in names}
    assert not Booking.objects.exists()


@pytest.mark.parametrize("left_out", ["date", "start", "minutes", "people", "purpose", "name"])
def test_a_form_with_a_field_left_out_is_invalid(browser: Client, left_out: str) -> None:
    assert browser.post(BOOK, filled(**{left_out: None})).status_code == 422


def test_an_empty_form_is_invalid(browser: Client) -> None:
    assert browser.post(BOOK, {}).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "뷁"},
        {"name": "힣쀍쫽"},
        {"name": "\U00020bb7野家"},
        {"purpose": "🎉👨‍👩‍👧‍👦 잔치 🏳️‍🌈"},
        {"purpose": "<script>alert(1)</script>"},
        {"purpose": "{{ 7|add:7 }} %s %(x)s"},
        {"name": "Robert'); DROP TABLE bookings_booking;--"},
        {"purpose": "가" * 200, "group_name": "나" * 100, "name": "다" * 50},
    ],
)
def test_an_unusual_text_is_kept_letter_by_letter(browser: Client, changes: dict[str, str]) -> None:
    response = browser.post(BOOK, filled(**changes))

    assert response.status_code == 302
    booking = Booking.objects.select_related("contact").get()
    stored = {
        "name": booking.contact.name,
        "purpose": booking.purpose,
        "group_name": booking.group_name,
    }
    assert {name: stored[name] for name in changes} == changes
    page = browser.get(response["Location"])
    assert booking.purpose in said(page)
    assert "<script>alert" not in page.content.decode()


# Taken, and what there is instead


def test_a_taken_time_is_refused_with_three_alternatives_that_can_be_booked(
    browser: Client, client_of: ClientOf, second_citizen: User
) -> None:
    book(second_citizen)

    response = browser.post(BOOK, filled())

    assert (response.status_code, refusal_of(response)) == (409, "taken")
    links = alternatives_of(response)
    assert len(links) == 3
    for link in links:
        done = followed(browser, link)
        assert done.status_code == 302, (link, refusal_of(done))
        booking = Booking.objects.exclude(person=second_citizen).get()
        # One a day: the next alternative is tried with this one given back.
        assert browser.post(f"/en/bookings/{booking.reference}/cancel/").status_code == 302
        booking.delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2026-11-20"},
        {"date": "2026-11-23"},
        {"date": "2026-12-05"},
        {"date": "2026-12-25"},
        {"date": "2027-06-01"},
        {"start": "08:00"},
        {"start": "14:10"},
        {"minutes": "360", "start": "09:00"},
        {"minutes": "90"},
        {"date": "2025-12-01"},
    ],
)
def test_every_alternative_can_really_be_booked(browser: Client, changes: dict[str, str]) -> None:
    links = alternatives_of(browser.post(BOOK, filled(**changes)))

    assert 1 <= len(links) <= 3
    for link in links:
        assert followed(browser, link).status_code == 302, link
        Booking.objects.all().delete()
        Occupancy.objects.all().delete()


@pytest.mark.parametrize("day", ["2025-12-01", "2026-11-20", "2026-12-01", "2027-06-01"])
def test_alternatives_respect_the_limits_of_the_person(
    browser: Client, citizen: User, day: str
) -> None:
    """With one booking on each of the coming days, nothing of these days is offered."""
    for offset in (1, 2, 3):
        book(citizen, asked(day=NOW.date() + timedelta(days=offset), starts="10:00", ends="11:00"))
    book(citizen, asked(day=TUESDAY, starts="10:00", ends="11:00"))

    for link in alternatives_of(browser.post(BOOK, filled(date=day))):
        done = followed(browser, link)
        assert done.status_code == 302, (link, refusal_of(done))
        Booking.objects.latest("pk").visits.get().occupancy.delete()  # type: ignore[union-attr]
        Booking.objects.latest("pk").delete()


def test_a_refused_form_can_be_corrected_and_sent_again(
    browser: Client, second_citizen: User
) -> None:
    book(second_citizen)
    refused = browser.post(BOOK, filled())

    done = browser.post(BOOK, fields_of(refused) | {"start": "10:00"})

    assert done.status_code == 302
    assert Booking.objects.count() == 2


# The same form again


def test_the_same_form_twice_is_one_booking(browser: Client) -> None:
    fields = filled()

    first, second = browser.post(BOOK, fields), browser.post(BOOK, fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == Notice.objects.count() == 1


def test_the_same_key_with_other_contents_is_refused_and_a_fresh_one_works(
    browser: Client,
) -> None:
    fields = filled()
    browser.post(BOOK, fields)
    other = fields | {"date": "2026-12-02", "purpose": "둘째 모임"}

    refused = browser.post(BOOK, other)

    assert (refused.status_code, refusal_of(refused)) == (409, "key_used_otherwise")
    kept = fields_of(refused)
    assert kept["purpose"] == "둘째 모임"
    assert kept["key"] != fields["key"]
    assert browser.post(BOOK, kept).status_code == 302
    assert Booking.objects.count() == 2


def test_the_key_of_one_person_is_nothing_to_another(
    browser: Client, client_of: ClientOf, second_citizen: User
) -> None:
    fields = filled()
    browser.post(BOOK, fields)

    response = client_of(second_citizen).post(BOOK, fields)

    assert (response.status_code, refusal_of(response)) == (409, "taken")
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 5000, None])
def test_a_form_without_a_true_key_is_not_taken_and_can_be_sent_again(
    browser: Client, key: str | None
) -> None:
    response = browser.post(BOOK, filled(key=key))

    assert response.status_code == 422
    assert "send it again" in said(response)
    assert browser.post(BOOK, fields_of(response)).status_code == 302


# Forged, and grown old


def test_a_forged_form_is_refused_with_a_clear_page(citizen: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)

    response = client.post(BOOK, filled())

    assert response.status_code == 403
    assert "Please send it again" in said(response)
    assert not Booking.objects.exists()


def test_a_form_whose_token_grew_old_comes_back_filled_in(citizen: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)
    page = client.get(BOOK)
    old = fields_of(page) | filled(purpose="오래 쓴 글") | {"csrfmiddlewaretoken": "a" * 64}

    refused = client.post(BOOK, old)

    assert refused.status_code == 403
    assert f"{BOOK}?draft=1" in refused.content.decode()
    again = client.get(f"{BOOK}?draft=1")
    fields = fields_of(again)
    assert fields["purpose"] == "오래 쓴 글"
    assert client.post(BOOK, fields).status_code == 302
    assert Booking.objects.get().purpose == "오래 쓴 글"


def test_a_forged_form_of_nobody_leaves_no_trace(client: Client) -> None:
    """Else a page elsewhere could put a session of its own in the place of somebody's."""
    forged = Client(enforce_csrf_checks=True)

    response = forged.post(BOOK, filled())

    assert response.status_code == 403
    assert "sessionid" not in response.cookies


def test_a_session_that_ended_gives_the_form_back_after_sign_in(
    client: Client, citizen: User
) -> None:
    citizen.set_password("한강-소나무-17-bridge")
    citizen.save()
    typed = filled(purpose="오래 쓴 글", people="9")

    away = client.post(BOOK, typed)

    assert away.status_code == 302
    assert away["Location"].startswith("/en/accounts/login/?next=")
    signed_in = client.post(
        away["Location"], {"login": citizen.email, "password": "한강-소나무-17-bridge"}
    )
    assert signed_in.status_code == 302, said(signed_in)
    page = client.get(signed_in["Location"])
    assert page.status_code == 200
    fields = fields_of(page)
    names = set(typed) - {"key"}
    assert {name: fields[name] for name in names} == {name: typed[name] for name in names}
    assert client.post(BOOK, fields).status_code == 302
    assert Booking.objects.get().purpose == "오래 쓴 글"


def test_a_draft_is_gone_once_its_form_was_taken(client: Client, citizen: User) -> None:
    client.post(BOOK, filled(purpose="오래 쓴 글"))
    client.force_login(citizen)

    client.post(BOOK, fields_of(client.get(f"{BOOK}?draft=1")))

    assert "booking_draft" not in client.session


def test_a_draft_of_one_form_does_not_fill_another(client: Client, citizen: User) -> None:
    client.post(BOOK, filled(purpose="오래 쓴 글"))
    client.force_login(citizen)

    fields = fields_of(client.get("/en/facilities/tancheon/book/?draft=1"))

    assert fields["purpose"] == ""


# What a booking costs


def test_a_booking_costs_the_same_few_queries_however_much_is_booked(
    browser: Client, second_citizen: User
) -> None:
    browser.post(BOOK, filled())
    with CaptureQueriesContext(connection) as few:
        assert browser.post(BOOK, filled(date="2026-12-02", key=new_key())).status_code == 302
    for offset in (2, 3, 6):
        book(second_citizen, asked(day=TUESDAY + timedelta(days=offset)))
    with CaptureQueriesContext(connection) as many:
        assert browser.post(BOOK, filled(date="2026-12-08", key=new_key())).status_code == 302

    assert len(few) == len(many) <= 18


def test_a_refused_booking_costs_few_queries_too(browser: Client, second_citizen: User) -> None:
    book(second_citizen)
    browser.get(BOOK)
    with CaptureQueriesContext(connection) as queries:
        assert browser.post(BOOK, filled()).status_code == 409

    assert len(queries) <= 22


def test_an_english_page_and_a_korean_page_are_the_same_form(browser: Client) -> None:
    fields = filled()
    first = browser.post("/facilities/moran/book/", fields)
    second = browser.post(BOOK, fields)

    assert first["Location"].startswith("/bookings/")
    assert second["Location"] == f"/en{first['Location']}"



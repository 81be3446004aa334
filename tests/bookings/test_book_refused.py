"""What the form refuses and how, what there is instead, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from bookings.models import Booking
from facilities.closing import close
from facilities.models import Facility, Occupancy
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
from tests.bookings.samples import NOW, TUESDAY, asked, book
from tests.places import span

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


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
        ("purpose", "독서\u202e모임"),
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


@pytest.mark.parametrize("minutes", ["45", "600"])
def test_a_length_that_is_not_offered_comes_back_as_it_was(browser: Client, minutes: str) -> None:
    for page in (
        browser.post(BOOK, filled(minutes=minutes)),
        browser.get(BOOK, filled(minutes=minutes)),
    ):
        assert f'<option value="{minutes}" selected>' in page.content.decode()

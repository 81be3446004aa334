"""When a room is taken: never by whom, nor what for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from events.planning import plan
from events.publishing import cancel
from facilities import occupancy
from facilities.occupancy import Want
from tests.bookings.samples import asked, book
from tests.events.calendars import body, entries
from tests.events.samples import SATURDAY, fair, market, place, published
from tests.places import NOON, listing, span

PATH = "/en/facilities/plaza-a/busy.ics"


def spans(response: Any) -> list[tuple[datetime, datetime]]:
    return sorted((one.start, one.end) for one in entries(response).values())


def test_it_tells_that_it_is_taken_and_nothing_else(client: Client, officer: User) -> None:
    event = published(officer)

    response = client.get(PATH)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert spans(response) == [(event.starts_at, event.ends_at)]
    content = body(client.get(PATH)).decode()
    for told in ("flea", "벼룩", "Yeosu", "여수동", event.reference, "DESCRIPTION", "CATEGORIES"):
        assert told not in content
    (entry,) = entries(client.get(PATH)).values()
    with translation.override("en"):
        assert entry["SUMMARY"] == f"{listing('plaza-a').facility.name}: in use"


def test_nothing_of_a_booking_is_told(client: Client, citizen: User) -> None:
    booking = book(citizen)
    visit = booking.visits.get()
    response = client.get("/en/facilities/moran/busy.ics")
    assert spans(response) == [(visit.starts_at, visit.ends_at)]
    content = body(client.get("/en/facilities/moran/busy.ics")).decode()
    for told in (booking.reference, booking.purpose, citizen.name, "SEQUENCE:1"):
        assert told not in content


def test_drafts_set_up_and_holds_are_taken_too(client: Client, officer: User) -> None:
    plan(
        officer,
        replace(
            market(),
            places=(
                place("plaza-a", SATURDAY, "13:00", "16:00", setup_minutes=60, clearing_minutes=30),
            ),
        ),
    )
    until = NOON + timedelta(hours=1)
    held = Want(listing("plaza-a").space_ids, span(SATURDAY, "18:00", "19:00"), until)
    with transaction.atomic():
        occupancy.take([held])
    whole = span(SATURDAY, "12:00", "16:30")
    assert spans(client.get(PATH)) == [
        (whole.starts_at, whole.ends_at),
        (held.span.starts_at, held.span.ends_at),
    ]


def test_a_hold_that_ran_out_takes_nothing(client: Client) -> None:
    held = Want(listing("plaza-a").space_ids, span(SATURDAY, "18:00", "19:00"), NOON)
    with transaction.atomic():
        occupancy.take([held])
    assert spans(client.get(PATH)) == []


def test_what_touches_is_one_block_over_all_spaces_of_the_room(
    client: Client, officer: User
) -> None:
    published(officer)  # zone A, 13:00 to 16:00
    later = replace(market(SATURDAY, "plaza-b"), span=span(SATURDAY, "13:00", "18:00"))
    later = replace(later, places=(place("plaza-b", SATURDAY, "15:00", "18:00"),))
    published(officer, later)
    whole = span(SATURDAY, "13:00", "18:00")
    assert spans(client.get("/en/facilities/plaza/busy.ics")) == [(whole.starts_at, whole.ends_at)]
    assert len(spans(client.get(PATH))) == 1
    assert spans(client.get(PATH))[0][1] == span(SATURDAY, "13:00", "16:00").ends_at


def test_only_from_today_on(client: Client, officer: User, at: Callable[[datetime], None]) -> None:
    published(officer)
    at(span(SATURDAY, "22:00", "23:00").starts_at)
    assert len(spans(client.get(PATH))) == 1
    at(span(SATURDAY + timedelta(days=1), "09:00", "10:00").starts_at)
    assert spans(client.get(PATH)) == []


def test_an_entry_keeps_its_identity_which_tells_nothing(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    (uid,) = entries(client.get(PATH))
    at(NOON + timedelta(days=1))
    published(officer, market(SATURDAY + timedelta(days=7)))
    assert uid in entries(client.get(PATH))
    ids = {event.pk, event.places.get().occupancy_id}
    assert len(uid.partition("@")[0]) == 32
    assert not any(str(one) == uid.partition("@")[0] for one in ids)
    stamps = {one["DTSTAMP"].dt for one in entries(client.get(PATH)).values()}
    assert stamps == {datetime(2026, 1, 1, tzinfo=UTC)}  # not when somebody booked


def test_who_has_it_gets_304_until_something_is_taken_or_given_back(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    event = published(officer, fair())
    first = client.get(PATH)
    had = {"if-none-match": first["ETag"]}
    with django_assert_num_queries(2):
        assert client.get(PATH, headers=had).status_code == 304
    assert "Last-Modified" not in first
    cancel(officer, event, 1, "비가 와서 쉽니다.")
    assert client.get(PATH, headers=had).status_code == 200


def test_a_room_that_is_not_there(client: Client) -> None:
    assert client.get("/en/facilities/nowhere/busy.ics").status_code == 404


def test_as_many_queries_for_many(
    client: Client, officer: User, citizen: User, django_assert_num_queries: Any
) -> None:
    client.get(PATH)
    with django_assert_num_queries(3):
        body(client.get(PATH))
    for week in range(3):
        published(officer, market(SATURDAY + timedelta(days=7 * week)))
    book(citizen, asked())
    with django_assert_num_queries(3):
        body(client.get(PATH))

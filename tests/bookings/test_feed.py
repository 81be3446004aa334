"""The calendar of one's own bookings, at a secret address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.utils import translation

from accounts.models import User
from bookings import calendar_links
from bookings.cancel import cancel
from bookings.changing import cancel_visits
from bookings.decision import Decided
from bookings.models import Booking, CalendarLink, Record
from tests.bookings.samples import TUESDAY, asked, book
from tests.events.calendars import body, entries

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


def path_of(person: User) -> str:
    """The English address of the person's calendar, without the host."""
    with translation.override("en"):
        found = calendar_links.whole_address(calendar_links.make(person))
    return found.whole.removeprefix(settings.SITE_URL)


def test_who_has_the_address_reads_without_signing_in(client: Client, citizen: User) -> None:
    booking = book(citizen)
    visit = booking.visits.get()

    response = client.get(path_of(citizen))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = entries(response)
    assert list(found) == [f"{booking.reference}-1@sarangbang"]
    (entry,) = found.values()
    assert (entry.start, entry.end) == (visit.starts_at, visit.ends_at)
    assert entry["SUMMARY"] == "Moran Room: 독서 모임"
    assert entry["STATUS"] == "CONFIRMED"


def test_it_is_kept_from_everybody_else(client: Client, citizen: User) -> None:
    response = client.get(path_of(citizen))
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Access-Control-Allow-Origin" not in response
    assert not response.cookies


def test_nothing_of_anybody_else_is_in_it(
    client: Client, citizen: User, second_citizen: User
) -> None:
    own = book(citizen)
    other = book(second_citizen, asked(day=TUESDAY + timedelta(days=1)))
    content = body(client.get(path_of(citizen))).decode()
    assert own.reference in content
    assert other.reference not in content
    assert content.count("BEGIN:VEVENT") == 1


def test_a_cancelled_visit_stays_with_its_mark(client: Client, citizen: User) -> None:
    gone = book(citizen)
    series = book(citizen, *(asked(day=TUESDAY + timedelta(days=7 * n)) for n in (1, 2)))
    cancel(citizen, gone)
    cancel_visits(citizen, series, [1])

    found = entries(client.get(path_of(citizen)))

    states = {uid.partition("@")[0]: str(entry["STATUS"]) for uid, entry in found.items()}
    assert states == {
        f"{gone.reference}-1": "CANCELLED",
        f"{series.reference}-1": "CANCELLED",
        f"{series.reference}-2": "CONFIRMED",
    }
    off = found[f"{gone.reference}-1@sarangbang"]
    assert off["SUMMARY"].startswith("[Cancelled] ")
    assert (off["SEQUENCE"], off["TRANSP"]) == (1, "TRANSPARENT")


@pytest.mark.parametrize(
    ("state", "was_approved", "number"),
    [
        (Decided.SUBMITTED, False, 0),
        (Decided.REFUSED, False, 0),
        (Decided.LAPSED, False, 0),
        (Decided.LAPSED, True, 1),
    ],
)
def test_what_never_stood_has_no_entry_and_what_lapsed_unpaid_keeps_it(
    client: Client, citizen: User, state: Decided, was_approved: bool, number: int
) -> None:
    booking = book(citizen)
    Booking.objects.filter(pk=booking.pk).update(state=state)
    if was_approved:
        Record.objects.create(booking=booking, what="approved_in_part", at=booking.created_at)
    found = entries(client.get(path_of(citizen)))
    assert [str(one["STATUS"]) for one in found.values()] == ["CANCELLED"] * number


def test_what_was_a_year_ago_is_not_in_it(
    client: Client, citizen: User, at: Callable[[Any], None]
) -> None:
    booking = book(citizen)
    at(booking.visits.get().ends_at + timedelta(days=364))
    assert len(entries(client.get(path_of(citizen)))) == 1
    at(booking.visits.get().ends_at + timedelta(days=368))
    assert entries(client.get(path_of(citizen))) == {}


def not_there(client: Client, path: str) -> None:
    """404 in plain text, which tells nothing."""
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_what_the_database_holds_is_no_address(client: Client, citizen: User) -> None:
    path = path_of(citizen)
    key = CalendarLink.objects.get().key
    assert key in path
    not_there(client, f"/en/bookings/calendar/{key}.ics")
    not_there(client, f"/en/bookings/calendar/{key}.{'A' * 43}.ics")
    with override_settings(SECRET_KEY="x" * 60):
        not_there(client, path)
    assert client.get(path).status_code == 200


def test_a_renewed_or_withdrawn_address_is_void(client: Client, citizen: User) -> None:
    old = path_of(citizen)
    calendar_links.renew(citizen)
    not_there(client, old)
    new = path_of(citizen)
    assert client.get(new).status_code == 200
    calendar_links.withdraw(citizen)
    not_there(client, new)
    assert path_of(citizen) not in {old, new}


def test_who_may_not_enter_any_more_is_not_read(client: Client, citizen: User) -> None:
    path = path_of(citizen)
    citizen.is_active = False
    citizen.save()
    not_there(client, path)


def test_the_address_goes_with_the_account(client: Client, citizen: User) -> None:
    book(citizen)
    path = path_of(citizen)
    citizen.delete()
    not_there(client, path)


def test_who_has_it_already_gets_304_and_no_booking_is_read(
    client: Client, citizen: User, django_assert_num_queries: Any
) -> None:
    booking = book(citizen)
    path = path_of(citizen)
    first = client.get(path)
    body(first)
    had = {"if-none-match": first["ETag"]}
    with django_assert_num_queries(3):  # whose it is, the stamp, the set-up
        again = client.get(path, headers=had)
    assert again.status_code == 304
    assert again["Referrer-Policy"] == "no-referrer"
    cancel(citizen, booking)
    changed = client.get(path, headers=had)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_what_was_typed_is_forgotten_there_too(client: Client, citizen: User) -> None:
    """After a year the purpose goes without another revision."""
    booking = book(citizen)
    path = path_of(citizen)
    first = client.get(path)
    Booking.objects.filter(pk=booking.pk).update(purpose="")
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "독서" not in body(again).decode()


def test_as_many_queries_for_many(
    client: Client, citizen: User, django_assert_num_queries: Any
) -> None:
    path = path_of(citizen)
    book(citizen)
    body(client.get(path))
    with django_assert_num_queries(7):
        body(client.get(path))
    for week in range(1, 4):
        book(citizen, asked(day=TUESDAY + timedelta(days=7 * week)))
    with django_assert_num_queries(7):
        body(client.get(path))


def press(client: Client, do: str) -> Any:
    return client.post("/en/bookings/calendar/", {"do": do})


def test_the_address_is_made_renewed_and_withdrawn_from_my_bookings(
    client_of: ClientOf, citizen: User
) -> None:
    client = client_of(citizen)
    page = client.get("/en/bookings/").content.decode()
    assert 'value="make"' in page
    assert ".ics" not in page

    response = press(client, "make")
    assert (response.status_code, response["Location"]) == (302, "/en/bookings/#own-calendar")
    first = calendar_links.address_of(citizen)
    assert first
    page = client.get("/en/bookings/").content.decode()
    assert f'value="{settings.SITE_URL}{path_of(citizen)}"' in page
    assert "webcal://" in page
    press(client, "make")
    assert calendar_links.address_of(citizen) == first

    press(client, "renew")
    assert calendar_links.address_of(citizen) not in {None, first}
    press(client, "withdraw")
    assert calendar_links.address_of(citizen) is None


def test_nothing_is_made_by_looking_and_nobody_makes_one_for_others(
    client: Client, client_of: ClientOf, citizen: User
) -> None:
    signed_in = client_of(citizen)
    assert signed_in.get("/en/bookings/calendar/").status_code == 405
    assert press(signed_in, "anything").status_code == 400
    assert press(client, "make").status_code == 302  # to sign in
    assert not CalendarLink.objects.exists()

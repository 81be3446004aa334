"""The form sent twice, forged, grown old, or after the session ended."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from bookings.models import Booking
from notices.models import Notice
from tests.bookings.pages import (
    BOOK,
    fields_of,
    filled,
    refusal_of,
    said,
)

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def browser(client_of: ClientOf, citizen: User) -> Client:
    """The citizen's."""
    return client_of(citizen)


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

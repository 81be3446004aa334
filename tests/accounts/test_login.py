"""Signing in: /accounts/login/."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from notices.letters import Letter
from tests.accounts.conftest import PASSWORD

SIGN_IN = "/accounts/login/"


def is_in(client: Client, user: User) -> bool:
    """Is this person signed in in this browser?"""
    return client.session.get("_auth_user_id") == str(user.pk)


def test_right_password_signs_in_whatever_the_case_of_the_address(
    client: Client, member: User
) -> None:
    response = client.post(SIGN_IN, {"login": "Garam@Example.com", "password": PASSWORD})
    assert response.status_code == 302
    assert response.headers["Location"] == "/"
    assert is_in(client, member)


def test_english_page_leads_to_the_english_front_page(client: Client, member: User) -> None:
    response = client.post(f"/en{SIGN_IN}", {"login": member.email, "password": PASSWORD})
    assert response.headers["Location"] == "/en/"


def test_wrong_password_and_unknown_address_get_the_same_words(
    client: Client, member: User
) -> None:
    wrong = client.post(SIGN_IN, {"login": member.email, "password": "not-the-one-9"})
    unknown = client.post(SIGN_IN, {"login": "nobody@example.com", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not is_in(client, member)


def test_unconfirmed_address_is_sent_a_link_and_not_let_in(
    client: Client, member: User, letters_to: Callable[[str], list[Letter]]
) -> None:
    EmailAddress.objects.update(verified=False)
    response = client.post(SIGN_IN, {"login": member.email, "password": PASSWORD})
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert not is_in(client, member)
    (letter,) = letters_to(member.email)
    assert "/accounts/confirm-email/" in letter.text


def test_shut_out_person_is_not_let_in(client: Client, member: User) -> None:
    member.is_active = False
    member.save(update_fields=["is_active"])
    response = client.post(SIGN_IN, {"login": member.email, "password": PASSWORD})
    assert response.headers["Location"] == "/accounts/inactive/"
    assert not is_in(client, member)


def test_next_on_this_site_is_followed(client: Client, member: User) -> None:
    given = {"login": member.email, "password": PASSWORD, "next": "/bookings/"}
    assert client.post(SIGN_IN, given).headers["Location"] == "/bookings/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/x", "//evil.example", "///evil.example", "javascript:alert(1)"]
)
def test_foreign_next_is_not_followed(client: Client, member: User, wanted: str) -> None:
    given = {"login": member.email, "password": PASSWORD, "next": wanted}
    assert client.post(SIGN_IN, given).headers["Location"] == "/"


def test_sixth_wrong_password_in_a_row_shuts_the_door_even_for_the_right_one(
    client: Client, member: User
) -> None:
    for _attempt in range(5):
        client.post(SIGN_IN, {"login": member.email, "password": "not-the-one-9"})
    response = client.post(SIGN_IN, {"login": member.email, "password": PASSWORD})
    assert response.status_code == 422
    assert not is_in(client, member)


def test_address_written_by_the_visitor_is_not_believed_without_a_proxy(
    client: Client, member: User, settings: Settings
) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    for attempt in range(10):
        client.post(
            SIGN_IN,
            {"login": f"x{attempt}@example.com", "password": "not-the-one-9"},
            headers={"X-Forwarded-For": f"192.0.2.{attempt}"},
        )
    given = {"login": member.email, "password": PASSWORD}
    client.post(SIGN_IN, given, headers={"X-Forwarded-For": "192.0.2.99"})
    assert not is_in(client, member)


def test_get_signs_nobody_in(client: Client, member: User) -> None:
    client.get(SIGN_IN, {"login": member.email, "password": PASSWORD})
    assert not is_in(client, member)


def test_session_is_new_after_signing_in(client: Client, member: User) -> None:
    client.get(f"{SIGN_IN}?next=/bookings/")
    session = client.session
    session["seen"] = "before"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    before = session.session_key
    client.post(SIGN_IN, {"login": member.email, "password": PASSWORD})
    assert client.session.session_key != before

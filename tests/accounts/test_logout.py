"""Signing out: /accounts/logout/."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User

SIGN_OUT = "/accounts/logout/"


def test_get_only_asks(citizen: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(citizen)
    assert client.get(SIGN_OUT).status_code == 200
    assert "_auth_user_id" in client.session


def test_post_signs_out(citizen: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(citizen)
    response = client.post(SIGN_OUT)
    assert response.headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_post_from_the_english_page_leads_to_the_english_front_page(
    citizen: User, client_of: Callable[[User], Client]
) -> None:
    assert client_of(citizen).post(f"/en{SIGN_OUT}").headers["Location"] == "/en/"


def test_forged_post_is_refused(citizen: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)
    assert client.post(SIGN_OUT).status_code == 403
    assert "_auth_user_id" in client.session


def test_foreign_next_is_not_followed(citizen: User, client_of: Callable[[User], Client]) -> None:
    response = client_of(citizen).post(SIGN_OUT, {"next": "https://evil.example/"})
    assert response.headers["Location"] == "/"

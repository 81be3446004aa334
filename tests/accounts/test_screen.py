"""Large text and high contrast: /screen/."""

from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.context_processors import screen, site
from accounts.screen import Screen

SCREEN = "/screen/"


def test_choice_is_kept_for_a_year_in_a_cookie_scripts_cannot_read(client: Client) -> None:
    given = {"zoom": "xlarge", "contrast": "high-contrast", "next": "/facilities/"}
    response = client.post(SCREEN, given)
    assert response.status_code == 302
    assert response.headers["Location"] == "/facilities/"
    cookie = response.cookies["screen"]
    assert cookie.value == "xlarge.high-contrast"
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]


@pytest.mark.django_db
def test_page_shows_the_choice_made_and_where_one_came_from(client: Client) -> None:
    client.cookies["screen"] = "large.high-contrast"
    page = client.get(f"{SCREEN}?next={quote('/facilities/?people=4')}")
    assert page.status_code == 200
    assert page.context["form"]["zoom"].value() == "large"
    assert page.context["next"] == "/facilities/?people=4"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", r"/\evil.example", "javascript:x", ""]
)
def test_foreign_next_is_not_followed(client: Client, wanted: str) -> None:
    given = {"zoom": "medium", "contrast": "default", "next": wanted}
    assert client.post(SCREEN, given).headers["Location"] == SCREEN


@pytest.mark.django_db
@pytest.mark.parametrize(("zoom", "contrast"), [("huge", "default"), ("large", ""), ("", "")])
def test_choice_that_is_none_of_ours_is_refused(client: Client, zoom: str, contrast: str) -> None:
    response = client.post(SCREEN, {"zoom": zoom, "contrast": contrast})
    assert response.status_code == 422
    assert "screen" not in response.cookies


@pytest.mark.django_db
def test_get_sets_nothing(client: Client) -> None:
    response = client.get(SCREEN, {"zoom": "xlarge", "contrast": "default"})
    assert "screen" not in response.cookies


def test_forged_post_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    given = {"zoom": "large", "contrast": "default"}
    assert client.post(SCREEN, given).status_code == 403


@pytest.mark.parametrize(
    "cookie", ["", "large", "large.", "huge.default", "large.default.more", '"><script>', "큰.글"]
)
def test_cookie_that_is_none_of_ours_counts_as_none(rf: RequestFactory, cookie: str) -> None:
    request = rf.get("/")
    request.COOKIES["screen"] = cookie
    assert screen(request) == {"screen": Screen("medium", "default")}


@pytest.mark.django_db
def test_context_of_every_page_asks_no_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/")
    with django_assert_num_queries(0):
        assert screen(request)
        assert site(request)["site"].demo

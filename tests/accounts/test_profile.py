"""One's own details: /accounts/profile/."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

PROFILE = "/accounts/profile/"
ClientOf = Callable[[User], Client]


def answers(**changes: str) -> dict[str, str]:
    """The form as the citizen of the cast has it."""
    given = {
        "name": "나들이",
        "mobile": "010-0000-1001",
        "language": "ko",
        "residency": "resident",
    }
    return given | changes


@pytest.mark.django_db
def test_visitor_is_asked_to_sign_in_and_comes_back(client: Client) -> None:
    response = client.get(PROFILE)
    assert response.headers["Location"] == f"/accounts/login/?next={PROFILE}"


def test_page_shows_what_is_known(citizen: User, client_of: ClientOf) -> None:
    page = client_of(citizen).get(PROFILE)
    assert page.status_code == 200
    form = page.context["form"]
    assert form["name"].value() == "나들이"
    assert form["mobile"].value() == "010-0000-1001"


def test_change_is_stored(citizen: User, client_of: ClientOf) -> None:
    given = answers(name="나들목", mobile="031 729 2187", language="en")
    response = client_of(citizen).post(PROFILE, given)
    assert response.headers["Location"] == PROFILE
    citizen.refresh_from_db()
    assert (citizen.name, citizen.mobile, citizen.language) == ("나들목", "0317292187", "en")
    assert citizen.is_residency_verified, "the same ground stays checked"


def test_another_ground_has_to_be_checked_anew(citizen: User, client_of: ClientOf) -> None:
    client_of(citizen).post(PROFILE, answers(residency="works_or_studies"))
    citizen.refresh_from_db()
    assert citizen.residency == "works_or_studies"
    assert not citizen.is_residency_verified


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "가" * 300),
        ("name", ""),
        ("mobile", "010-123"),
        ("mobile", "+1 202 555 0123"),
        ("language", "tlh"),
        ("residency", "emperor"),
    ],
)
def test_bad_answer_changes_nothing_and_is_kept_in_the_form(
    citizen: User, client_of: ClientOf, field: str, value: str
) -> None:
    response = client_of(citizen).post(PROFILE, answers(**{field: value}))
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {field}
    assert form[field].value() == value
    citizen.refresh_from_db()
    assert (citizen.name, citizen.mobile) == ("나들이", "01000001001")


def test_other_columns_cannot_be_slipped_in(citizen: User, client_of: ClientOf) -> None:
    given = answers() | {"email": "other@example.com", "is_active": "", "residency_verified_at": ""}
    client_of(citizen).post(PROFILE, given)
    citizen.refresh_from_db()
    assert citizen.email == "nadeuri@example.com"
    assert citizen.is_active
    assert citizen.is_residency_verified


def test_get_changes_nothing(citizen: User, client_of: ClientOf) -> None:
    client_of(citizen).get(PROFILE, answers(name="다른이"))
    citizen.refresh_from_db()
    assert citizen.name == "나들이"


def test_other_verbs_are_not_allowed(citizen: User, client_of: ClientOf) -> None:
    assert client_of(citizen).delete(PROFILE).status_code == 405

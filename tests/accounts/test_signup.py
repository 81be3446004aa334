"""Signing up: /accounts/signup/ and the link in the letter."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.test import Client

from accounts.forms import SignUpForm
from accounts.models import User
from notices.letters import Letter
from notices.models import Notice
from tests.accounts.conftest import PASSWORD

SIGN_UP = "/accounts/signup/"
LettersTo = Callable[[str], list[Letter]]


def answers(**changes: str) -> dict[str, str]:
    """The form as a new citizen fills it in; an empty change leaves the answer out."""
    given = {
        "name": "새보람",
        "email": "saeboram@example.com",
        "mobile": "010-0000-1021",
        "residency": "resident",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "privacy": "on",
    }
    return {name: value for name, value in (given | changes).items() if value}


def link_in(letter: Letter) -> str:
    """The address in a letter, without the host."""
    found = re.search(r"https?://\S+", letter.text)
    assert found
    parts = urlsplit(found.group())
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.mark.django_db
def test_page_tells_what_is_collected_before_asking(client: Client) -> None:
    page = client.get(SIGN_UP)
    assert page.status_code == 200
    terms = [str(item.term) for item in page.context["privacy_notice"]]
    assert len(terms) == 5


@pytest.mark.django_db
def test_new_person_is_stored_as_stated(client: Client) -> None:
    response = client.post(SIGN_UP, answers(name="  새  보람 ", mobile="+82 10 0000 1021"))
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.name, user.mobile, user.language) == ("새 보람", "01000001021", "ko")
    assert (user.residency, user.is_residency_verified) == ("resident", False)
    assert user.check_password(PASSWORD)
    assert not user.roles


@pytest.mark.django_db
def test_english_page_makes_a_person_who_is_written_to_in_english(
    client: Client, letters_to: LettersTo
) -> None:
    client.post(f"/en{SIGN_UP}", answers())
    assert User.objects.get().language == "en"
    (letter,) = letters_to("saeboram@example.com")
    assert "Confirm your e-mail address" in letter.subject
    assert link_in(letter).startswith("/en/accounts/confirm-email/")


@pytest.mark.django_db
def test_nobody_is_signed_in_before_the_address_is_confirmed(client: Client) -> None:
    client.post(SIGN_UP, answers())
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified


@pytest.mark.django_db
def test_confirming_signs_in_and_goes_back_to_the_booking(
    client: Client, letters_to: LettersTo
) -> None:
    wanted = "/facilities/moran/book/?day=2026-12-01"
    client.post(SIGN_UP, answers(next=wanted))
    link = link_in(letters_to("saeboram@example.com")[0])
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified, "a GET changed something"
    response = client.post(link)
    assert response.headers["Location"] == wanted
    assert EmailAddress.objects.get().verified
    assert int(client.session["_auth_user_id"]) == User.objects.get().pk


@pytest.mark.django_db
def test_confirming_in_another_browser_goes_on_to_the_booking_without_signing_in(
    client: Client, letters_to: LettersTo
) -> None:
    client.post(SIGN_UP, answers(next="/facilities/moran/book/"))
    other = Client()
    response = other.post(link_in(letters_to("saeboram@example.com")[0]))
    assert response.headers["Location"] == "/facilities/moran/book/"
    assert "_auth_user_id" not in other.session


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_foreign_next_is_not_followed(client: Client, letters_to: LettersTo, wanted: str) -> None:
    client.post(SIGN_UP, answers(next=wanted))
    link = link_in(letters_to("saeboram@example.com")[0])
    assert "evil" not in link
    assert client.post(link).headers["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "가" * 300),
        ("name", "12345"),
        ("name", "새\u202e보람"),
        ("name", ""),
        ("email", "no address"),
        ("email", ""),
        ("mobile", "010-12"),
        ("mobile", "전화 없음"),
        ("mobile", ""),
        ("residency", "king"),
        ("residency", ""),
        ("password1", "1234567890"),
        ("password2", "another-password-9"),
        ("privacy", ""),
    ],
)
def test_bad_answer_is_named_and_the_rest_is_kept(client: Client, field: str, value: str) -> None:
    response = client.post(SIGN_UP, answers(**{field: value}))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert response.context["form"].data.get("password1", PASSWORD)
    assert not User.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_rare_syllable_and_letters_of_a_keyboard_become_one_name(client: Client) -> None:
    client.post(SIGN_UP, answers(name="\u1112\u1175\u11c2뷁"))  # 힣 as its letters
    assert User.objects.get().name == "힣뷁"


@pytest.mark.django_db
def test_known_address_in_another_case_looks_the_same_and_makes_nobody(
    client: Client, member: User, letters_to: LettersTo
) -> None:
    new = client.post(SIGN_UP, answers())
    known = client.post(SIGN_UP, answers(email="GARAM@example.com"))
    assert known.status_code == new.status_code == 302
    assert known.headers["Location"] == new.headers["Location"]
    assert User.objects.filter(email=member.email).count() == 1
    member.refresh_from_db()
    assert member.name == "고가람"
    (letter,) = letters_to("garam@example.com")
    assert "/accounts/password/reset/" in letter.text


@pytest.mark.django_db
def test_address_taken_between_check_and_writing_gets_the_same_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rival_first(form: SignUpForm, *args: object) -> User:
        raise IntegrityError

    monkeypatch.setattr(SignUpForm, "save", rival_first)
    response = client.post(SIGN_UP, answers())
    assert response.status_code == 302
    assert response.headers["Location"] == "/accounts/confirm-email/"


@pytest.mark.django_db
def test_letter_in_korean_is_addressed_and_asks_for_a_press(
    client: Client, letters_to: LettersTo
) -> None:
    client.post(SIGN_UP, answers())
    (letter,) = letters_to("saeboram@example.com")
    assert letter.subject.startswith("[")
    assert "\n" not in letter.subject
    assert "/accounts/confirm-email/" in letter.text
    assert "{{" not in letter.text
    assert Notice.objects.get().person == User.objects.get()

"""A forgotten password: /accounts/password/reset/ and the link in the letter."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from notices.letters import Letter
from notices.models import Notice
from tests.accounts.conftest import PASSWORD

RESET = "/accounts/password/reset/"
NEW = "새로운-암호-2-길다"
LettersTo = Callable[[str], list[Letter]]


def link_in(letter: Letter) -> str:
    """The address of the page to set the password, without the host."""
    found = re.search(r"https?://\S+", letter.text)
    assert found
    return urlsplit(found.group()).path


def test_link_sets_a_new_password_once_and_tells_of_it(
    client: Client, member: User, letters_to: LettersTo
) -> None:
    assert client.post(RESET, {"email": "GARAM@example.com"}).status_code == 302
    link = link_in(letters_to(member.email)[0])
    form_page = client.get(link).headers["Location"]
    member.refresh_from_db()
    assert member.check_password(PASSWORD), "a GET changed something"
    assert client.post(form_page, {"password1": NEW, "password2": NEW}).status_code == 302
    member.refresh_from_db()
    assert member.check_password(NEW)
    assert len(letters_to(member.email)) == 2
    assert "127.0.0.1" in letters_to(member.email)[1].text
    assert Client().get(link).status_code == 200, "a used link is a page, not a redirect"


def test_unknown_address_gets_the_same_answer_and_a_letter_that_says_so(
    client: Client, member: User, letters_to: LettersTo
) -> None:
    known = client.post(RESET, {"email": member.email})
    unknown = client.post(RESET, {"email": "nobody@example.com"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert "/accounts/signup/" in letters_to("nobody@example.com")[0].text
    assert Notice.objects.get(to="nobody@example.com").person is None


def test_weak_new_password_is_refused(client: Client, member: User, letters_to: LettersTo) -> None:
    client.post(RESET, {"email": member.email})
    page = client.get(link_in(letters_to(member.email)[0])).headers["Location"]
    response = client.post(page, {"password1": "1234567890", "password2": "1234567890"})
    assert response.status_code == 422
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("front", "words"), [("", "너무 많이 요청하셨습니다"), ("/en", "Too many attempts")]
)
def test_sixth_in_a_row_is_answered_with_our_page_and_no_letter(
    client: Client, member: User, front: str, words: str
) -> None:
    for _time in range(5):
        assert client.post(f"{front}{RESET}", {"email": member.email}).status_code == 302
    response = client.post(f"{front}{RESET}", {"email": member.email})
    assert response.status_code == 429
    page = response.content.decode()
    assert words in page
    assert 'id="krds-footer"' in page
    assert Notice.objects.count() == 5


def test_bad_address_is_refused(client: Client, member: User) -> None:
    assert client.post(RESET, {"email": "garam"}).status_code == 422
    assert not Notice.objects.exists()


def test_forged_link_changes_nothing(client: Client, member: User) -> None:
    response = client.post(
        f"{RESET}key/{member.pk}-c0ffee-0123456789abcdef/", {"password1": NEW, "password2": NEW}
    )
    assert response.status_code == 200
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_letter_is_in_the_language_of_the_person_not_of_the_page(
    client: Client, member: User, letters_to: LettersTo
) -> None:
    member.language = "en"
    member.save(update_fields=["language"])
    client.post(RESET, {"email": member.email})
    (letter,) = letters_to(member.email)
    assert "Set a new password" in letter.subject
    assert link_in(letter).startswith("/en/")


def test_link_of_production_names_the_site_and_not_what_the_request_says(
    client: Client, member: User, letters_to: LettersTo, settings: Settings
) -> None:
    settings.DEMO = False
    settings.SITE_URL = "https://booking.example.kr"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": member.email}, headers={"Host": "evil.example"})
    (letter,) = letters_to(member.email)
    assert "https://booking.example.kr/accounts/password/reset/key/" in letter.text
    assert "evil" not in letter.text

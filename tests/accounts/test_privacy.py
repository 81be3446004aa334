"""The privacy policy: /privacy/, and the way to it from every page."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.privacy import SIGN_UP_NOTICE

PRIVACY = "/privacy/"


@pytest.mark.django_db
def test_policy_names_all_that_the_law_wants(client: Client, settings: Settings) -> None:
    page = client.get(PRIVACY)
    assert page.status_code == 200
    html = page.content.decode()
    assert "<h1>개인정보 처리방침</h1>" in html
    wanted = ["수집 목적", "수집 항목", "처리 근거", "보유 기간", "파기", "제3자 제공", "위탁"]
    wanted += ["이용자의 권리", "안전성 확보 조치", "담당 부서", "쿠키", "1577-3100"]
    wanted += ["sessionid", "csrftoken", "screen", "messages", f"{settings.NOTICE_DAYS}일"]
    assert not [words for words in wanted if words not in html]


@pytest.mark.django_db
def test_policy_says_all_that_the_sign_up_says(client: Client) -> None:
    html = client.get(PRIVACY).content.decode()
    assert not [item.term for item in SIGN_UP_NOTICE if str(item.text) not in html]


@pytest.mark.django_db
def test_policy_can_be_read_in_english(client: Client) -> None:
    html = client.get(f"/en{PRIVACY}").content.decode()
    assert "<h1>Privacy policy</h1>" in html
    assert "sent by other websites" in html


@pytest.mark.django_db
def test_only_reading(client: Client) -> None:
    assert client.post(PRIVACY).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/facilities/", "/screen/", "/accounts/login/", "/nothing/", PRIVACY]
)
def test_every_page_leads_to_it(client: Client, path: str) -> None:
    assert 'href="/privacy/"' in client.get(path).content.decode()
    assert 'href="/en/privacy/"' in client.get(f"/en{path}").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("official", [True, False])
def test_only_the_city_says_that_it_is_the_city(
    client: Client, settings: Settings, official: bool
) -> None:
    settings.OFFICIAL = official
    assert ("krds-identifier" in client.get(PRIVACY).content.decode()) is official

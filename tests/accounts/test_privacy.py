"""The privacy policy: /privacy/, and the way to it from every page."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.privacy import SIGN_UP_NOTICE
from bookings.absences import COUNTED_FOR
from bookings.models import Visit
from facilities.parties import Party

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
def test_policy_tells_what_a_program_decides_and_how_to_object(client: Client) -> None:
    """Personal Information Protection Act, art. 37-2(4)."""
    html = client.get(f"/en{PRIVACY}").content.decode()
    wanted = ["What a program decides by itself", "how many absences lead to a suspension"]
    wanted += ["stand under Rules of use", "have a person look at it instead", "Article 37-2"]
    wanted += ["only when your bookings began and whether the front desk noted that you arrived"]
    assert not [words for words in wanted if words not in html]


@pytest.mark.django_db
def test_policy_tells_how_long_a_waiting_list_and_an_absence_are_kept(client: Client) -> None:
    html = client.get(f"/en{PRIVACY}").content.decode()
    assert "until you have booked, have left the list, or nothing came free" in html
    assert "An absence counts for one year." in html
    assert timedelta(days=365) == COUNTED_FOR


@pytest.mark.django_db
def test_policy_says_of_children_what_is_kept_of_them(client: Client) -> None:
    html = client.get(f"/en{PRIVACY}").content.decode()
    assert "Of children only how many are of which age: 0 to 2, 3 to 5, 6 to 12 years." in html
    bands = {"children_0_2", "children_3_5", "children_6_12"}
    assert {field.name for field in fields(Party)} == {"people", "guardians", *bands}
    kept = {field.name for field in Visit._meta.get_fields()}
    assert {name for name in kept if "child" in name} == bands


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

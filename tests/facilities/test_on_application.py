"""What is applied for: how its page, its card and the lists lead to the application."""

import re

import pytest
from django.test import Client

from facilities.models import Facility
from lib import clock
from tests.bookings.samples import NOW, policy

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.stopped(NOW):
        yield


def page(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def card(html: str, slug: str) -> str:
    cards = re.findall(r'<li class="card.*?</li>\s*(?=<li class="card|</ul>)', html, re.S)
    return str(next(one for one in cards if f"/facilities/{slug}/" in one))


@pytest.mark.parametrize("slug", ["onnuri", "nuri-hall", "plaza", "plaza-c"])
def test_its_page_leads_to_the_application(client: Client, slug: str) -> None:
    html = page(client, f"/en/facilities/{slug}/")
    assert f'href="/en/apply/?facility={slug}"' in html
    assert "Booked by phone" not in html
    assert f"tel:{Facility.objects.get(slug=slug).phone}" in html


@pytest.mark.parametrize("slug", ["moran", "play"])
def test_what_is_booked_does_not(client: Client, slug: str) -> None:
    assert f"?facility={slug}" not in page(client, f"/en/facilities/{slug}/")


def test_what_is_neither_is_by_phone(client: Client) -> None:
    policy("onnuri", decision="draw")
    html = page(client, "/en/facilities/onnuri/")
    assert "Booked by phone" in html
    assert "/apply/?facility=" not in html


def test_its_card_leads_there_with_the_day(client: Client) -> None:
    html = page(client, "/en/facilities/?date=2026-12-18")
    assert 'href="/en/apply/?facility=onnuri&amp;date=2026-12-18"' in card(html, "onnuri")
    assert "Booked by phone" not in card(html, "onnuri")
    assert "/apply/" not in card(html, "moran")


def test_cards_stand_free_first_then_on_application_then_by_phone(client: Client) -> None:
    policy("gonggam", decision="draw")
    html = page(client, "/en/facilities/?date=2026-12-01")
    places = [html.index(f"/facilities/{slug}/") for slug in ("moran", "onnuri", "gonggam")]
    assert places == sorted(places)


def test_the_menu_leads_there_from_everywhere(client: Client) -> None:
    for path in ("/en/", "/en/facilities/", "/en/facilities/moran/"):
        assert '<a href="/en/apply/">Apply</a>' in page(client, path)
    assert '<a href="/en/apply/" aria-current="true">Apply</a>' in page(client, "/en/apply/")

"""The page of all feeds: every address on it is one."""

import re
from html import unescape

from django.conf import settings
from django.test import Client

from events.models import Category
from facilities.catalogue import catalogue
from tests.events.calendars import body

SITE = settings.SITE_URL


def test_every_address_that_it_names_answers(client: Client) -> None:
    page = client.get("/en/events/subscribe/").content.decode()
    named = {unescape(one) for one in re.findall(rf'"({SITE}/[^"]*)"', page)}
    feeds = {one for one in named if ".ics" in one}
    for address in sorted(named):
        response = client.get(address.removeprefix(SITE))
        assert response.status_code == 200, address
        body(response)
    assert len(feeds) == 1 + len(Category.values) + 2 * len(catalogue().listings)


def test_each_calendar_opens_in_an_application_too(client: Client) -> None:
    page = client.get("/en/events/subscribe/").content.decode()
    opened = {unescape(one) for one in re.findall(r'"webcal://([^"]*)"', page)}
    named = {unescape(one) for one in re.findall(r'"http://([^"]*\.ics[^"]*)"', page)}
    assert opened == named


def test_the_frame_can_be_copied(client: Client) -> None:
    page = client.get("/en/events/subscribe/").content.decode()
    assert f"&lt;iframe src=&quot;{SITE}/en/events/embed/&quot; title=&quot;" in page


def test_it_leads_to_the_calendar_and_to_ones_own_bookings(client: Client) -> None:
    page = client.get("/en/events/subscribe/").content.decode()
    assert 'href="/en/events/"' in page
    assert 'href="/en/bookings/#own-calendar"' in page

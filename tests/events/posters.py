"""Posters as the tests ask for them and read them back."""

import re
from datetime import timedelta

from django.test import Client

from tests.events.calendars import body
from tests.events.samples import SATURDAY

ADDRESS = "/en/events/month/2026-12/poster.pdf"
DECEMBER = SATURDAY.replace(day=1)
WEEK = timedelta(days=7)


def printed(client: Client, address: str = ADDRESS) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return body(response)


def lines(html: str) -> list[str]:
    """What the HTML says of each event."""
    found = re.findall(r"<li .*?</li>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]

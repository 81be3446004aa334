"""Reading the pages of bookings as a person does: the form, what is said, where links lead."""

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from tests.bookings.samples import new_key

BOOK = "/en/facilities/moran/book/"


class Page(Protocol):
    """What the client got, whichever class it has."""

    @property
    def content(self) -> bytes: ...


def filled(**changes: Any) -> dict[str, Any]:
    """The form filled in for 모란관 on the sample Tuesday; None leaves a field out."""
    fields: dict[str, Any] = {
        "date": "2026-12-01",
        "start": "14:00",
        "minutes": "120",
        "people": "5",
        "purpose": "독서 모임",
        "group_name": "책벗",
        "name": "나들이",
        "phone": "010-0000-1001",
        "key": new_key(),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


class _Fields(HTMLParser):
    """The values of the fields of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Mapping[str, str | None] = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            self.values[name] = given.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value") or ""


def fields_of(response: Page) -> dict[str, str]:
    """What the form of the page would send if its button were pressed now."""
    reader = _Fields()
    reader.feed(response.content.decode())
    return reader.values


def last_form_of(response: Page) -> dict[str, str]:
    """What the last form of the page that changes something would send."""
    reader = _Fields()
    reader.feed(response.content.decode().rpartition('<form method="post"')[2])
    return reader.values


def refusal_of(response: Page) -> str:
    """The code of the refusal that the page shows; empty when it shows none."""
    found = re.search(r'data-code="(\w+)"', response.content.decode())
    return found[1] if found else ""


def alternatives_of(response: Page) -> list[str]:
    """Where the alternatives lead."""
    found = re.search(r'<div class="alternatives">(.*?)</div>', response.content.decode(), re.S)
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', found[1])] if found else []


def followed(client: Client, link: str) -> Any:
    """Open an alternative and press the button, with what the form came filled in with."""
    page = client.get(link)
    assert page.status_code == 200, link
    fields = fields_of(page)
    asked_for = dict(parse_qsl(urlsplit(link).query))
    assert {name: fields[name] for name in asked_for} == asked_for
    return client.post(urlsplit(link).path, {**fields, "purpose": "독서 모임"})


def said(response: Page) -> str:
    """The words of the page, without its tags."""
    html = response.content.decode()
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", html, flags=re.S)
    return " ".join(unescape(text).split())

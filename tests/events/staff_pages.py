"""The officers' pages of events as a browser sends and reads them."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from events.models import Event
from tests.bookings.pages import Page
from tests.events.samples import SATURDAY

LIST, PLAN = "/en/review/events/", "/en/review/events/new/"


def page_of(event: Event, below: str = "") -> str:
    """The address of the officers' page of an event, or of one below it."""
    return f"{LIST}{event.reference}/{below}"


def typed(**changes: Any) -> dict[str, Any]:
    """The form of a market on zone A; None leaves a field out."""
    fields: dict[str, Any] = {
        "title_ko": "여수동 벼룩시장",
        "title_en": "Yeosu-dong flea market",
        "category": "market",
        "organiser_ko": "여수동 마을모임(예시)",
        "first_day": SATURDAY.isoformat(),
        "starts": "13:00",
        "ends": "16:00",
        "place-TOTAL_FORMS": "1",
        "place-0-facility": "plaza-a",
        "item-TOTAL_FORMS": "0",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


class _Fields(HTMLParser):
    """The fields of the page's forms that are sent by POST, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.area = self.select = ""
        self.is_post = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.is_post = given.get("method") == "post"
        if not self.is_post:
            return
        kind = given.get("type")
        if tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.values.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = [value]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def form_of(page: Page) -> dict[str, list[str]]:
    """What the page's forms would send, without the security token."""
    reader = _Fields()
    reader.feed(page.content.decode())
    return {
        name: [value.removeprefix("\n") for value in values]
        for name, values in reader.values.items()
        if name != "csrfmiddlewaretoken"
    }


def titles_of(page: Page) -> list[str]:
    """Of the list, in its order."""
    html = page.content.decode()
    return [unescape(one) for one in re.findall(r'card-title"><a href="[^"]+">([^<]+)<', html)]

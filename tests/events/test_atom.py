"""News of events for feed readers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from accounts.models import User
from events.models import Event
from events.planning import plan
from events.publishing import cancel
from tests.events.calendars import body
from tests.events.samples import SATURDAY, fair, market, published
from tests.places import NOON

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, path: str = "/en/events.atom") -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(body(response))


class ReadHtml(HTMLParser):
    """What a reader shows, and the marks that it found."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: set[str] = set()
        self.feed(written)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.marks.add(tag)
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def titles(root: Any) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_it_has_all_that_the_standard_asks_for(client: Client, officer: User) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    event = published(officer)

    root = feed(client)

    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith("/en/events.atom")
    (entry,) = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").endswith(f"/events/{event.reference}/")
    assert entry.findtext(f"{ATOM}updated") == "2026-11-23T03:00:00+00:00"
    assert entry.findtext(f"{ATOM}published") == "2026-11-23T03:00:00+00:00"
    assert "Sat 12 Dec 2026" in entry.findtext(f"{ATOM}summary")


def test_the_newest_change_comes_first_and_is_when_the_feed_was_updated(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    first = published(officer)
    at(NOON + timedelta(hours=1))
    published(officer, fair(SATURDAY + timedelta(days=1)))
    at(NOON + timedelta(hours=2))
    cancel(officer, first, 1, "비가 와서 쉽니다.", "It rains.")

    root = feed(client)

    assert titles(root) == ["[Cancelled] Yeosu-dong flea market", "Welfare fair"]
    assert root.findtext(f"{ATOM}updated") == "2026-11-23T05:00:00+00:00"
    assert "It rains." in next(root.iter(f"{ATOM}entry")).findtext(f"{ATOM}summary")


def test_identity_is_the_same_in_both_languages(client: Client, officer: User) -> None:
    published(officer)
    ids = {
        next(feed(client, path).iter(f"{ATOM}entry")).findtext(f"{ATOM}id")
        for path in ("/events.atom", "/en/events.atom")
    }
    assert len(ids) == 1


def test_by_kind_and_place_and_no_drafts(client: Client, officer: User) -> None:
    published(officer)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    plan(officer, market(SATURDAY + timedelta(days=7)))
    assert titles(feed(client, "/en/events.atom?category=welfare")) == ["Welfare fair"]
    assert len(titles(feed(client, "/en/events.atom?place=onnuri"))) == 1
    assert len(titles(feed(client))) == 2
    assert client.get("/en/events.atom?category=fish").status_code == 404


def test_signs_that_xml_has_not_are_left_out(client: Client, officer: User) -> None:
    event = published(officer)
    Event.objects.filter(pk=event.pk).update(title_en="Flea\x0b & <market>", text_en="\x1b[31m")
    assert titles(feed(client)) == ["Flea & <market>"]


def test_what_is_called_html_is_html(client: Client, officer: User) -> None:
    """A reader shows the lines as they were written, and takes no word for a mark."""
    event = published(officer)
    text = "Bring <b>tents</b> & ‹rugs>.\nNo &lt;dogs&gt;."
    Event.objects.filter(pk=event.pk).update(text_en=text, organiser_en="A <i>& B")
    summary = next(feed(client).iter(f"{ATOM}entry")).find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    read = ReadHtml(summary.text)
    assert read.marks == {"br"}
    lines = read.text.split("\n")
    assert lines[0].startswith("Sat 12 Dec 2026")
    assert lines[1].startswith("Neoreunmot Plaza, zone A")
    assert lines[2:4] == text.split("\n")
    assert lines[4] == "Organiser: A <i>& B"


def test_an_empty_feed_is_one_too(client: Client) -> None:
    root = feed(client)
    assert titles(root) == []
    assert root.findtext(f"{ATOM}updated")
    assert feed(client).findtext(f"{ATOM}updated") == root.findtext(f"{ATOM}updated")


def test_who_has_it_gets_304_without_reading_events(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    published(officer)
    first = client.get("/en/events.atom")
    body(first)
    with django_assert_num_queries(2):
        again = client.get("/en/events.atom", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_as_many_queries_for_many(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    published(officer)
    feed(client)
    with django_assert_num_queries(6):
        feed(client)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    with django_assert_num_queries(6):
        feed(client)

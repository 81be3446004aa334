"""The calendar within other sites: the frame, and the list of links."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.models import Event
from events.planning import plan
from events.publishing import cancel
from tests.events.many import lasting
from tests.events.samples import SATURDAY, fair, market, published
from tests.places import NOON, at_seoul


def test_it_may_stand_in_the_frame_of_any_site_and_nothing_else_may(client: Client) -> None:
    response = client.get("/en/events/embed/")
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    for path in ("/en/events/links/", "/en/events/subscribe/", "/en/"):
        other = client.get(path)
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_it_needs_no_cookie_and_is_the_same_for_everybody(
    client: Client, officer: User, client_of: Callable[[User], Client]
) -> None:
    published(officer)
    response = client.get("/en/events/embed/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=300"
    assert client_of(officer).get("/en/events/embed/").content == response.content


def test_it_shows_what_comes_and_leads_out_of_the_frame(client: Client, officer: User) -> None:
    event = published(officer)
    cancel(officer, published(officer, fair(SATURDAY + timedelta(days=1))), 1, "비", "Rain")
    plan(officer, market(SATURDAY + timedelta(days=2), title_en="Draft"))
    page = client.get("/en/events/embed/").content.decode()
    assert '<base target="_top">' in page
    assert "Links open in the whole window." in page
    assert f"/en/events/{event.reference}/" in page
    assert "[Cancelled] Welfare fair" in page
    assert "Draft" not in page
    assert "<script" not in page
    assert all(link.startswith("http") for link in re.findall(r'<a href="([^"]*)"', page))


def test_what_is_over_is_gone(
    client: Client, officer: User, at: Callable[[datetime], None]
) -> None:
    published(officer)
    at(NOON + timedelta(days=60))
    page = client.get("/en/events/embed/").content.decode()
    assert "flea market" not in page
    assert "Nothing is announced" in page


@pytest.mark.parametrize("path", ["/en/events/embed/", "/en/events/links/"])
def test_by_kind_and_place(client: Client, officer: User, path: str) -> None:
    published(officer)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    for query in ("category=welfare", "place=onnuri"):
        page = client.get(f"{path}?{query}").content.decode()
        assert "Welfare fair" in page
        assert "flea market" not in page
    assert client.get(f"{path}?category=fish").status_code == 404


@pytest.mark.parametrize("path", ["/en/events/embed/", "/en/events/links/"])
def test_what_runs_for_weeks_leaves_room_for_today_and_for_what_comes(
    client: Client, officer: User, at: Callable[[datetime], None], path: str
) -> None:
    published(officer)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    lasting(25, SATURDAY - timedelta(days=10))
    at(at_seoul(SATURDAY, "09:00"))
    page = client.get(path).content.decode()
    assert page.index("flea market") < page.index("Photographs") < page.index("Welfare fair")
    links = client.get("/en/events/links/?plain").content.decode()
    assert links.count("<li>") == 20
    assert links.count("Photographs") == 18


def test_the_bare_list_is_plain_html(client: Client, officer: User) -> None:
    event = published(officer)
    Event.objects.filter(pk=event.pk).update(title_en="<b>Bazaar</b> & more")
    response = client.get("/en/events/links/?plain=1")
    text = response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert text.startswith('<ul>\n  <li><a href="http')
    assert text.endswith("</ul>\n")
    assert "&lt;b&gt;Bazaar&lt;/b&gt; &amp; more" in text
    assert not re.search(r"<script|style=|class=| on\w+=", text)
    assert not response.cookies


def test_the_bare_list_is_kept_for_all_and_the_page_around_it_for_nobody(
    client: Client, officer: User, client_of: Callable[[User], Client]
) -> None:
    published(officer)
    signed_in = client_of(officer)
    page = signed_in.get("/en/events/links/")
    assert officer.name in page.content.decode()
    assert {"private", "no-cache"} <= set(page["Cache-Control"].split(", "))
    assert "Cookie" in page["Vary"]
    bare = signed_in.get("/en/events/links/?plain")
    assert bare["Cache-Control"] == "public, max-age=300"
    assert bare.content == client.get("/en/events/links/?plain").content
    for query in ("category=fish", "category=fish&plain"):
        assert officer.name not in signed_in.get(f"/en/events/links/?{query}").content.decode()


def test_the_page_of_links_shows_the_html_to_copy(client: Client, officer: User) -> None:
    published(officer)
    page = client.get("/en/events/links/?category=market").content.decode()
    assert "&lt;li&gt;&lt;a href=&quot;http" in page
    assert "category=market&amp;plain=1" in page


@pytest.mark.parametrize("path", ["/en/events/embed/", "/en/events/links/"])
def test_as_many_queries_for_many(
    client: Client, officer: User, django_assert_num_queries: Any, path: str
) -> None:
    published(officer)
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    with django_assert_num_queries(5):
        client.get(path)

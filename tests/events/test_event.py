"""The page of an event: for everybody once it is announced."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from accounts.models import User
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.finding import days as days_between
from events.models import Event
from events.picturing import Alt, add
from events.planning import plan
from events.publishing import cancel, postpone
from facilities.catalogue import forget
from facilities.models import Facility
from lib.spans import Span
from tests.events.calendars import body
from tests.events.pictures import upload
from tests.events.samples import SATURDAY, apart, fair, market, published, second_saturdays
from tests.places import at_seoul

ClientOf = Callable[[User], Client]


def page(client: Client, event: Event) -> str:
    response = client.get(f"/en/events/{event.reference}/")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def data(found: str) -> Any:
    """The block of data for machines."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', found, re.DOTALL)
    assert block
    told: dict[str, Any] = json.loads(block[1])
    return told


def test_everything_is_on_it(client: Client, officer: User) -> None:
    found = page(client, published(officer, fair()))
    for words in (
        "Welfare fair", "Onnuri Auditorium", "Ceremony", "free of charge", "Yeosu-dong neighbours",
        "031-000-0101", "10:00–11:00", "Bring what you do not need",
    ):  # fmt: skip
        assert words in found
    assert "/en/facilities/onnuri/" in found
    assert "/event.ics" in found


def test_a_draft_is_seen_by_officers_only(
    client: Client, client_of: ClientOf, officer: User, desk: User, citizen: User
) -> None:
    address = f"/en/events/{plan(officer, market()).reference}/"
    for who in (client, client_of(citizen), client_of(desk)):
        assert who.get(address).status_code == HTTPStatus.NOT_FOUND
    found = client_of(officer).get(address).content.decode()
    assert "not announced" in found
    assert "ld+json" not in found


def test_what_is_cancelled_says_so_to_people_and_machines(client: Client, officer: User) -> None:
    event = published(officer, market(registration_url="https://example.com/"))
    assert "https://example.com/" in page(client, event)
    cancel(officer, event, 1, "눈", "Too much snow")
    found = page(client, event)
    assert "This event is cancelled" in found
    assert "Too much snow" in found
    assert "https://example.com/" not in found  # nobody registers any more
    assert data(found)["eventStatus"].endswith("EventCancelled")


def test_what_is_postponed_or_moved(client: Client, officer: User) -> None:
    event = published(officer)
    told = data(page(client, event))
    assert told["eventStatus"].endswith("EventScheduled")
    assert told["startDate"] == "2026-12-12T13:00:00+09:00"
    postpone(officer, event, 1, "눈", "Snow")
    assert data(page(client, event))["eventStatus"].endswith("EventPostponed")
    edit(event, 2, Edit(officer, wanted_of(event).shifted(7), reason_ko="새 날짜"))
    found = page(client, event)
    assert "Announced before for" in found
    told = data(found)
    assert told["eventStatus"].endswith("EventRescheduled")
    assert told["previousStartDate"] == "2026-12-12T13:00:00+09:00"


@pytest.mark.parametrize(
    ("price", "is_free"),
    [
        ("", True),
        ("무료", True),
        ("Free", True),
        (" free  of charge. ", True),
        ("입장 무료", True),
        ("10,000원", False),
        ("어린이 무료, 어른 1,000원", False),
    ],
)
def test_what_costs_nothing_says_so_to_machines(
    client: Client, officer: User, price: str, is_free: bool
) -> None:
    event = published(officer, market(price_ko=price))
    assert data(page(client, event))["isAccessibleForFree"] is is_free


def test_all_day_ends_on_its_last_day(client: Client, officer: User) -> None:
    """A date as an end is meant with that day; midnight is the day after."""
    whole = Span(at_seoul(SATURDAY, "00:00"), at_seoul(SATURDAY + timedelta(days=2), "00:00"))
    elsewhere = replace(market(location_ko="율동공원"), span=whole, places=(), programme=())
    told = data(page(client, published(officer, replace(elsewhere, is_all_day=True))))
    assert (told["startDate"], told["endDate"]) == ("2026-12-12", "2026-12-13")
    until_midnight = data(page(client, published(officer, elsewhere)))
    assert until_midnight["endDate"] == "2026-12-14T00:00:00+09:00"


@pytest.mark.parametrize(
    ("moved_from", "told"),
    [("00:00", "2026-12-12"), ("10:00", "2026-12-12T10:00:00+09:00")],
)
@pytest.mark.parametrize("is_all_day", [True, False])
def test_when_it_was_before_is_said_as_it_was_then(
    client: Client, officer: User, moved_from: str, told: str, is_all_day: bool
) -> None:
    """What was a whole day may have hours now, and the other way about."""
    event = published(officer)
    Event.objects.filter(pk=event.pk).update(
        moved_from=at_seoul(SATURDAY, moved_from), is_all_day=is_all_day
    )
    assert data(page(client, event))["previousStartDate"] == told


def open_graph(found: str) -> dict[str, str]:
    """What others show of the page where its address is passed on."""
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', found))


def test_where_it_is_passed_on_it_has_a_picture(
    client: Client, officer: User, settings: Settings, tmp_path: Path
) -> None:
    """Its first one, else the house's."""
    settings.PICTURES_DIR = tmp_path
    event = published(officer)
    told = open_graph(page(client, event))
    assert told["image"] == f"{settings.SITE_URL}/static/img/share.png"
    with Image.open(str(finders.find("img/share.png"))) as house:
        assert (told["image:width"], told["image:height"]) == tuple(map(str, house.size))
    assert house.size == (1200, 630)
    assert "roof" in told["image:alt"]
    assert told["title"] == "Yeosu-dong flea market"
    assert told["site_name"] == "Seongnam City Hall Sarangbang"
    assert (told["locale"], told["locale:alternate"]) == ("en_GB", "ko_KR")

    alts = [Alt("물건", f'"{words}" & more') for words in ("Toys", "Books")]
    first, _second = (add(officer, event, at, upload(), alt) for at, alt in enumerate(alts, 1))
    told = open_graph(page(client, event))
    assert told["image"] == f"{settings.SITE_URL}/en/events/pictures/{first.reference}.webp"
    assert told["image:alt"] == "&quot;Toys&quot; &amp; more"
    assert (told["image:width"], told["image:height"]) == (str(first.width), str(first.height))
    with Image.open(io.BytesIO(body(client.get(told["image"])))) as shown:
        assert shown.size == (first.width, first.height)

    korean = open_graph(client.get(f"/events/{event.reference}/").content.decode())
    assert (korean["locale"], korean["locale:alternate"]) == ("ko_KR", "en_GB")


def test_days_apart_are_told_day_by_day(client: Client, officer: User) -> None:
    found = page(client, published(officer, apart()))
    assert "Fri 18 Dec 2026, 10:00–16:00; Mon 28 Dec, 10:00–16:00" in found
    first, second = data(found)
    assert (first["startDate"], first["endDate"]) == (
        "2026-12-18T10:00:00+09:00",
        "2026-12-18T16:00:00+09:00",
    )
    assert second["startDate"] == "2026-12-28T10:00:00+09:00"
    assert (second["name"], second["url"]) == (first["name"], first["url"])


def test_no_text_ends_the_block_of_data(client: Client, officer: User) -> None:
    bad = "</script><script>alert(1)</script>&<!--"
    found = page(client, published(officer, market(title_en=bad, text_en=bad)))
    assert "<script>alert" not in found
    assert data(found)["name"] == bad


def test_other_dates_of_the_series(client: Client, officer: User) -> None:
    events = second_saturdays(officer)
    found = page(client, events[1])
    for other in (events[0], events[2], events[3]):
        assert f"/en/events/{other.reference}/" in found


def test_it_is_not_there(client: Client) -> None:
    assert client.get("/en/events/AAAA23456789/").status_code == HTTPStatus.NOT_FOUND


def test_the_queries_do_not_grow(
    client: Client, officer: User, django_assert_max_num_queries: Any
) -> None:
    events = second_saturdays(officer, times=10)
    page(client, events[0])
    with django_assert_max_num_queries(13):
        page(client, events[0])


def test_zones_of_the_plaza_are_on_a_plan(client: Client, officer: User) -> None:
    found = page(client, published(officer, market()))  # on zone A
    assert found.count('<g class="is-here"') == 1
    assert found.count('class="plaza-zone"') == 4
    assert re.search(r'is-here">.*?>A<.*?</g>', found, re.DOTALL)
    later = SATURDAY + timedelta(days=7)
    whole = page(client, published(officer, fair(later)))  # on all of the plaza, and in rooms
    assert whole.count('<g class="is-here"') == 4


def test_a_zone_that_is_not_published_is_on_the_plan(client: Client, officer: User) -> None:
    event = published(officer, market())
    Facility.objects.filter(slug="plaza-a").update(is_published=False)
    forget()
    assert page(client, event).count('class="is-here"') == 1


def test_floors_are_on_a_section_of_the_building(client: Client, officer: User) -> None:
    found = page(client, published(officer, market(SATURDAY, "moran")))  # on the 3rd floor
    assert "plaza-zone" not in found
    assert found.count('class="is-here"') == 1
    assert '<li class="is-here"><span>3</span>' in found
    assert "<p>Main building</p>" in found
    assert "<p>East wing</p>" in found


def test_what_is_elsewhere_has_no_map(client: Client, officer: User) -> None:
    event = published(officer, replace(market(location_ko="탄천 둔치(예시)"), places=()))
    assert "event-maps" not in page(client, event)


def test_a_draft_offers_nothing_that_is_not_there(client_of: ClientOf, officer: User) -> None:
    found = page(client_of(officer), plan(officer, market()))
    assert "event.ics" not in found
    assert "data-share" not in found


def test_it_is_passed_on(client: Client, officer: User) -> None:
    event = published(officer, market(title_en="Kimchi & rice? <fair>"))
    found = page(client, event)
    letter = re.search(r'href="mailto:\?subject=(.*?)&amp;body=(.*?)"', found)
    assert letter
    assert unquote(letter[1]) == "Kimchi & rice? <fair>"
    lines = unquote(letter[2]).split("\r\n")
    assert lines[0] == "Kimchi & rice? <fair>"
    assert lines[-1].endswith(f"/en/events/{event.reference}/")
    assert f'data-share="{lines[-1]}"' in found
    assert re.findall(r'data-do="(\w+)" (hidden)>', found) == [
        ("share", "hidden"),
        ("copy", "hidden"),
    ]


def test_what_was_to_last_all_day_was_announced_for_its_day(client: Client, officer: User) -> None:
    whole_day = replace(
        market(location_ko="야외(예시)"),
        span=days_between(SATURDAY, SATURDAY),
        is_all_day=True,
        places=(),
        programme=(),
    )
    event = published(officer, whole_day)
    edit(event, 1, Edit(officer, market(SATURDAY + timedelta(days=7)), reason_ko="옮깁니다."))
    assert "Announced before for: Sat 12 Dec 2026</p>" in page(client, event)

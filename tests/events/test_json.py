"""The events for programs of others."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from events.facts import EventFacts
from events.facts_told import FIELDS
from events.models import Picture
from events.planning import plan
from events.publishing import cancel
from events.views import as_json
from tests.events.calendars import body
from tests.events.samples import SATURDAY, apart, fair, festival, fresh, market, published
from tests.places import at_seoul

PATH = "/en/events.json"


def read(client: Client, path: str = PATH) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(body(response))


def test_it_tells_all_of_an_event(client: Client, officer: User) -> None:
    event = published(officer, fair())
    picture = Picture.objects.create(
        alt_ko="지난해 한마당", alt_en="Last year's fair", stored="a.webp", width=800, height=600
    )
    event.pictures.add(picture)

    (told,) = read(client)["events"]

    assert told["title"] == "Welfare fair"
    assert told["uid"] == event.uid
    assert told["url"].endswith(f"/en/events/{event.reference}/")
    assert told["calendar_url"].endswith(f"/en/events/{event.reference}/event.ics")
    assert told["starts_at"] == "2026-12-12T10:00:00+09:00"
    assert (told["first_day"], told["last_day"]) == ("2026-12-12", "2026-12-12")
    assert {one["facility"] for one in told["places"]} == {"onnuri", "nuri-hall", "plaza", "moran"}
    assert [one["title"] for one in told["programme"]] == ["Ceremony", "Contest"]
    assert told["pictures"][0]["alt"] == "Last year's fair"
    assert told["pictures"][0]["url"].endswith(f"/events/pictures/{picture.reference}.webp")
    assert (told["state"], told["mark"], told["revision"]) == ("published", "", 1)


def test_every_field_is_told_to_people_and_no_other(client: Client, officer: User) -> None:
    published(officer)
    (told,) = read(client)["events"]
    documented = [name for field in FIELDS for name in field.names]
    assert sorted(told) == sorted(documented) == sorted(EventFacts.__annotations__)


def test_what_does_not_take_place_says_so_and_drafts_are_not_in_it(
    client: Client, officer: User
) -> None:
    event = published(officer)
    plan(officer, market(SATURDAY + timedelta(days=7)))
    cancel(officer, event, 1, "비가 와서 쉽니다.", "It rains.")
    (told,) = read(client)["events"]
    assert (told["state"], told["mark"], told["reason"]) == ("cancelled", "Cancelled", "It rains.")
    assert told["title"] == "Yeosu-dong flea market"


def test_only_the_days_that_are_asked_for(client: Client, officer: User) -> None:
    long = published(officer, festival())  # 12 to 14 December
    later = published(officer, market(SATURDAY + timedelta(days=7)))
    asked = {
        "": [long, later],
        "?from=2026-12-14": [long, later],
        "?from=2026-12-15": [later],
        "?until=2026-12-12": [long],
        "?from=2026-12-13&until=2026-12-18": [long],
        "?until=2026-12-01": [],
    }
    for query, events in asked.items():
        told = read(client, f"{PATH}{query}")
        assert [one["uid"] for one in told["events"]] == [one.uid for one in events], query
        assert told["number"] == len(events)


def test_by_kind_and_place(client: Client, officer: User) -> None:
    published(officer)
    welfare = published(officer, fair(SATURDAY + timedelta(days=1)))
    for query in ("category=welfare", "place=onnuri"):
        (told,) = read(client, f"{PATH}?{query}")["events"]
        assert told["uid"] == welfare.uid


def test_a_page_leads_to_the_next(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_json, "PER_PAGE", 2)
    events = [published(officer, market(SATURDAY + timedelta(days=n))) for n in range(3)]
    first = read(client)
    assert (first["number"], first["page"], len(first["events"])) == (3, 1, 2)
    path = first["next"].removeprefix(settings.SITE_URL)
    second = read(client, path)
    assert second["next"] is None
    found = [one["uid"] for one in first["events"] + second["events"]]
    assert found == [one.uid for one in events]


@pytest.mark.parametrize(
    "query",
    [
        "from=tomorrow",
        "until=2026-13-01",
        "from=2026-12-10&until=2026-12-01",
        "from=0001-01-01",
        "until=9999-12-31",
        "page=0",
        "page=two",
        "page=99999999999999999999",
    ],
)
def test_days_and_pages_that_cannot_be_read(client: Client, query: str) -> None:
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["error"]["code"] == "feed_window_unreadable"


@pytest.mark.parametrize(
    ("query", "code"),
    [("category=fish", "feed_category_unknown"), ("place=nowhere", "feed_place_unknown")],
)
def test_a_kind_or_place_that_is_not_there(client: Client, query: str, code: str) -> None:
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 404
    assert json.loads(response.content)["error"]["code"] == code


def test_who_has_it_gets_304_until_something_changes(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    event = published(officer)
    first = client.get(PATH)
    had = {"if-none-match": first["ETag"]}
    with django_assert_num_queries(2):
        assert client.get(PATH, headers=had).status_code == 304
    cancel(officer, fresh(event), 1, "비가 와서 쉽니다.")
    assert client.get(PATH, headers=had).status_code == 200


def test_as_many_queries_for_many(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    published(officer)
    read(client)
    with django_assert_num_queries(8):
        read(client)
    published(officer, fair(SATURDAY + timedelta(days=1)))
    published(officer, market(SATURDAY + timedelta(days=2)))
    with django_assert_num_queries(8):
        read(client)


def test_an_all_day_event_has_its_last_day(client: Client, officer: User) -> None:
    event = published(officer)
    fresh(event).__class__.objects.filter(pk=event.pk).update(
        is_all_day=True,
        starts_at=at_seoul(SATURDAY, "00:00"),
        ends_at=at_seoul(SATURDAY + timedelta(days=2), "00:00"),
    )
    (told,) = read(client)["events"]
    assert (told["first_day"], told["last_day"]) == ("2026-12-12", "2026-12-13")
    assert told["is_all_day"] is True


def test_days_apart_are_told_as_times_and_found_on_these_alone(
    client: Client, officer: User
) -> None:
    published(officer, apart())
    (told,) = read(client)["events"]
    assert told["times"] == [
        {"starts_at": f"2026-12-{day}T10:00:00+09:00", "ends_at": f"2026-12-{day}T16:00:00+09:00"}
        for day in (18, 28)
    ]
    numbers = [
        read(client, f"{PATH}?from=2026-12-{day}&until=2026-12-{day}")["number"]
        for day in (18, 22, 28)
    ]
    assert numbers == [1, 0, 1]

"""The calendar of all events, as programs subscribe to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import translation

from accounts.models import User
from events.as_it_stands import wanted_of
from events.batches import AT_A_TIME
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan
from events.publishing import cancel, postpone
from events.wanted import EventWanted
from facilities.models import Building, Facility
from lib import clock
from lib.spans import Span
from tests.events.calendars import body, entries
from tests.events.samples import SATURDAY, apart, fair, fresh, market, published, second_saturdays
from tests.places import NOON, at_seoul

WHY = "비가 와서 쉽니다."


def get(client: Client, path: str = "/en/events.ics", **headers: str) -> Any:
    return client.get(path, headers=headers)


def test_it_says_what_when_and_where(client: Client, officer: User) -> None:
    event = published(officer)

    response = get(client)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.get("Vary", "")
    (entry,) = entries(response).values()
    assert entry["UID"] == event.uid
    assert (entry.start, entry.end) == (event.starts_at, event.ends_at)
    assert entry["SUMMARY"] == "Yeosu-dong flea market"
    with translation.override("en"):
        assert entry["LOCATION"].startswith(str(event.places.get().facility.name))
    assert str(Building.objects.get().address) in entry["LOCATION"]
    assert "Bring what you do not need" in entry["DESCRIPTION"]
    assert "031-000-0101" in entry["DESCRIPTION"]
    assert entry["URL"].endswith(f"/en/events/{event.reference}/")
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", event.revision)
    assert entry["CATEGORIES"].cats == ["market"]


def test_its_head_asks_to_come_back(client: Client) -> None:
    content = body(get(client))
    for line in (b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H"):
        assert line + b"\r\n" in content
    assert b"METHOD:PUBLISH\r\n" in content
    assert b"TZID:Asia/Seoul\r\n" in content


def test_korean_stands_without_a_prefix(client: Client, officer: User) -> None:
    event = published(officer)
    (entry,) = entries(get(client, "/events.ics")).values()
    assert entry["SUMMARY"] == "여수동 벼룩시장"
    assert entry["URL"].endswith(f"/events/{event.reference}/")
    assert "/en/" not in entry["URL"]


def test_nobody_reads_a_draft_or_what_was_dropped_before_it_was_announced(
    client: Client, officer: User
) -> None:
    draft = plan(officer, market())
    dropped = plan(officer, market(SATURDAY + timedelta(days=7)))
    cancel(officer, dropped, 0, "")
    assert fresh(draft).state == "draft"
    assert entries(get(client)) == {}


def test_what_is_cancelled_or_postponed_stays_with_its_mark_and_reason(
    client: Client, officer: User
) -> None:
    off, later = published(officer), published(officer, market(SATURDAY + timedelta(days=7)))
    cancel(officer, off, 1, WHY, "It rains.")
    postpone(officer, later, 1, WHY, "It rains.")

    found = entries(get(client))

    assert found[off.uid]["SUMMARY"] == "[Cancelled] Yeosu-dong flea market"
    assert found[later.uid]["SUMMARY"] == "[Postponed] Yeosu-dong flea market"
    for uid in (off.uid, later.uid):
        entry = found[uid]
        assert (entry["STATUS"], entry["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
        assert entry["SEQUENCE"] == 2
        assert "It rains." in entry["DESCRIPTION"].splitlines()[0]


def test_a_moved_event_keeps_its_identity_and_says_when_it_was(
    client: Client, officer: User, at: Callable[..., None]
) -> None:
    event = published(officer)
    before = entries(get(client))[event.uid]
    at(NOON + timedelta(hours=1))
    edit(event, 1, Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY, reason_en="Rain."))

    after = entries(get(client))[event.uid]

    assert after.start == before.start + timedelta(days=7)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt
    assert after["STATUS"] == "CONFIRMED"
    assert "[Moved] Rain." in after["DESCRIPTION"]
    assert "Sat 12 Dec 2026, 13:00" in after["DESCRIPTION"]


def test_an_all_day_event_has_days(client: Client, officer: User) -> None:
    wanted = replace(
        market(),
        span=Span(at_seoul(SATURDAY, "00:00"), at_seoul(SATURDAY + timedelta(days=2), "00:00")),
        is_all_day=True,
    )
    published(officer, wanted)
    content = body(get(client))
    assert b"DTSTART;VALUE=DATE:20261212\r\n" in content
    assert b"DTEND;VALUE=DATE:20261214\r\n" in content


def test_only_one_kind(client: Client, officer: User) -> None:
    one, other = published(officer), published(officer, fair(SATURDAY + timedelta(days=1)))
    assert list(entries(get(client, "/en/events.ics?category=welfare"))) == [other.uid]
    assert list(entries(get(client, "/en/events.ics?category=market"))) == [one.uid]
    assert list(entries(get(client, "/en/events.ics?category="))) == [one.uid, other.uid]


def test_only_one_place_and_whoever_asks_for_the_plaza_means_its_zones(
    client: Client, officer: User
) -> None:
    zone = published(officer)
    hall = published(officer, market(SATURDAY, "onnuri"))
    assert list(entries(get(client, "/en/events.ics?place=plaza"))) == [zone.uid]
    assert list(entries(get(client, "/en/events.ics?place=onnuri"))) == [hall.uid]
    assert entries(get(client, "/en/events.ics?place=plaza-b")) == {}


@pytest.mark.parametrize("asked", ["category=fish", "place=nowhere"])
def test_a_kind_or_place_that_is_not_there_is_not_answered_with_everything(
    client: Client, officer: User, asked: str
) -> None:
    published(officer)
    response = get(client, f"/en/events.ics?{asked}")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert b"There is no such" in response.content


def test_what_was_a_year_ago_leaves_and_what_is_far_ahead_is_in_it(
    client: Client, officer: User, at: Callable[..., None]
) -> None:
    event = published(officer)
    far = published(officer, market(date(2028, 1, 8)))
    at(at_seoul(date(2027, 12, 12), "12:00"))
    assert list(entries(get(client))) == [event.uid, far.uid]
    at(at_seoul(date(2027, 12, 15), "12:00"))
    assert list(entries(get(client))) == [far.uid]


def test_the_bytes_are_the_same_as_long_as_nothing_changed(
    client: Client, officer: User, at: Callable[..., None]
) -> None:
    published(officer)
    first = get(client)
    content, etag = body(first), first["ETag"]
    at(NOON + timedelta(days=2))
    second = get(client)
    assert (body(second), second["ETag"]) == (content, etag)


def test_who_has_it_already_gets_304_and_no_event_is_read(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    second_saturdays(officer)
    first = get(client)
    body(first)
    assert first["ETag"].startswith('"')  # strong
    with django_assert_num_queries(2) as asked:  # the stamp of the feed, and that of the set-up
        again = get(client, if_none_match=first["ETag"])
    assert again.status_code == 304
    assert (body(again), again["ETag"]) == (b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"
    assert again["Last-Modified"] == first["Last-Modified"] == "Mon, 23 Nov 2026 03:00:00 GMT"
    assert not any("title" in one["sql"] for one in asked.captured_queries)


def test_who_knows_only_a_day_gets_the_whole(client: Client, officer: User) -> None:
    """Last-Modified does not know that a place got another name."""
    published(officer)
    first = get(client)
    again = get(client, if_modified_since=first["Last-Modified"])
    assert again.status_code == 200
    assert entries(again)


def cancelled(officer: User, event: Event) -> None:
    cancel(officer, event, 1, WHY)


def made(officer: User, event: Event) -> None:
    published(officer, market(SATURDAY + timedelta(days=7)))


def renamed(officer: User, event: Event) -> None:
    wanted = wanted_of(event)
    edit(event, 1, Edit(officer, replace(wanted, about=replace(wanted.about, title_en="Bazaar"))))


def place_renamed(officer: User, event: Event) -> None:
    facility = Facility.objects.get(slug="plaza-a")
    facility.name_en = "Zone One"  # type: ignore[attr-defined]
    facility.save()


@pytest.mark.parametrize("what", [cancelled, made, renamed, place_renamed])
def test_whatever_changes_the_feed_is_told(
    client: Client, officer: User, what: Callable[..., None]
) -> None:
    event = published(officer)
    first = get(client)
    before = body(first)
    what(officer, event)
    again = get(client, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert body(again) != before


def test_each_language_and_each_filter_has_its_own_stamp(client: Client, officer: User) -> None:
    published(officer)
    asked = ("/events.ics", "/en/events.ics", "/en/events.ics?category=market")
    more = ("/en/events.ics?place=plaza", "/en/events.ics?place=plaza-a")
    assert len({get(client, path)["ETag"] for path in (*asked, *more)}) == 5
    with override_settings(SITE_URL="https://elsewhere.example.kr"):
        assert get(client)["ETag"] not in {get(Client(), path)["ETag"] for path in asked[:1]}


def test_head_is_answered_without_writing_it(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    published(officer)
    whole = get(client)
    body(whole)
    with django_assert_num_queries(2):
        head = client.head("/en/events.ics")
        assert body(head) == b""
    assert head.status_code == 200
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head[name] == whole[name]
    assert "Content-Length" not in head


def test_nothing_is_changed_by_asking(client: Client) -> None:
    assert client.post("/en/events.ics").status_code == 405


def many(number: int, wanted: EventWanted) -> None:
    """So many announced events at a place, without the verbs: only reading is looked at."""
    zone = Facility.objects.get(slug="plaza-a")
    Event.objects.bulk_create(
        Event(
            uid=f"{n}@example.kr",
            title_ko=f"{n}번째 장터",
            category="market",
            state="published",
            starts_at=wanted.span.starts_at + timedelta(hours=4 * n),
            ends_at=wanted.span.ends_at + timedelta(hours=4 * n),
            published_at=clock.now(),
        )
        for n in range(number)
    )
    for event in Event.objects.order_by("pk"):
        event.places.create(facility=zone, starts_at=event.starts_at, ends_at=event.ends_at)


def test_a_long_feed_is_read_in_batches_and_sent_in_pieces(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    many(2 * AT_A_TIME + 1, market())
    get(client)
    # Stamp, set-up, house; then events, places and facilities of each batch, and one look for more.
    with django_assert_max_num_queries(3 + 3 * 3 + 1):
        response = get(client)
        pieces = list(response.streaming_content)
    assert len(pieces) == 3
    content = b"".join(pieces)
    assert content.count(b"BEGIN:VEVENT\r\n") == 2 * AT_A_TIME + 1
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_the_language_of_the_request_holds_while_it_is_sent(client: Client, officer: User) -> None:
    published(officer)
    english = get(client, "/en/events.ics")
    korean = get(client, "/events.ics")
    assert "벼룩시장" in body(korean).decode()
    assert "flea market" in body(english).decode()


def test_days_apart_ask_no_query_more(
    client: Client, officer: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    published(officer)
    body(get(client))
    with CaptureQueriesContext(connection) as asked:
        body(get(client))
    for zone in "bcd":
        published(officer, apart(slug=f"plaza-{zone}"))
    with django_assert_num_queries(len(asked)):
        assert len(entries(get(client))) == 7

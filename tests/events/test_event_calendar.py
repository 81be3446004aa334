"""One event as a file for one's own calendar."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.models import Event
from events.planning import plan
from events.publication import Published
from events.publishing import cancel
from events.stamps import Stamp, stamp_of
from events.views import feeds
from facilities.models import Facility
from tests.events.calendars import body, entries
from tests.events.samples import FRIDAY, TEN_DAYS_LATER, apart, market, published
from tests.places import at_seoul


def test_the_file_is_the_entry_of_the_feed(client: Client, officer: User) -> None:
    event = published(officer)

    response = client.get(f"/en/events/{event.reference}/event.ics")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    disposition = f'attachment; filename="{event.reference}.ics"'
    assert response["Content-Disposition"] == disposition
    content = body(response)
    (entry,) = entries(client.get("/en/events.ics")).values()
    assert entry.to_ical() in content
    assert b"REFRESH" not in content  # a file is not asked again
    assert b"X-WR-CALNAME:Yeosu-dong flea market\r\n" in content


def test_a_cancelled_one_takes_its_entry_out(client: Client, officer: User) -> None:
    event = published(officer)
    cancel(officer, event, 1, "비가 와서 쉽니다.")
    (entry,) = entries(client.get(f"/en/events/{event.reference}/event.ics")).values()
    assert (entry["UID"], entry["STATUS"], entry["SEQUENCE"]) == (event.uid, "CANCELLED", 2)


def test_a_draft_has_no_file(client: Client, officer: User) -> None:
    draft = plan(officer, market())
    assert client.get(f"/en/events/{draft.reference}/event.ics").status_code == 404
    assert client.get("/en/events/ABCDEFGHJKMN/event.ics").status_code == 404


def test_who_has_it_gets_304(client: Client, officer: User, django_assert_num_queries: Any) -> None:
    event = published(officer)
    path = f"/en/events/{event.reference}/event.ics"
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    cancel(officer, event, 1, "비가 와서 쉽니다.")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_changes_meanwhile_is_never_old_under_the_new_stamp(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Who got the old words asks again and gets the new ones."""
    event = published(officer)
    path = f"/en/events/{event.reference}/event.ics"

    def stamped(*told: Any) -> Stamp:
        monkeypatch.undo()
        stamp = stamp_of(*told)
        cancel(officer, event, 1, "비가 와서 쉽니다.")
        return stamp_of(*told) if when == "before" else stamp

    monkeypatch.setattr(feeds, "stamp_of", stamped)
    first = client.get(path)
    (entry,) = entries(first).values()
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    if again.status_code == 304:
        assert entry["STATUS"] == "CANCELLED"
    else:
        (entry,) = entries(again).values()
        assert entry["STATUS"] == "CANCELLED"
    assert again.status_code == (304 if when == "before" else 200)


def test_what_is_gone_before_it_is_read_is_not_there(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = published(officer)

    def stamped(*told: Any) -> Stamp:
        stamp = stamp_of(*told)
        Event.objects.filter(pk=event.pk).update(state=Published.DRAFT, published_at=None)
        return stamp

    monkeypatch.setattr(feeds, "stamp_of", stamped)
    assert client.get(f"/en/events/{event.reference}/event.ics").status_code == 404


def test_neither_304_nor_head_reads_the_event(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    path = f"/en/events/{published(officer).reference}/event.ics"
    etag = client.head(path)["ETag"]
    with django_assert_num_queries(2):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    with django_assert_num_queries(2):
        assert client.head(path).status_code == 200


@pytest.mark.parametrize("places", [("plaza-a",), ("plaza-a", "onnuri", "moran")])
def test_as_many_queries_for_many_places(
    client: Client, officer: User, django_assert_num_queries: Any, places: tuple[str, ...]
) -> None:
    event = published(officer, market(market().span.starts_at.date(), *places))
    client.get("/en/events.ics")
    with django_assert_num_queries(6):  # stamp, set-up; event, places, facilities; house
        body(client.get(f"/en/events/{event.reference}/event.ics"))


def test_days_apart_are_an_entry_each(client: Client, officer: User) -> None:
    event = published(officer, apart(FRIDAY, FRIDAY + timedelta(days=1), TEN_DAYS_LATER))
    for address in (f"/en/events/{event.reference}/event.ics", "/en/events.ics"):
        first, second = entries(client.get(address)).values()
        assert (first["UID"], second["UID"]) == (event.uid, f"{event.reference}-2@sarangbang")
        assert first.start == at_seoul(FRIDAY, "10:00")
        assert first.end == at_seoul(FRIDAY + timedelta(days=1), "16:00")
        assert (second.start, second.end) == (
            at_seoul(TEN_DAYS_LATER, "10:00"),
            at_seoul(TEN_DAYS_LATER, "16:00"),
        )
        for name in ("SEQUENCE", "STATUS", "LAST-MODIFIED", "SUMMARY", "URL"):
            assert first[name].to_ical() == second[name].to_ical()
    cancel(officer, event, 1, "비", "Rain")
    found = entries(client.get(f"/en/events/{event.reference}/event.ics"))
    assert {(one["STATUS"], one["SEQUENCE"]) for one in found.values()} == {("CANCELLED", 2)}


def test_each_entry_says_where_it_is(client: Client, officer: User) -> None:
    wanted = apart()
    places = (wanted.places[0], replace(wanted.places[1], slug="moran"))
    event = published(officer, replace(wanted, places=places))
    found = [str(one["LOCATION"]) for one in entries(client.get(address_of(event))).values()]
    names = Facility.objects.filter(slug__in=("moran", "plaza-a")).order_by("-slug")
    plaza, moran = (str(name) for name in names.values_list("name_en", flat=True))
    assert [(plaza in one, moran in one) for one in found] == [(True, False), (False, True)]


def address_of(event: Event) -> str:
    return f"/en/events/{event.reference}/event.ics"

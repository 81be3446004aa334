"""The officers' page of one event: its form, how far a change reaches, who was quicker."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications.announcing import publish_event
from events.models import Event
from events.planning import plan, plan_series
from events.publication import Published
from events.publishing import cancel, postpone
from events.wanted import EventWanted, ItemWanted, PlaceWanted
from facilities.recurring import Every, Rule
from lib.spans import Span
from tests.applications.samples import approved, hand_in, wants
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events.samples import (
    SATURDAY,
    fair,
    festival,
    fresh,
    market,
    published,
    second_saturdays,
)
from tests.events.staff_pages import form_of, page_of
from tests.places import at_seoul, span

SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def saved(browser: Client, event: Event, **changes: Any) -> Any:
    """The form as the page shows it with these changes, saved."""
    kept = form_of(browser.get(page_of(event)))
    return browser.post(page_of(event), {**kept, "do": "save", **changes})


def night() -> EventWanted:
    """From the evening until the morning, in the hall until midnight."""
    morning, midnight = (at_seoul(SUNDAY, clock_time) for clock_time in ("03:00", "00:00"))
    evening = at_seoul(SATURDAY, "20:00")
    return replace(
        market(),
        span=Span(evening, morning),
        places=(
            PlaceWanted("plaza-a", Span(evening, morning)),
            PlaceWanted("onnuri", Span(evening, midnight), 30),
            PlaceWanted("plaza-b", Span(midnight, morning)),
        ),
        programme=(ItemWanted(at_seoul(SUNDAY, "01:00"), morning, "밤 노래"),),
    )


def test_who_may_see_it(officer: User, client_of: ClientOf) -> None:
    event = published(officer)
    assert answers(page_of(event), client_of) == FOR_OFFICERS


def test_it_shows_the_event_and_its_record(officer: User, at_work: Client) -> None:
    event = published(officer, fair())
    page = at_work.get(page_of(event))
    words = said(page)
    for word in ("Welfare fair", "published", "Planned", "Published", officer.name):
        assert word in words
    assert f'href="/en/events/{event.reference}/"' in page.content.decode()
    kept = form_of(page)
    assert kept["place-TOTAL_FORMS"] == ["4"]
    assert kept["item-TOTAL_FORMS"] == ["2"]


@pytest.mark.parametrize(
    "wanted", [market(), fair(), festival(), night()], ids=["market", "fair", "festival", "night"]
)
def test_saved_as_it_is_nothing_is_written(officer: User, at_work: Client, wanted: Any) -> None:
    event = published(officer, wanted)
    places = list(event.places.values_list("pk", flat=True))
    assert saved(at_work, event).status_code == 302
    assert fresh(event).span == event.span
    assert fresh(event).revision == event.revision  # no calendar fetches it again
    assert list(event.places.values_list("pk", flat=True)) == places
    assert event.records.latest("pk").what == "published"


def test_another_time_needs_a_reason_and_takes_the_places_along(
    officer: User, at_work: Client
) -> None:
    event = published(officer)
    page = saved(at_work, event, starts="14:00", ends="17:00")
    assert (page.status_code, refusal_of(page)) == (422, "event_reason_missing")
    assert form_of(page)["starts"] == ["14:00"]
    answer = saved(
        at_work, event, starts="14:00", ends="17:00", reason_ko="비가 옴", reason_en="Rain"
    )
    assert answer.status_code == 302
    moved = fresh(event)
    assert moved.span == moved.places.get().span == span(SATURDAY, "14:00", "17:00")
    assert (moved.reason_ko, moved.reason_en) == ("비가 옴", "Rain")
    assert moved.moved_from == event.starts_at


def test_postponed_it_takes_place_again_at_its_new_time(officer: User, at_work: Client) -> None:
    event = published(officer)
    postpone(officer, event, 1, "비가 옴")
    assert "Give it its new day and time below" in said(at_work.get(page_of(event)))
    answer = saved(at_work, event, first_day=SUNDAY.isoformat(), reason_ko="일요일에 엽니다")
    assert answer.status_code == 302
    assert fresh(event).state == Published.PUBLISHED
    assert event.places.get().span == span(SUNDAY, "13:00", "16:00")


def test_a_draft_moves_without_a_reason(officer: User, at_work: Client) -> None:
    event = plan(officer, market())
    assert "reason_ko" not in form_of(at_work.get(page_of(event)))
    assert saved(at_work, event, starts="14:00").status_code == 302
    assert fresh(event).starts_at == span(SATURDAY, "14:00", "16:00").starts_at


def test_what_was_announced_keeps_what_the_public_must_know(officer: User, at_work: Client) -> None:
    event = published(officer)
    page = saved(at_work, event, organiser_ko="")
    assert (page.status_code, refusal_of(page)) == (422, "event_not_ready")
    assert fresh(event).organiser_ko


def test_the_second_officer_is_told_with_what_was_typed_kept(
    officer: User, at_work: Client
) -> None:
    event = published(officer)
    mine = form_of(at_work.get(page_of(event)))
    assert saved(at_work, event, title_ko="먼저 고친 이름").status_code == 302
    page = at_work.post(page_of(event), mine | {"do": "save", "title_ko": "나중에 고친 이름"})
    assert (page.status_code, refusal_of(page)) == (409, "event_changed_meanwhile")
    kept = form_of(page)
    assert kept["title_ko"] == ["나중에 고친 이름"]
    assert "New since you opened the page" in said(page)
    assert fresh(event).title_ko == "먼저 고친 이름"
    assert at_work.post(page_of(event), kept | {"do": "save"}).status_code == 302
    assert fresh(event).title_ko == "나중에 고친 이름"


@pytest.mark.parametrize(
    "press", [{"do": "add-item"}, {"do": "save", "phone": "12"}], ids=["a row", "a slip"]
)
def test_what_a_colleague_saved_meanwhile_is_not_lost_by_a_press_between(
    officer: User, at_work: Client, press: dict[str, str]
) -> None:
    event = published(officer)
    mine = form_of(at_work.get(page_of(event)))
    assert saved(at_work, event, title_ko="먼저 고친 이름").status_code == 302
    page = at_work.post(page_of(event), mine | press)
    assert "New since you opened the page" in said(page)
    kept = form_of(page) | {"phone": mine["phone"]}
    page = at_work.post(page_of(event), kept | {"do": "save"})
    assert (page.status_code, refusal_of(page)) == (409, "event_changed_meanwhile")
    assert fresh(event).title_ko == "먼저 고친 이름"


def test_nor_by_signing_in_again(officer: User, at_work: Client, client: Client) -> None:
    event = published(officer)
    mine = form_of(at_work.get(page_of(event)))
    assert saved(at_work, event, title_ko="먼저 고친 이름").status_code == 302
    client.post(page_of(event), mine | {"do": "save", "title_ko": "나중에 고친 이름"})
    client.force_login(officer)
    page = client.get(f"{page_of(event)}?kept=1")
    assert "New since you opened the page" in said(page)
    page = client.post(page_of(event), form_of(page) | {"do": "save"})
    assert (page.status_code, refusal_of(page)) == (409, "event_changed_meanwhile")
    assert form_of(page)["title_ko"] == ["나중에 고친 이름"]


def test_seconds_are_not_kept(officer: User, at_work: Client) -> None:
    event = published(officer, replace(market(location_ko="야외(예시)"), places=(), programme=()))
    saved(at_work, event, starts="13:05:30", ends="16:00:10", reason_ko="조금 늦춥니다.")
    assert fresh(event).starts_at == at_seoul(SATURDAY, "13:05")
    assert saved(at_work, event, title_ko="새 이름").status_code == 302


def test_how_far_a_change_reaches(officer: User, at_work: Client) -> None:
    events = second_saturdays(officer)
    words = said(at_work.get(page_of(events[1])))
    assert "this date and the following (3 dates)" in words
    assert "all dates that are to come (4 dates)" in words
    assert saved(at_work, events[1], scope="from_here", title_ko="새 장터").status_code == 302
    titles = [fresh(one).title_ko for one in events]
    assert titles == [events[0].title_ko, *["새 장터"] * 3]
    assert saved(at_work, events[3], title_ko="마지막 장터").status_code == 302
    assert fresh(events[2]).title_ko == "새 장터"
    page = saved(at_work, events[1], scope="all", first_day="2027-01-10", reason_ko="일요일로")
    assert (page.status_code, refusal_of(page)) == (422, "series_keeps_its_days")
    assert saved(at_work, events[1], scope="nothing").status_code == 422


def test_what_is_wrong_is_said_at_its_field(officer: User, at_work: Client) -> None:
    event = published(officer)
    page = saved(at_work, event, ends="12:00", reason_en="x" * 301)
    assert page.status_code == 422
    html = page.content.decode()
    assert 'href="#id_ends"' in html
    assert 'href="#id_reason_en"' in html


def test_rows_come_and_go(officer: User, at_work: Client) -> None:
    event = published(officer)
    kept = form_of(at_work.get(page_of(event))) | {"title_ko": "쓰던 이름"}
    page = at_work.post(page_of(event), kept | {"do": "add-item"})
    assert page.status_code == 200
    assert form_of(page)["item-TOTAL_FORMS"] == ["2"]
    assert form_of(page)["title_ko"] == ["쓰던 이름"]
    assert fresh(event).revision == event.revision


def test_an_event_of_a_booking_follows_its_application(
    officer: User, organiser: User, at_work: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    event = publish_event(officer, application.booking)
    page = at_work.get(page_of(event))
    html = page.content.decode()
    assert f"/en/review/applications/{application.booking.reference}/" in html
    assert not {"first_day", "place-TOTAL_FORMS", "reason_ko"} & form_of(page).keys()
    assert "/postpone/" not in html
    answer = saved(
        at_work,
        event,
        text_ko="누구나 오세요",
        first_day="2027-01-01",
        **{"place-TOTAL_FORMS": "0"},
    )
    assert answer.status_code == 302
    assert fresh(event).text_ko == "누구나 오세요"
    assert fresh(event).span == event.span
    assert event.places.count() == 1


def test_what_was_cancelled_is_only_looked_at(officer: User, at_work: Client) -> None:
    event = published(officer)
    kept = form_of(at_work.get(page_of(event)))
    cancel(officer, event, event.revision, "비가 옴")
    page = at_work.get(page_of(event))
    assert "title_ko" not in form_of(page)
    assert "비가 옴" in said(page)
    late = at_work.post(page_of(event), kept | {"do": "save", "text_ko": "늦게 쓴 글"})
    assert (late.status_code, refusal_of(late)) == (409, "event_changed_meanwhile")
    assert form_of(late)["text_ko"] == ["늦게 쓴 글"]
    later = at_work.post(page_of(event), form_of(late) | {"do": "save"})
    assert (later.status_code, refusal_of(later)) == (409, "event_cannot_become")
    assert fresh(event).state == Published.CANCELLED


def saturdays(officer: User, wanted: EventWanted, times: int) -> Event:
    """The first of a series of drafts, on every third Saturday."""
    rule = Rule(Every.MONTH_WEEKDAY, SATURDAY.replace(day=19), times=times)
    return plan_series(officer, wanted, rule)[0]


def test_the_number_of_queries_does_not_grow(officer: User, at_work: Client) -> None:
    one = second_saturdays(officer, times=2)[0]
    many = saturdays(officer, fair(SATURDAY.replace(day=19)), 6)

    def count(event: Event) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert at_work.get(page_of(event)).status_code == 200
        return len(asked)

    count(one)
    few = count(one)
    saved(at_work, many, title_ko="한 번 더")
    assert count(many) == few

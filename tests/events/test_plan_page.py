"""Planning an event by its form: one, a series, and whatever is wrong with it."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import Event, Series
from events.planning import plan
from events.publication import Published
from lib.formats import in_seoul
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events.samples import SATURDAY, market, slots
from tests.events.staff_pages import PLAN, form_of, page_of, typed
from tests.places import at_seoul, span

JANUARY = date(2027, 1, 9)
SATURDAYS = ["2026-12-12", "2027-01-09", "2027-02-13", "2027-03-13"]


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def sent(browser: Client, do: str = "draft", **changes: Any) -> Any:
    """The form with these fields, by that button."""
    return browser.post(PLAN, typed(do=do, **changes))


def test_who_may_plan(client_of: ClientOf) -> None:
    assert answers(PLAN, client_of) == FOR_OFFICERS


def test_nobody_else_plans(citizen: User, desk: User, client_of: ClientOf) -> None:
    assert client_of(citizen).post(PLAN, typed(do="publish")).status_code == 404
    assert client_of(desk).post(PLAN, typed(do="publish")).status_code == 403
    assert Client().post(PLAN, typed(do="publish")).status_code == 302
    assert not Event.objects.exists()


def test_a_draft_holds_its_spaces(at_work: Client) -> None:
    answer = sent(at_work)
    event = Event.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == page_of(event)
    assert (event.state, event.title_ko, event.title_en) == (
        Published.DRAFT,
        "여수동 벼룩시장",
        "Yeosu-dong flea market",
    )
    assert event.span == event.places.get().span == span(SATURDAY, "13:00", "16:00")
    assert len(slots()) == 3 * 4


def test_published_with_everything(at_work: Client) -> None:
    answer = sent(
        at_work,
        "publish",
        text_ko="첫째 줄\r\n둘째 줄",
        phone="031-000-0101",
        registration_url="example.kr/market",
        location_ko="여수동 주민센터 앞",
        **{
            "place-TOTAL_FORMS": "3",
            "place-1-facility": "onnuri",
            "place-1-starts": "14:00",
            "place-1-ends": "15:00",
            "place-1-setup_minutes": "50",
            "item-TOTAL_FORMS": "2",
            "item-0-starts": "14:00",
            "item-0-ends": "15:30",
            "item-0-title_ko": "어린이 장터",
            "item-0-where_en": "Stage",
        },
    )
    assert answer.status_code == 302
    event = Event.objects.get()
    assert event.state == Published.PUBLISHED
    assert event.text_ko == "첫째 줄\n둘째 줄"
    assert (event.phone, event.registration_url) == ("0310000101", "https://example.kr/market")
    hall = event.places.get(facility__slug="onnuri")
    assert (hall.span, hall.setup_minutes) == (span(SATURDAY, "14:00", "15:00"), 60)
    item = event.programme.get()
    assert (item.title_ko, item.where_en) == ("어린이 장터", "Stage")
    assert (item.starts_at, item.ends_at) == (
        at_seoul(SATURDAY, "14:00"),
        at_seoul(SATURDAY, "15:30"),
    )
    assert event.places.count() == 2  # the third row was empty


@pytest.mark.parametrize(
    ("fields", "starts", "ends"),
    [
        ({"is_all_day": "on", "starts": "", "ends": ""}, "12-12T00:00", "12-13T00:00"),
        (
            {"is_all_day": "on", "starts": "", "ends": "", "last_day": "2026-12-14"},
            "12-12T00:00",
            "12-15T00:00",
        ),
        ({"ends": "18:00", "last_day": "2026-12-14"}, "12-12T13:00", "12-14T18:00"),
        ({"ends": "00:00"}, "12-12T13:00", "12-13T00:00"),
        ({"ends": "00:00", "last_day": "2026-12-13"}, "12-12T13:00", "12-13T00:00"),
    ],
)
def test_days_and_hours(at_work: Client, fields: dict[str, str], starts: str, ends: str) -> None:
    assert sent(at_work, **fields, **{"place-0-facility": ""}).status_code == 302
    event = Event.objects.get()
    assert f"{in_seoul(event.starts_at):%m-%dT%H:%M}" == starts
    assert f"{in_seoul(event.ends_at):%m-%dT%H:%M}" == ends
    # What the page of a change begins with, saved as it is, changes nothing.
    page = at_work.get(page_of(event))
    assert at_work.post(page_of(event), form_of(page) | {"do": "save"}).status_code == 302
    again = Event.objects.get()
    assert (again.span, again.is_all_day) == (event.span, event.is_all_day)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_ko": ""}, "id_title_ko"),
        ({"title_ko": "벼룩\u202e시장"}, "id_title_ko"),
        ({"category": "nothing"}, "id_category"),
        ({"ends": "12:00"}, "id_ends"),
        ({"last_day": "2026-12-11"}, "id_last_day"),
        ({"starts": ""}, "id_starts"),
        ({"first_day": "2036-12-12"}, "id_first_day"),
        ({"registration_url": "javascript:alert(1)"}, "id_registration_url"),
        ({"registration_url": "ftp://example.kr/"}, "id_registration_url"),
        ({"phone": "12"}, "id_phone"),
        ({"place-0-facility": "", "place-0-starts": "14:00"}, "id_place-0-facility"),
        ({"place-0-starts": "15:00", "place-0-ends": "14:00"}, "id_place-0-ends"),
        ({"item-TOTAL_FORMS": "1", "item-0-title_ko": "무대"}, "id_item-0-starts"),
        ({"every": "week", "times": "0"}, "id_times"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    at_work: Client, wrong: dict[str, str], field: str
) -> None:
    page = sent(at_work, "publish", **wrong)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.content.decode()
    kept = form_of(page)
    assert {name: kept.get(name, [""])[0] for name in wrong} | {"category": ""} == {
        **wrong,
        "category": "",
    }
    assert kept["organiser_ko"] == ["여수동 마을모임(예시)"]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code", "status"),
    [
        ({"place-0-starts": "13:05"}, "event_off_grid", 422),
        ({"place-0-starts": "12:00"}, "event_place_outside", 422),
        ({"place-0-facility": "gone"}, "event_place_gone", 410),
        (
            {"place-TOTAL_FORMS": "2", "place-1-facility": "plaza"},
            "event_places_overlap",
            422,
        ),
        ({"organiser_ko": ""}, "event_not_ready", 422),
        ({"first_day": "2026-11-21"}, "event_in_the_past", 422),
        ({"last_day": "2027-12-31"}, "event_too_long", 422),
        ({"every": "week"}, "recurrence_without_end", 422),
        ({"every": "week", "until": "2026-12-11"}, "recurrence_empty", 422),
        (
            {"item-TOTAL_FORMS": "1", "item-0-starts": "17:00", "item-0-title_ko": "무대"},
            "programme_outside",
            422,
        ),
        ({"place-TOTAL_FORMS": "31"}, "event_too_many_rows", 422),
    ],
)
def test_what_may_not_be_is_refused_with_everything_kept(
    at_work: Client, wrong: dict[str, str], code: str, status: int
) -> None:
    page = sent(at_work, "publish", **wrong)
    assert (page.status_code, refusal_of(page)) == (status, code)
    kept = form_of(page)
    assert {name: kept.get(name, [""])[0] for name in wrong} == wrong
    assert not Event.objects.exists()


def test_what_is_in_the_way_is_named(at_work: Client, officer: User) -> None:
    plan(officer, market(title_ko="먼저 온 장터", title_en="The first market"))
    page = sent(at_work, title_ko="둘째 장터")
    assert (page.status_code, refusal_of(page)) == (409, "event_space_taken")
    assert "The first market" in said(page)
    assert form_of(page)["title_ko"] == ["둘째 장터"]


def test_rows_come_and_go_without_javascript(at_work: Client) -> None:
    page = sent(at_work, "add-place", title_ko="", text_ko="<b>줄\n바꿈</b>")
    assert page.status_code == 200
    kept = form_of(page)
    assert (kept["place-TOTAL_FORMS"], kept["place-0-facility"]) == (["2"], ["plaza-a"])
    assert kept["text_ko"] == ["<b>줄\n바꿈</b>"]
    kept |= {"place-1-facility": ["onnuri"], "do": ["remove-place-0"]}
    kept = form_of(at_work.post(PLAN, kept))
    assert (kept["place-TOTAL_FORMS"], kept["place-0-facility"]) == (["1"], ["onnuri"])
    kept = form_of(at_work.post(PLAN, kept | {"do": "add-item"}))
    assert kept["item-TOTAL_FORMS"] == ["1"]
    many = sent(at_work, "add-place", **{"place-TOTAL_FORMS": "30"})
    assert refusal_of(many) == "event_too_many_rows"
    assert "add-place" not in sent(at_work, "again", **{"place-TOTAL_FORMS": "30"}).content.decode()


def test_enter_in_a_field_publishes_nothing(at_work: Client) -> None:
    html = at_work.get(PLAN).content.decode()
    form = html[html.index('class="event-form"') :]
    first = re.search(r'<button[^>]*value="([\w-]+)"', form)
    assert first
    assert first[1] == "draft"


def test_pressed_twice_it_is_made_once(at_work: Client) -> None:
    key = form_of(at_work.get(PLAN))["key"][0]
    first = sent(at_work, "publish", key=key)
    assert sent(at_work, "publish", key=key)["Location"] == first["Location"]
    assert Event.objects.count() == 1
    assert sent(at_work, key="no key", **{"place-0-facility": ""}).status_code == 302


def test_the_same_form_with_other_contents_is_asked_about_and_then_made(at_work: Client) -> None:
    """Back from the page of the event, the form has its old key."""
    key = form_of(at_work.get(PLAN))["key"][0]
    sent(at_work, "publish", key=key)
    other = {"title_ko": "둘째 장터", "place-0-facility": "plaza-b"}
    page = sent(at_work, "publish", key=key, **other)
    assert (page.status_code, refusal_of(page)) == (409, "event_key_used_otherwise")
    kept = form_of(page)
    assert {name: kept[name] for name in other} == {name: [one] for name, one in other.items()}
    assert kept["key"] != [key]
    assert at_work.post(PLAN, kept | {"do": "publish"}).status_code == 302
    titles = Event.objects.values_list("title_ko", flat=True)
    assert sorted(titles) == ["둘째 장터", "여수동 벼룩시장"]


def test_the_same_series_with_other_dates_is_asked_about_and_then_made(at_work: Client) -> None:
    elsewhere = {"place-0-facility": "", "location_ko": "여수동 주민센터"}
    kept = form_of(series(at_work, key=form_of(at_work.get(PLAN))["key"][0], **elsewhere))
    at_work.post(PLAN, kept | {"date": SATURDAYS[:2], "do": "make"})
    page = at_work.post(PLAN, kept | {"date": SATURDAYS[2:], "do": "make"})
    assert (page.status_code, refusal_of(page)) == (409, "event_key_used_otherwise")
    again = form_of(page)
    assert again["date"] == SATURDAYS[2:]
    assert at_work.post(PLAN, again | {"do": "make"}).status_code == 302
    assert Event.objects.count() == 4


def series(browser: Client, do: str = "publish", **changes: Any) -> Any:
    """The page of the dates: every second Saturday, four times."""
    return sent(browser, do, every="month_weekday", times="4", **changes)


def test_a_series_is_looked_at_before_it_is_made(at_work: Client, officer: User) -> None:
    plan(officer, market(JANUARY, title_ko="먼저 온 장터", title_en="The first market"))
    page = series(at_work)
    assert page.status_code == 200
    assert Series.objects.count() == 0
    kept = form_of(page)
    assert kept["shown_dates"][0].split() == SATURDAYS
    assert kept["date"] == ["2026-12-12", "2027-02-13", "2027-03-13"]  # the taken one left out
    assert "The first market" in said(page)
    assert kept["title_ko"] == ["여수동 벼룩시장"]
    made = at_work.post(PLAN, kept | {"date": kept["date"][:2], "do": "make"})
    events = list(Event.objects.filter(series__isnull=False))
    assert made["Location"] == page_of(events[0])
    assert [str(one.series_day) for one in events] == ["2026-12-12", "2027-02-13"]
    assert {one.state for one in events} == {Published.PUBLISHED}


def test_a_date_in_the_way_that_is_ticked_is_refused_with_the_ticks_kept(
    at_work: Client, officer: User
) -> None:
    plan(officer, market(JANUARY, title_en="The first market"))
    kept = form_of(series(at_work, "draft"))
    ticked = ["2027-01-09", "2027-03-13"]
    page = at_work.post(PLAN, kept | {"date": ticked, "do": "make"})
    assert (page.status_code, refusal_of(page)) == (409, "event_space_taken")
    assert form_of(page)["date"] == ticked
    assert not Series.objects.exists()
    none = at_work.post(PLAN, {**kept, "date": [], "do": "make"})
    assert refusal_of(none) == "recurrence_empty"


def test_a_series_that_a_year_does_not_hold_says_so(at_work: Client) -> None:
    told = "A series lasts at most a year"
    assert told in said(sent(at_work, every="month_day", times="14"))
    assert told in said(sent(at_work, every="month_day", until="2027-12-31"))
    assert told not in said(sent(at_work, every="month_day", times="12"))


def test_back_from_the_dates_nothing_is_lost(at_work: Client) -> None:
    kept = form_of(series(at_work, text_ko="첫째\n둘째"))
    back = form_of(at_work.post(PLAN, kept | {"do": "again"}))
    assert back["text_ko"] == ["첫째\n둘째"]
    assert (back["every"], back["times"]) == (["month_weekday"], ["4"])
    assert "shown_dates" not in back


def test_a_series_pressed_twice_is_made_once(at_work: Client) -> None:
    key = form_of(at_work.get(PLAN))["key"][0]
    kept = form_of(series(at_work, key=key)) | {"do": "make"}
    first = at_work.post(PLAN, kept)
    assert at_work.post(PLAN, kept)["Location"] == first["Location"]
    assert Event.objects.count() == 4


def test_what_was_typed_waits_for_who_has_to_sign_in_again(officer: User) -> None:
    browser = Client()
    answer = sent(browser, text_ko="잃으면 안 되는 글")
    assert answer.status_code == 302
    officer.set_password("safe-word-2026")
    officer.save()
    given = {"login": officer.email, "password": "safe-word-2026"}
    again = browser.post(answer["Location"], given)
    assert again["Location"] == f"{PLAN}?kept=1"
    page = browser.get(again["Location"])
    assert "What stands here is not saved yet" in said(page)
    assert form_of(page)["text_ko"] == ["잃으면 안 되는 글"]
    assert form_of(browser.get(PLAN))["text_ko"] == [""]
    browser.post(PLAN, form_of(page) | {"do": "draft"})
    assert Event.objects.get().text_ko == "잃으면 안 되는 글"
    assert form_of(browser.get(f"{PLAN}?kept=1"))["text_ko"] == [""]


@pytest.mark.parametrize("do", ["publish", "draft"])
def test_the_ticks_of_the_dates_wait_for_who_has_to_sign_in_again(officer: User, do: str) -> None:
    at_work = Client()
    at_work.force_login(officer)
    key = form_of(at_work.get(PLAN))["key"][0]
    kept = form_of(series(at_work, do, text_ko="잃으면 안 되는 글", key=key))
    ticked = [SATURDAYS[0], SATURDAYS[3]]
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    assert browser.post(PLAN, kept | {"date": ticked, "do": "make"}).status_code == 403
    page = browser.get(f"{PLAN}?kept=1")
    again = form_of(page)
    assert page.status_code == 200
    assert (again["date"], again["then"]) == (ticked, [do])
    assert again["shown_dates"][0].split() == SATURDAYS
    assert (again["key"], again["text_ko"]) == ([key], ["잃으면 안 되는 글"])
    assert "do" not in again
    at_work.post(PLAN, again | {"do": "make"})
    assert [str(one.series_day) for one in Event.objects.all()] == ticked


def test_no_date_ticked_stays_no_date_ticked(officer: User) -> None:
    at_work = Client(enforce_csrf_checks=True)
    at_work.force_login(officer)
    client = Client()
    client.force_login(officer)
    kept = form_of(series(client))
    at_work.post(PLAN, kept | {"date": [], "do": "make"})
    assert "date" not in form_of(at_work.get(f"{PLAN}?kept=1"))
    at_work.post(PLAN, kept | {"do": "again"})  # back to the form: then that is what waits
    back = form_of(at_work.get(f"{PLAN}?kept=1"))
    assert "shown_dates" not in back
    assert back["title_ko"] == kept["title_ko"]


def test_what_was_typed_waits_when_the_page_grew_old(officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    answer = sent(browser, text_ko="잃으면 안 되는 글")
    assert answer.status_code == 403
    assert f"{PLAN}?kept=1" in answer.content.decode()
    assert form_of(browser.get(f"{PLAN}?kept=1"))["text_ko"] == ["잃으면 안 되는 글"]
    assert not Event.objects.exists()


def test_the_number_of_queries_does_not_grow_with_rows_and_dates(at_work: Client) -> None:
    def count(**fields: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert sent(at_work, "publish", every="month_weekday", **fields).status_code == 200
        return len(asked)

    many = {f"place-{number}-facility": f"plaza-{zone}" for number, zone in enumerate("abcd")}
    count(times="1")
    assert count(times="1") == count(times="12", **many, **{"place-TOTAL_FORMS": "4"})

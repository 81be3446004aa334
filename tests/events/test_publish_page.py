"""The pages that publish an event and say that it is postponed."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.models import Event
from events.planning import plan, plan_series
from events.publication import Published
from events.publishing import cancel, postpone
from facilities.recurring import Every, Rule
from tests.bookings.door import Hold
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events.samples import SATURDAY, fresh, market, published, slots
from tests.events.staff_pages import form_of, page_of
from tests.places import at_seoul


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def taken(browser: Client, event: Event, step: str, **typed: Any) -> Any:
    """The form of the step as the page shows it with this, sent."""
    kept = form_of(browser.get(page_of(event, f"{step}/")))
    return browser.post(page_of(event, f"{step}/"), kept | typed)


@pytest.mark.parametrize("step", ["publish", "postpone", "cancel"])
def test_who_may_see_it(officer: User, client_of: ClientOf, step: str) -> None:
    assert answers(page_of(plan(officer, market()), f"{step}/"), client_of) == FOR_OFFICERS


def test_looking_publishes_nothing_and_pressing_does(officer: User, at_work: Client) -> None:
    event = plan(officer, market())
    page = at_work.get(page_of(event, "publish/"))
    assert "shown to everyone" in said(page)
    assert "It concerns one date." in said(page)
    assert fresh(event).state == Published.DRAFT
    assert taken(at_work, event, "publish")["Location"] == page_of(event)
    assert fresh(event).state == Published.PUBLISHED


def test_it_says_how_many_dates(officer: User, at_work: Client) -> None:
    rule = Rule(Every.MONTH_WEEKDAY, SATURDAY, times=4)
    dates = plan_series(officer, market(), rule)
    assert taken(at_work, dates[0], "publish", scope="one").status_code == 302
    words = said(at_work.get(page_of(dates[1], "publish/")))
    assert "this date and the following (3 dates)" in words
    assert "all dates that are to come (3 dates)" in words  # one is published already
    assert taken(at_work, dates[1], "publish", scope="from_here").status_code == 302
    assert "3 dates are published." in said(at_work.get(page_of(dates[1])))
    assert {fresh(one).state for one in dates} == {Published.PUBLISHED}


def test_what_is_missing_is_said(officer: User, at_work: Client) -> None:
    event = plan(officer, market(organiser_ko=""))
    page = taken(at_work, event, "publish")
    assert (page.status_code, refusal_of(page)) == (422, "event_not_ready")
    assert fresh(event).state == Published.DRAFT


def test_postponed_with_its_reason_and_taken_up_again(officer: User, at_work: Client) -> None:
    event = published(officer)
    page = taken(at_work, event, "postpone")
    assert (page.status_code, refusal_of(page)) == (422, "event_reason_missing")
    page = taken(at_work, event, "postpone", reason_ko="", reason_en="Rain")
    assert form_of(page)["reason_en"] == ["Rain"]
    assert taken(at_work, event, "postpone", reason_ko="비가 옴").status_code == 302
    assert (fresh(event).state, slots()) == (Published.POSTPONED, set())
    plan(officer, market(title_en="Another market"))
    page = taken(at_work, event, "publish")
    assert (page.status_code, refusal_of(page)) == (409, "event_space_taken")
    assert "Another market" in said(page)


def test_the_second_officer_is_told(officer: User, at_work: Client) -> None:
    event = published(officer)
    mine = form_of(at_work.get(page_of(event, "postpone/")))
    cancel(officer, event, 1, "비가 옴")
    page = at_work.post(page_of(event, "postpone/"), mine | {"reason_ko": "바람"})
    assert (page.status_code, refusal_of(page)) == (409, "event_changed_meanwhile")
    assert "New since you opened the page" in said(page)


def test_a_step_that_cannot_be_taken_says_so(officer: User, at_work: Client, at: Hold) -> None:
    event = published(officer)
    page = at_work.get(page_of(event, "publish/"))
    assert "This step cannot be taken" in said(page)
    assert form_of(page) == {}
    at(at_seoul(SATURDAY, "17:00"))
    assert "cancel/" not in at_work.get(page_of(event)).content.decode()
    late = at_work.post(page_of(event, "postpone/"), {"seen": "1", "reason_ko": "비"})
    assert (late.status_code, refusal_of(late)) == (409, "event_is_over")


def test_a_reason_waits_for_who_has_to_sign_in_again(officer: User, at_work: Client) -> None:
    event = published(officer)
    postpone(officer, event, 1, "비가 옴")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    path = page_of(event, "cancel/")
    answer = browser.post(path, {"seen": "2", "reason_ko": "새 날을 못 찾음"})
    assert answer.status_code == 403
    assert form_of(browser.get(f"{path}?kept=1"))["reason_ko"] == ["새 날을 못 찾음"]

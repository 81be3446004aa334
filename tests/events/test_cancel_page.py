"""The page that cancels an event, or dates of its series."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.announcing import publish_event
from events.models import Event
from events.planning import plan
from events.publication import Published
from tests.applications.samples import approved, hand_in, wants
from tests.bookings.gate import ClientOf
from tests.bookings.pages import refusal_of, said
from tests.events.samples import fresh, market, published, second_saturdays, slots
from tests.events.staff_pages import form_of, page_of


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def cancelled(browser: Client, event: Event, **typed: Any) -> Any:
    """The form as the page shows it with this, sent."""
    path = page_of(event, "cancel/")
    return browser.post(path, form_of(browser.get(path)) | typed)


def test_it_says_what_will_happen_and_needs_a_reason(officer: User, at_work: Client) -> None:
    event = published(officer)
    words = said(at_work.get(page_of(event, "cancel/")))
    assert "marked as cancelled" in words
    assert "This cannot be undone." in words
    page = cancelled(at_work, event, reason_en="Rain")
    assert (page.status_code, refusal_of(page)) == (422, "event_reason_missing")
    assert form_of(page)["reason_en"] == ["Rain"]
    assert fresh(event).state == Published.PUBLISHED
    assert cancelled(at_work, event, reason_ko="비가 옴").status_code == 302
    assert (fresh(event).state, fresh(event).reason_ko) == (Published.CANCELLED, "비가 옴")
    assert not slots()


def test_a_draft_is_dropped_without_a_reason(officer: User, at_work: Client) -> None:
    event = plan(officer, market())
    assert "Nobody was told of it." in said(at_work.get(page_of(event, "cancel/")))
    assert cancelled(at_work, event).status_code == 302
    assert fresh(event).state == Published.CANCELLED


def test_from_here_on(officer: User, at_work: Client) -> None:
    dates = second_saturdays(officer)
    words = said(at_work.get(page_of(dates[2], "cancel/")))
    assert "this date and the following (2 dates)" in words
    assert "all dates that are to come (4 dates)" in words
    answer = cancelled(at_work, dates[2], reason_ko="끝", scope="from_here")
    assert answer.status_code == 302
    assert [fresh(one).state for one in dates] == [
        *[Published.PUBLISHED] * 2,
        *[Published.CANCELLED] * 2,
    ]
    assert "2 dates are cancelled." in said(at_work.get(page_of(dates[2])))
    assert cancelled(at_work, dates[0], reason_ko="끝", scope="x").status_code == 422


def test_what_stands_on_a_booking_leaves_it_as_it_is(
    officer: User, organiser: User, at_work: Client
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    event = publish_event(officer, application.booking)
    before = slots()
    page = at_work.get(page_of(event, "cancel/"))
    assert "only the event is cancelled" in said(page)
    assert cancelled(at_work, event, reason_ko="비공개로 바꿈").status_code == 302
    assert (fresh(event).state, slots()) == (Published.CANCELLED, before)

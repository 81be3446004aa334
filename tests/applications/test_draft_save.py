"""Saved as it is typed: in two windows, signed out, on an old page. Nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from applications.drafting import begin, discard
from applications.models import Draft
from applications.typed_kept import KEY
from tests.applications.test_draft import ROW, address, kept, typed
from tests.bookings.door import Hold
from tests.bookings.pages import Page, refusal_of
from tests.bookings.samples import NOW

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]


@pytest.fixture
def draft(organiser: User) -> Draft:
    return begin(organiser, typed())


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def hidden(page: Page) -> dict[str, str]:
    """Which page it is, as it would send it."""
    html = page.content.decode()
    found = re.findall(r'<input type="hidden" name="(page|seen)" value="([^"]*)"', html)
    assert len(found) == 2
    return {name: unescape(value) for name, value in found}


def test_two_windows_do_not_write_over_each_other(browser: Client, draft: Draft, at: Hold) -> None:
    one, two = (hidden(browser.get(address(draft))) for _window in range(2))
    at(NOW + timedelta(minutes=1))
    browser.post(address(draft, "save/"), typed(title="하나") | one)
    at(NOW + timedelta(minutes=2))
    answer = browser.post(address(draft, "save/"), typed(title="둘") | two)
    assert (answer.status_code, refusal_of(answer)) == (409, "draft_saved_elsewhere")
    assert "<html" not in answer.content.decode()
    browser.post(address(draft, "save/"), typed(title="하나!") | one)
    assert kept(draft)["title"] == ["하나!"]


def test_the_second_window_keeps_what_it_has_and_may_save_it(browser: Client, draft: Draft) -> None:
    one, two = (hidden(browser.get(address(draft))) for _window in range(2))
    browser.post(address(draft), typed(title="하나") | one | {"do": "save"})
    theirs = typed(ROW, ROW, title="둘") | two
    answer = browser.post(address(draft), theirs | {"do": "remove-0"})
    assert (answer.status_code, refusal_of(answer)) == (409, "draft_saved_elsewhere")
    page = answer.content.decode()
    assert 'value="둘"' in page
    assert page.count('class="card visit-row"') == 2
    assert 'value="overwrite"' in page
    assert kept(draft)["title"] == ["하나"]
    browser.post(address(draft), theirs | {"do": "overwrite"})
    assert kept(draft)["title"] == ["둘"]


def test_what_the_old_page_still_sends_after_a_button_comes_too_late(
    browser: Client, draft: Draft
) -> None:
    page = hidden(browser.get(address(draft)))
    browser.post(address(draft), typed() | page | {"do": "add"})
    assert browser.post(address(draft, "save/"), typed() | page).status_code == 409
    assert kept(draft)["visit-TOTAL_FORMS"] == ["2"]
    fresh = hidden(browser.get(address(draft)))
    assert browser.post(address(draft, "save/"), typed(title="그 뒤") | fresh).status_code == 200


def test_the_way_of_buttons_is_never_taken_for_another_window(
    browser: Client, draft: Draft
) -> None:
    for do in ("add", "save", "check", "look", "remove-0"):
        page = hidden(browser.get(address(draft)))
        browser.post(address(draft, "save/"), typed(title=do) | page)
        answer = browser.post(address(draft), typed(title=do) | page | {"do": do})
        assert answer.status_code == 302, do


# Signed out -------------------------------------------------------------------------------------


def test_signed_out_the_page_is_told(client: Client, draft: Draft) -> None:
    answer = client.post(address(draft, "save/"), typed(title="둘"))
    assert (answer.status_code, refusal_of(answer)) == (403, "signed_out_meanwhile")
    assert kept(draft) == typed()


def test_signed_out_it_waits_until_the_person_is_back(
    client: Client, draft: Draft, organiser: User
) -> None:
    answer = client.post(address(draft), typed(title="둘", contact_name="남") | {"do": "save"})
    assert answer["Location"] == f"/en/accounts/login/?next={address(draft)}%3Fkept%3D1"
    assert kept(draft) == typed()
    client.force_login(organiser)
    page = client.get(address(draft, "?kept=1"))
    assert 'value="둘"' in page.content.decode()
    assert 'value="모여라"' in page.content.decode()
    assert "What stands here is not saved yet" in page.content.decode()
    assert kept(draft) == typed()
    client.post(address(draft), typed(title="둘") | hidden(page) | {"do": "overwrite"})
    assert kept(draft)["title"] == ["둘"]
    assert KEY not in client.session


def test_what_waits_is_for_its_draft_alone(
    client: Client, draft: Draft, organiser: User, citizen: User
) -> None:
    client.post(address(draft), typed(title="둘"))
    other = begin(citizen, {"title": ["남의 것"]})
    client.force_login(citizen)
    assert client.get(address(draft, "?kept=1")).status_code == 404
    assert "둘" not in client.get(address(other, "?kept=1")).content.decode()


# An old page ------------------------------------------------------------------------------------


@pytest.fixture
def strict(organiser: User) -> Client:
    """A browser whose security token is asked for, and does not fit."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(organiser)
    return client


def test_an_old_page_is_told_while_typing(strict: Client, draft: Draft) -> None:
    answer = strict.post(address(draft, "save/"), typed(title="둘"))
    assert (answer.status_code, refusal_of(answer)) == (403, "page_grown_old")
    assert "<html" not in answer.content.decode()
    assert kept(draft) == typed()


def test_an_old_page_leads_to_a_fresh_one_with_what_was_typed(strict: Client, draft: Draft) -> None:
    answer = strict.post(address(draft), typed(title="둘") | {"do": "save"})
    assert answer.status_code == 403
    assert f'href="{address(draft)}?kept=1"' in answer.content.decode()
    assert kept(draft) == typed()
    assert 'value="둘"' in strict.get(address(draft, "?kept=1")).content.decode()


# Gone -------------------------------------------------------------------------------------------


def test_a_draft_that_is_gone_gives_back_what_was_typed(browser: Client, draft: Draft) -> None:
    discard(draft)
    sent = typed(title="둘", purpose="긴 글")
    answer = browser.post(address(draft, "save/"), sent)
    assert (answer.status_code, refusal_of(answer)) == (410, "draft_gone")
    answer = browser.post(address(draft), sent | {"do": "save"})
    assert (answer.status_code, refusal_of(answer)) == (410, "draft_gone")
    page = answer.content.decode()
    assert "긴 글" in page
    assert "2026-12-18" in page


def test_more_rows_than_can_be_asked_for_are_said_and_kept(browser: Client, draft: Draft) -> None:
    rows = [ROW] * 60
    answer = browser.post(address(draft), typed(*rows, title="둘") | {"do": "add"})
    assert (answer.status_code, refusal_of(answer)) == (422, "too_many_visits_asked")
    assert kept(draft)["title"] == ["둘"]
    assert kept(draft)["visit-TOTAL_FORMS"] == ["60"]

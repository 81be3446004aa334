"""Beginning a change from the page of the application."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from applications.deciding import refuse
from applications.models import Application, Draft
from tests.applications.pages import page_of
from tests.applications.samples import approved, draft_of, hand_in, hand_in_change, wants
from tests.bookings.door import Hold
from tests.bookings.pages import refusal_of, said
from tests.places import at_seoul

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser, wants())


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def test_it_begins_with_what_was_handed_in(browser: Client, application: Application) -> None:
    response = browser.post(page_of(application, "change/"))
    draft = Draft.objects.get()
    assert response["Location"] == f"/en/apply/{draft.reference}/"
    assert draft.changes == application.booking
    assert draft.typed["title"] == ["사회복지 한마당(예시)"]


def test_what_was_begun_is_gone_on_with(browser: Client, application: Application) -> None:
    browser.post(page_of(application, "change/"))
    draft = Draft.objects.get()
    page = browser.get(page_of(application))
    assert "Go on with the change you began" in said(page)
    assert f"/en/apply/{draft.reference}/" in page.content.decode()
    browser.post(page_of(application, "change/"))
    assert Draft.objects.get() == draft


def test_until_the_last_day_and_not_after(
    browser: Client, application: Application, at: Hold
) -> None:
    at(at_seoul(date(2026, 12, 11), "23:59"))
    page = browser.get(page_of(application))
    assert "You can change it until Fri 11 Dec 2026, 23:59." in said(page)
    at(at_seoul(date(2026, 12, 12), "00:00"))
    assert "Change it" not in said(browser.get(page_of(application)))
    page = browser.post(page_of(application, "change/"))
    assert (page.status_code, refusal_of(page)) == (409, "changed_too_late")
    assert not Draft.objects.exists()


def test_one_change_at_a_time(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    hand_in_change(organiser, application.booking, wants(people=400))
    page = browser.post(page_of(application, "change/"))
    assert (page.status_code, refusal_of(page)) == (409, "change_is_open")


def test_what_is_over_is_not_changed(
    browser: Client, application: Application, officer: User
) -> None:
    refuse(officer, application, 0, "까닭")
    page = browser.post(page_of(application, "change/"))
    assert (page.status_code, refusal_of(page)) == (409, "application_over")
    assert not Draft.objects.exists()


def test_it_is_changed_by_its_person_alone(
    client: Client, client_of: ClientOf, application: Application, stranger: User, officer: User
) -> None:
    for who in (stranger, officer):
        assert client_of(who).post(page_of(application, "change/")).status_code == 404
    assert client.post(page_of(application, "change/")).status_code == 302
    assert not Draft.objects.exists()


def test_a_get_begins_nothing(browser: Client, application: Application) -> None:
    response = browser.get(page_of(application, "change/"))
    assert response["Location"] == page_of(application)
    assert not Draft.objects.exists()


def test_another_draft_is_left_alone(
    browser: Client, application: Application, organiser: User
) -> None:
    other = draft_of(organiser)
    browser.post(page_of(application, "change/"))
    assert Draft.objects.exclude(pk=other.pk).get().changes == application.booking

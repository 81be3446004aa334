"""Conditions, applications and permits in the admin."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from applications.loading import load_conditions
from applications.models import Application, Condition, Permit
from facilities import data_file
from tests.applications.samples import DETAILS, approved, hand_in

pytestmark = pytest.mark.usefixtures("city_hall")

MODELS = ("condition", "application", "permit")


def page(model: str, action: str, *args: int) -> str:
    return reverse(f"admin:applications_{model}_{action}", args=args)


@pytest.fixture
def browser(administrator: User, client_of: Callable[[User], Client]) -> Client:
    """The administrator's."""
    return client_of(administrator)


@pytest.fixture
def permit(organiser: User, officer: User) -> Permit:
    """Of an approved application."""
    application = approved(officer, hand_in(organiser))
    return application.permit


def test_conditions_are_added_and_changed(browser: Client) -> None:
    load_conditions(data_file.read())
    assert browser.get(page("condition", "changelist")).status_code == 200
    data = {
        "text_ko": "의자는 접어 둡니다.",
        "text_en": "Fold the chairs.",
        "is_usual": "on",
        "position": 5,
    }
    assert browser.post(page("condition", "add"), data).status_code == 302
    added = Condition.objects.get(text_en="Fold the chairs.")
    assert added == Condition.objects.first()
    changed = data | {"text_en": "Fold all chairs."}
    assert browser.post(page("condition", "change", added.pk), changed).status_code == 302
    assert Condition.objects.get(pk=added.pk).text_en == "Fold all chairs."  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["text_ko", "text_en"])
def test_a_condition_needs_its_words_in_both_languages(browser: Client, name: str) -> None:
    data = {"text_ko": "의자", "text_en": "Chairs", "position": 5} | {name: ""}
    assert browser.post(page("condition", "add"), data).status_code == 200
    assert not Condition.objects.exists()


def test_applications_and_permits_are_only_shown(browser: Client, permit: Permit) -> None:
    rows = {"application": permit.application, "permit": permit}
    for model, row in rows.items():
        shown = browser.get(page(model, "changelist")).content.decode()
        assert permit.booking.reference in shown
        one = browser.get(page(model, "change", row.pk))
        assert one.status_code == 200
        assert 'type="text"' not in one.content.decode()
        assert browser.get(page(model, "add")).status_code == 403
        assert browser.post(page(model, "change", row.pk), {}).status_code == 403
        assert browser.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert Application.objects.count() == Permit.objects.count() == 1


def test_what_somebody_asked_for_is_not_shown(browser: Client, permit: Permit) -> None:
    shown = browser.get(page("application", "change", permit.application_id)).content.decode()
    assert DETAILS.representative not in shown
    assert DETAILS.organisation not in shown
    assert permit.code not in browser.get(page("permit", "change", permit.pk)).content.decode()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["officer", "desk", "citizen", "stranger"])
def test_nobody_else_gets_in(
    request: pytest.FixtureRequest, client_of: Callable[[User], Client], model: str, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in (page(model, "changelist"), page(model, "add")):
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address, {}).status_code in {302, 403, 404}

"""Events, their record and their pictures in the admin: looked at, never changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import Event, EventRecord, Picture
from events.picturing import Alt, add
from tests.events.pictures import upload
from tests.events.samples import published


@pytest.fixture
def rows(officer: User, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """One of each."""
    settings.PICTURES_DIR = tmp_path
    event = published(officer)
    picture = add(officer, event, 1, upload(), Alt("장터"))
    return {
        "event": event,
        "eventrecord": EventRecord.objects.filter(event=event).latest("pk"),
        "picture": picture,
    }


@pytest.mark.parametrize("name", ["event", "eventrecord", "picture"])
def test_it_is_looked_at_and_not_changed(
    administrator: User, client_of: Callable[[User], Client], rows: dict[str, Any], name: str
) -> None:
    browser, row = client_of(administrator), rows[name]

    def page(action: str, *args: int) -> str:
        return reverse(f"admin:events_{name}_{action}", args=args)

    assert browser.get(page("changelist")).status_code == 200
    assert browser.get(page("change", row.pk)).status_code == 200
    assert browser.post(page("change", row.pk), {}).status_code == 403
    assert browser.post(page("delete", row.pk), {"post": "yes"}).status_code == 403
    assert browser.get(page("add")).status_code == 403
    assert (Event.objects.count(), Picture.objects.count()) == (1, 1)


def test_an_officer_does_not_come_in(
    officer: User, client_of: Callable[[User], Client], rows: dict[str, Any]
) -> None:
    assert client_of(officer).get(reverse("admin:events_event_changelist")).status_code != 200
    assert rows["event"].pk

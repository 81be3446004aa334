"""Closures in the admin: by the verbs, refusals in the form."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from facilities.models import (
    Closure,
    Facility,
    Slot,
)
from lib import formats
from tests.facilities.in_admin import TUESDAY, page, take
from tests.places import at_seoul, listing

pytestmark = pytest.mark.usefixtures("noon")


def closure_form(slug: str, day: date, starts: str, ends: str, **changed: Any) -> dict[str, Any]:
    return {
        "facility": Facility.objects.get(slug=slug).pk,
        "starts_at_0": day.isoformat(),
        "starts_at_1": starts,
        "ends_at_0": day.isoformat(),
        "ends_at_1": ends,
        "reason_ko": "청소",
        "reason_en": "Cleaning",
    } | changed


def test_closure_is_made_by_the_verb(browser: Client) -> None:
    data = closure_form("moran", TUESDAY, "09:00", "12:00")
    assert browser.post(page("closure", "add"), data).status_code == 302
    closure = Closure.objects.get()
    assert closure.occupancy
    assert closure.starts_at == at_seoul(TUESDAY, "09:00")
    assert Slot.objects.count() == 12
    assert listing("moran").closures == (closure,)


def test_closure_over_a_booking_is_refused_in_the_form(browser: Client) -> None:
    take("moran", "10:00", "11:00")
    data = closure_form("moran", TUESDAY, "09:00", "12:00")
    response = browser.post(page("closure", "add"), data)
    assert response.status_code == 409
    text = response.content.decode()
    assert formats.day(TUESDAY, "ko") in text
    assert 'value="청소"' in text  # what was typed is still there
    assert not Closure.objects.exists()
    assert Slot.objects.count() == 4


@pytest.mark.parametrize(
    ("starts", "ends"), [("09:07", "12:00"), ("12:00", "09:00"), ("12:00", "12:00"), ("x", "y")]
)
def test_closure_that_cannot_be_is_refused(browser: Client, starts: str, ends: str) -> None:
    response = browser.post(page("closure", "add"), closure_form("moran", TUESDAY, starts, ends))
    assert response.status_code == 200
    assert not Closure.objects.exists()


def test_closure_without_end_is_refused(browser: Client) -> None:
    data = closure_form("moran", TUESDAY, "09:00", "12:00", ends_at_0="9999-12-01")
    assert browser.post(page("closure", "add"), data).status_code == 422
    assert not Slot.objects.exists()


def test_closure_is_moved_and_reworded(browser: Client) -> None:
    browser.post(page("closure", "add"), closure_form("moran", TUESDAY, "09:00", "12:00"))
    closure = Closure.objects.get()
    data = closure_form("moran", TUESDAY, "10:00", "11:00", reason_ko="소독")
    assert browser.post(page("closure", "change", closure.pk), data).status_code == 302
    closure.refresh_from_db()
    assert closure.reason == "소독"
    assert closure.starts_at == at_seoul(TUESDAY, "10:00")
    assert Slot.objects.count() == 4
    take("moran", "13:00", "14:00")
    data = closure_form("moran", TUESDAY, "10:00", "14:00", reason_ko="다른 까닭")
    assert browser.post(page("closure", "change", closure.pk), data).status_code == 409
    closure.refresh_from_db()
    assert (closure.reason, closure.ends_at) == ("소독", at_seoul(TUESDAY, "11:00"))


def test_closure_stays_with_its_facility(browser: Client) -> None:
    browser.post(page("closure", "add"), closure_form("moran", TUESDAY, "09:00", "12:00"))
    closure = Closure.objects.get()
    data = closure_form("tancheon", TUESDAY, "09:00", "12:00")
    browser.post(page("closure", "change", closure.pk), data)
    closure.refresh_from_db()
    assert closure.facility.slug == "moran"


def test_closure_to_come_is_lifted(browser: Client) -> None:
    browser.post(page("closure", "add"), closure_form("moran", TUESDAY, "09:00", "12:00"))
    closure = Closure.objects.get()
    browser.post(page("closure", "delete", closure.pk), {"post": "yes"})
    assert not Closure.objects.exists()
    assert not Slot.objects.exists()
    assert listing("moran").closures == ()


def test_closure_that_has_begun_is_not_deleted_and_one_that_is_over_not_changed(
    browser: Client, at: Callable[[datetime], None]
) -> None:
    browser.post(page("closure", "add"), closure_form("moran", TUESDAY, "09:00", "12:00"))
    closure = Closure.objects.get()
    at(at_seoul(TUESDAY, "10:00"))
    assert browser.post(page("closure", "delete", closure.pk), {"post": "yes"}).status_code == 403
    data = closure_form("moran", TUESDAY, "09:00", "11:00")
    assert browser.post(page("closure", "change", closure.pk), data).status_code == 302
    at(at_seoul(TUESDAY, "11:00") + timedelta(minutes=1))
    assert browser.post(page("closure", "change", closure.pk), data).status_code == 403
    assert browser.get(page("closure", "change", closure.pk)).status_code == 200

"""The set-up in the admin: who may, and that it cannot make what the guard forbids."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, Visit
from facilities import closing, occupancy
from facilities.catalogue import catalogue
from facilities.models import (
    Building,
    Closure,
    Facility,
    Holiday,
    OpeningHours,
    Policy,
    Slot,
    Space,
)
from lib import formats
from tests.places import NOON, at_seoul, listing, span

TUESDAY = date(2026, 12, 1)
MODELS = ("building", "space", "facility", "policy", "holiday", "closure")


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


@pytest.fixture
def browser(administrator: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(administrator)


def page(model: str, action: str, *args: int) -> str:
    return reverse(f"admin:facilities_{model}_{action}", args=args)


def take(slug: str, starts: str, ends: str, day: date = TUESDAY) -> int:
    with transaction.atomic():
        (taken,) = occupancy.take(
            [occupancy.Want(listing(slug).space_ids, span(day, starts, ends))]
        )
    return taken.pk


def use(policy: Policy, person: User) -> None:
    """Make a booking under the policy."""
    booking = Booking.objects.create(person=person, purpose="독서 모임", key="1", contents="1")
    when = span(TUESDAY, "10:00", "11:00")
    Visit.objects.create(
        booking=booking,
        facility=policy.facility,
        policy=policy,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        people=3,
    )


def columns(row: Any) -> dict[str, Any]:
    """The fields of a row as a form sends them, texts in two languages."""
    data = model_to_dict(row)
    for name in [name for name in data if f"{name}_ko" in data]:
        del data[name]
    for name, value in list(data.items()):
        if value is None or value is False:
            del data[name]
        elif isinstance(value, list):
            data[name] = [item.pk for item in value]
    return data


def facility_form(slug: str, hours: list[dict[str, Any]] | None = None, **changed: Any) -> Any:
    """The form of a facility with its hours."""
    facility = Facility.objects.get(slug=slug)
    rows = [columns(row) for row in facility.opening_hours.all()] + (hours or [])
    data: dict[str, Any] = columns(facility) | changed
    data |= {
        "opening_hours-TOTAL_FORMS": len(rows),
        "opening_hours-INITIAL_FORMS": facility.opening_hours.count(),
        "policies-TOTAL_FORMS": 0,
        "policies-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        row["facility"] = facility.pk
        data |= {f"opening_hours-{number}-{name}": value for name, value in row.items()}
    return data


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


# Who may


@pytest.mark.parametrize("model", MODELS)
def test_administrator_sees_every_page(browser: Client, model: str) -> None:
    closing.close(
        Facility.objects.get(slug="moran"),
        span(TUESDAY, "09:00", "10:00"),
        reason_ko="청소",
        reason_en="Cleaning",
    )
    row = {
        "building": Building,
        "space": Space,
        "facility": Facility,
        "policy": Policy,
        "holiday": Holiday,
        "closure": Closure,
    }[model]._default_manager.first()
    assert row
    for address in (
        page(model, "changelist"),
        page(model, "add"),
        page(model, "change", row.pk),
        page(model, "history", row.pk),
    ):
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["officer", "desk", "citizen", "stranger"])
def test_nobody_else_gets_in(
    request: pytest.FixtureRequest, client_of: Callable[[User], Client], model: str, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in (page(model, "changelist"), page(model, "add")):
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address, {}).status_code in {302, 403, 404}


def test_somebody_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(page("facility", "changelist")).status_code == 302


def test_what_is_taken_is_not_in_the_admin(browser: Client) -> None:
    assert browser.get("/admin/facilities/occupancy/").status_code == 404
    assert browser.get("/admin/facilities/slot/").status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_pages_keep_the_content_security_policy(browser: Client, model: str) -> None:
    for action in ("changelist", "add"):
        response = browser.get(page(model, action))
        text = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
        assert "unsafe" not in response["Content-Security-Policy"]


# Facilities and their hours


def test_facility_is_changed_in_both_languages(browser: Client) -> None:
    stamp = Building.objects.get().stamp
    moran = Facility.objects.get(slug="moran")
    data = facility_form("moran", name_ko="모란방", name_en="Peony Room", phone="031-729-0000")
    assert browser.post(page("facility", "change", moran.pk), data).status_code == 302
    moran = Facility.objects.get(slug="moran")
    assert (moran.name_ko, moran.name_en) == ("모란방", "Peony Room")  # type: ignore[attr-defined]
    assert moran.phone == "0317290000"
    assert Building.objects.get().stamp != stamp


def test_facility_needs_a_real_telephone_number(browser: Client) -> None:
    moran = Facility.objects.get(slug="moran")
    response = browser.post(
        page("facility", "change", moran.pk), facility_form("moran", phone="12")
    )
    assert response.status_code == 200
    assert "phone" in response.context["adminform"].form.errors


def hours(weekday: int, opens: str, closes: str, **more: str) -> dict[str, Any]:
    return {"weekday": weekday, "opens_at": opens, "closes_at": closes} | more


@pytest.mark.parametrize(
    "added",
    [
        [hours(0, "17:00", "20:00")],
        [hours(5, "09:00", "12:00"), hours(5, "11:45", "13:00")],
        [hours(0, "19:07", "20:00")],
        [hours(5, "12:00", "09:00")],
        [hours(5, "09:00", "12:00", valid_from="2027-01-02", valid_until="2027-01-01")],
    ],
)
def test_hours_that_cannot_be_are_refused(browser: Client, added: list[dict[str, Any]]) -> None:
    moran = Facility.objects.get(slug="moran")
    before = OpeningHours.objects.count()
    response = browser.post(
        page("facility", "change", moran.pk), facility_form("moran", hours=added)
    )
    assert response.status_code == 200
    assert OpeningHours.objects.count() == before


@pytest.mark.parametrize(
    "added",
    [
        [hours(0, "18:00", "20:00")],
        [hours(5, "09:00", "12:00"), hours(5, "12:00", "13:00")],
        [
            hours(5, "09:00", "12:00", valid_until="2026-12-31"),
            hours(5, "10:00", "13:00", valid_from="2027-01-01"),
        ],
    ],
)
def test_hours_that_touch_or_follow_are_taken(browser: Client, added: list[dict[str, Any]]) -> None:
    moran = Facility.objects.get(slug="moran")
    assert len(listing("moran").hours) == 5
    response = browser.post(
        page("facility", "change", moran.pk), facility_form("moran", hours=added)
    )
    assert response.status_code == 302
    assert len(listing("moran").hours) == 5 + len(added)


def test_other_spaces_are_refused_while_somebody_is_booked_on_them(browser: Client) -> None:
    moran, tancheon = (Facility.objects.get(slug=slug) for slug in ("moran", "tancheon"))
    both = [*moran.spaces.all(), *tancheon.spaces.all()]
    taken = take("tancheon", "10:00", "11:00")
    data = facility_form("moran", spaces=[space.pk for space in both])
    response = browser.post(page("facility", "change", moran.pk), data)
    assert response.status_code == 200
    assert "spaces" in response.context["adminform"].form.errors
    assert moran.spaces.count() == 1
    occupancy.release([taken])
    assert browser.post(page("facility", "change", moran.pk), data).status_code == 302
    assert len(listing("moran").space_ids) == 2  # and the catalogue knows at once


def test_other_facts_change_while_somebody_is_booked(browser: Client) -> None:
    take("moran", "10:00", "11:00")
    moran = Facility.objects.get(slug="moran")
    data = facility_form("moran", capacity=10)
    assert browser.post(page("facility", "change", moran.pk), data).status_code == 302
    assert listing("moran").facility.capacity == 10


def test_space_that_a_facility_stands_on_is_not_deleted(browser: Client) -> None:
    space = Space.objects.get(code="moran")
    address = page("space", "delete", space.pk)
    assert "모란관" in browser.get(address).content.decode()
    assert browser.post(address, {"post": "yes"}).status_code == 403
    assert Space.objects.filter(pk=space.pk).exists()
    chosen = {"action": "delete_selected", "_selected_action": [space.pk], "post": "yes"}
    browser.post(page("space", "changelist"), chosen)
    assert Space.objects.filter(pk=space.pk).exists()


def test_space_nobody_stands_on_is_deleted(browser: Client) -> None:
    space = Space.objects.get(code="play-3")
    browser.post(page("space", "delete", space.pk), {"post": "yes"})
    assert not Space.objects.filter(pk=space.pk).exists()


def test_facility_with_bookings_is_not_deleted(browser: Client, citizen: User) -> None:
    policy = Policy.objects.get(facility__slug="moran")
    use(policy, citizen)
    browser.post(page("facility", "delete", policy.facility_id), {"post": "yes"})
    assert Facility.objects.filter(slug="moran").exists()


def test_several_deleted_at_once_are_seen_at_once(browser: Client) -> None:
    assert len(catalogue().listings) == 18
    gone = Facility.objects.filter(slug__startswith="plaza")
    chosen = {
        "action": "delete_selected",
        "_selected_action": [facility.pk for facility in gone],
        "post": "yes",
    }
    assert browser.post(page("facility", "changelist"), chosen).status_code == 302
    assert len(catalogue().listings) == 13


# Policies


def policy_form(policy: Policy, **changed: Any) -> dict[str, Any]:
    return columns(policy) | changed


def test_policy_that_nobody_used_is_changed(browser: Client) -> None:
    policy = Policy.objects.get(facility__slug="moran")
    data = policy_form(policy, max_per_day=2)
    assert browser.post(page("policy", "change", policy.pk), data).status_code == 302
    assert listing("moran").policies[0].max_per_day == 2


def test_policy_that_was_used_is_only_shown(browser: Client, citizen: User) -> None:
    policy = Policy.objects.get(facility__slug="moran")
    use(policy, citizen)
    response = browser.get(page("policy", "change", policy.pk))
    text = response.content.decode()
    assert response.status_code == 200
    assert response.context["is_used"]
    assert f"?supersedes={policy.pk}" in text
    assert 'name="max_per_day"' not in text
    data = policy_form(policy, max_per_day=2)
    assert browser.post(page("policy", "change", policy.pk), data).status_code == 403
    assert Policy.objects.get(pk=policy.pk).max_per_day == 1
    browser.post(page("policy", "delete", policy.pk), {"post": "yes"})
    assert Policy.objects.filter(pk=policy.pk).exists()


def test_successor_begins_with_the_values_of_the_old_one(browser: Client, citizen: User) -> None:
    policy = Policy.objects.get(facility__slug="moran")
    use(policy, citizen)
    response = browser.get(page("policy", "add"), {"supersedes": policy.pk})
    initial = response.context["adminform"].form.initial
    assert initial["valid_from"] == date(2026, 11, 24)
    assert initial["residents_only"] is True
    assert initial["ordinance_ko"] == policy.ordinance_ko  # type: ignore[attr-defined]
    assert (
        browser.post(
            page("policy", "add"), policy_form(policy, valid_from="2026-11-24", max_per_day=2)
        ).status_code
        == 302
    )
    assert listing("moran").policy_on(date(2026, 11, 23)) == policy
    later = listing("moran").policy_on(date(2026, 11, 24))
    assert later
    assert later.max_per_day == 2


def test_successor_of_nothing_is_an_empty_form(browser: Client) -> None:
    for number in ("0", "x", "9" * 30):
        response = browser.get(page("policy", "add"), {"supersedes": number})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"step_minutes": 50},
        {"min_minutes": 10},
        {"max_minutes": 100},
        {"setup_minutes": 20},
        {"clearing_minutes": 1},
        {"min_minutes": 240},
        {"step_minutes": 120},
        {"opens_days_before": 0},
        {"max_per_day": 0},
        {"valid_from": "2026-09-28"},
    ],
)
def test_policy_that_cannot_be_is_refused(browser: Client, changed: dict[str, Any]) -> None:
    policy = Policy.objects.get(facility__slug="moran")
    data = policy_form(policy, valid_from="2026-12-01") | changed
    assert browser.post(page("policy", "add"), data).status_code == 200
    assert policy.facility.policies.count() == 1


# Holidays


def test_holiday_that_was_changed_is_kept_by_hand(browser: Client) -> None:
    christmas = Holiday.objects.get(day=date(2026, 12, 25))
    data = {"day": "2026-12-25", "name_ko": "성탄절", "name_en": "Christmas Day"}
    assert browser.post(page("holiday", "change", christmas.pk), data).status_code == 302
    christmas.refresh_from_db()
    assert (christmas.is_observed, christmas.is_pinned) == (False, True)
    assert date(2026, 12, 25) not in catalogue().holidays


def test_holiday_that_was_added_is_kept_by_hand(browser: Client) -> None:
    data = {
        "day": "2026-12-03",
        "name_ko": "임시공휴일",
        "name_en": "Temporary holiday",
        "is_observed": "on",
    }
    assert browser.post(page("holiday", "add"), data).status_code == 302
    assert Holiday.objects.get(day=date(2026, 12, 3)).is_pinned
    assert date(2026, 12, 3) in catalogue().holidays


# Closures


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

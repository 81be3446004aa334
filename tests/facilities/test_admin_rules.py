"""Policies and holidays in the admin."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from facilities.catalogue import catalogue
from facilities.models import Holiday, Policy, Reduction
from tests.facilities.in_admin import columns, page, use
from tests.places import listing

pytestmark = pytest.mark.usefixtures("noon")


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


FEE = {
    "fee_won": 10,
    "fee_unit": "m2_hour",
    "night_percent": 30,
    "refunds": "[[3, 100], [1, 50]]",
}


def test_hall_gets_a_fee(browser: Client) -> None:
    policy = Policy.objects.get(facility__slug="onnuri")
    data = policy_form(policy, **FEE)
    assert browser.post(page("policy", "change", policy.pk), data).status_code == 302
    policy.refresh_from_db()
    assert (policy.fee_won, policy.refunds) == (10, [[3, 100], [1, 50]])
    emptied = browser.post(page("policy", "change", policy.pk), data | {"refunds": ""})
    assert emptied.status_code == 302
    policy.refresh_from_db()
    assert policy.refunds == []


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("refunds", {"refunds": "[[1, 50], [3, 100]]"}),  # the most days come first
        ("refunds", {"refunds": "[[3, 100], [3, 50]]"}),
        ("refunds", {"refunds": "[[3, 101]]"}),
        ("refunds", {"refunds": "[[-1, 50]]"}),
        ("refunds", {"refunds": "[[3]]"}),
        ("refunds", {"refunds": "[[3, 100, 1]]"}),
        ("refunds", {"refunds": "[3, 100]"}),
        ("refunds", {"refunds": '{"3": 100}'}),
        ("refunds", {"refunds": "[[true, 100]]"}),
        ("refunds", {"refunds": '[["3", "100"]]'}),
        ("refunds", {"refunds": "[[3, 99.5]]"}),
        ("refunds", {"refunds": "three days"}),
        ("night_until", {"night_from": "18:00", "night_until": "18:00"}),
        ("decide_days", {"decide_days": 0}),
        ("max_visits", {"max_visits": 0}),
        ("priority", {"priority": "whoever shouts"}),
    ],
)
def test_rule_of_an_application_that_cannot_be_is_refused(
    browser: Client, column: str, changed: dict[str, Any]
) -> None:
    policy = Policy.objects.get(facility__slug="onnuri")
    answer = browser.post(
        page("policy", "change", policy.pk), policy_form(policy, **(FEE | changed))
    )
    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {column}
    assert Policy.objects.get(pk=policy.pk).fee_won == 0


@pytest.mark.parametrize("slug", ["moran", "fitness"])
def test_only_what_an_officer_decides_costs_something(browser: Client, slug: str) -> None:
    policy = Policy.objects.get(facility__slug=slug)
    answer = browser.post(page("policy", "change", policy.pk), policy_form(policy, **FEE))
    assert set(answer.context["adminform"].form.errors) == {"fee_won"}


def test_code_of_a_reduction_stays(browser: Client) -> None:
    row = Reduction.objects.get(code="seniors")
    data = columns(row) | {"code": "elders", "percent": 40}
    assert browser.post(page("reduction", "change", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.percent) == ("seniors", 40)
    refused = browser.post(page("reduction", "change", row.pk), data | {"percent": 101})
    assert set(refused.context["adminform"].form.errors) == {"percent"}


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

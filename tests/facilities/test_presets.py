"""Presets: policies of the data file that no facility has, for an administrator to begin with."""

from copy import deepcopy
from datetime import date

import pytest
from django.test import Client

from facilities import data_file, loading
from facilities.models import Building, Facility, Policy
from tests.facilities.in_admin import columns, page

PRESETS = ["landscape-plaza", "seoul-plaza"]


def test_two_plazas_wait_to_be_taken_over() -> None:
    data = data_file.read()
    assert data_file.preset_names(data) == PRESETS
    for name in PRESETS:
        assert data_file.preset(data, name).is_sample
        assert not data_file.preset(data, name).holds_while_undecided


def test_the_landscape_plaza_is_free_and_has_its_order() -> None:
    rules = data_file.preset(data_file.read(), "landscape-plaza")
    assert (rules.opens_days_before, rules.closes_days_before) == (60, 7)
    assert (rules.priority, rules.fee_won) == ("landscape_plaza", 0)


def test_seoul_plaza_costs_what_its_rule_says() -> None:
    rules = data_file.preset(data_file.read(), "seoul-plaza")
    assert (rules.opens_days_before, rules.closes_days_before) == (90, 5)
    assert (rules.fee_won, rules.fee_unit, rules.fee_min_m2) == (10, "m2_hour", 500)
    assert (rules.fee_min_minutes, rules.night_percent, rules.fee_counts_setup) == (120, 30, True)
    assert (rules.fee_rounds_down_to, rules.pay_within_days) == (1000, 5)
    assert rules.refunds == [[1, 90]]
    assert rules.decide_days == 2


@pytest.mark.parametrize("name", ["halls", "nothing", ""])
def test_what_a_facility_has_is_no_preset(name: str) -> None:
    with pytest.raises(KeyError):
        data_file.preset(data_file.read(), name)


def test_no_preset_is_written_by_a_load(city_hall: Building) -> None:
    assert not Policy.objects.filter(opens_days_before=60, priority="landscape_plaza").exists()
    assert not Policy.objects.exclude(fee_won=0).exists()


@pytest.mark.parametrize(
    ("column", "value"), [("min_minutes", 50), ("refunds", [[1, 101]]), ("feewon", 10)]
)
def test_a_preset_that_cannot_be_is_found_by_the_load(db: None, column: str, value: object) -> None:
    data = deepcopy(dict(data_file.read()))
    data["policy"]["seoul-plaza"][column] = value
    with pytest.raises(data_file.BadData, match=r"(?i)seoul.plaza"):
        loading.load_building(data)
    assert not Building.objects.exists()


@pytest.mark.usefixtures("noon")
def test_administrator_takes_a_preset_over(browser: Client) -> None:
    add = page("policy", "add")
    shown = browser.get(add).content.decode()
    for name in PRESETS:
        assert f"?preset={name}" in shown
    initial = browser.get(add, {"preset": "seoul-plaza"}).context["adminform"].form.initial
    assert initial["valid_from"] == date(2026, 11, 24)
    assert (initial["fee_won"], initial["refunds"]) == (10, [[1, 90]])
    assert "제" not in initial["ordinance_en"]
    plaza = Facility.objects.get(slug="plaza")
    policy = data_file.preset(data_file.read(), "seoul-plaza")
    policy.facility = plaza
    data = columns(policy) | {"valid_from": "2026-11-24"}
    assert browser.post(add, data).status_code == 302
    taken_over = plaza.policies.latest("valid_from")
    assert (taken_over.fee_won, taken_over.closes_days_before) == (10, 5)


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("name", ["halls", "x", "../../etc"])
def test_preset_of_nothing_is_an_empty_form(browser: Client, name: str) -> None:
    answer = browser.get(page("policy", "add"), {"preset": name})
    assert answer.status_code == 200
    assert "fee_won" not in answer.context["adminform"].form.initial

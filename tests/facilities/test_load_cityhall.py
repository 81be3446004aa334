"""`load_cityhall`: all of City Hall, as often as one likes."""

from copy import deepcopy
from datetime import date
from io import StringIO
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from applications.models import Condition
from facilities import data_file, loading
from facilities.catalogue import catalogue
from facilities.models import (
    Building,
    Facility,
    Holiday,
    OpeningHours,
    Policy,
    Reduction,
    Space,
    WeeklySession,
)
from tests.places import NOON, listing

BOOKABLE = {"moran", "tancheon", "bookcafe-room"}


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_cityhall", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _today(at: Any) -> None:
    at(NOON)


def rows() -> list[Any]:
    """All that a load writes, stamps included."""
    models = (
        *(Building, Space, Facility, OpeningHours, WeeklySession, Policy, Holiday, Reduction),
        *(Facility.spaces.through, Condition),
    )
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_first_load_brings_all_of_city_hall(db: None) -> None:
    said = load()
    assert "created" in said
    assert Building.objects.get().name == "성남시청"
    assert Space.objects.count() == 20
    assert Facility.objects.count() == 18
    assert {item.facility.slug for item in catalogue().listings} >= {
        "onnuri", "nuri-hall", "hannuri", "sanseong", "yuldong", "moran", "tancheon", "plaza",
        "plaza-a", "plaza-b", "plaza-c", "plaza-d", "gonggam", "promotion-hall", "fitness",
        "bookcafe", "bookcafe-room", "play",
    }  # fmt: skip


def test_second_load_changes_nothing(db: None) -> None:
    load()
    before = rows()
    said = load()
    assert rows() == before
    assert said.count("nothing changed") == 2
    assert "Conditions" not in said


def test_load_with_overwrite_changes_nothing_when_nothing_differs(db: None) -> None:
    load()
    before = rows()
    load(overwrite=True)
    assert rows() == before


def test_only_the_small_rooms_are_bookable(city_hall: Building) -> None:
    day = date(2026, 11, 23)
    bookable = {item.facility.slug for item in catalogue().listings if item.is_bookable_on(day)}
    assert bookable == BOOKABLE


def test_the_small_rooms_share_their_limits(city_hall: Building) -> None:
    moran, tancheon, room = (listing(slug) for slug in ("moran", "tancheon", "bookcafe-room"))
    both = {moran.facility.pk, tancheon.facility.pk}
    assert set(catalogue().group_of(moran)) == set(catalogue().group_of(tancheon)) == both
    assert catalogue().group_of(room) == (room.facility.pk,)


def test_places_are_booked_in_the_sessions_of_three_facilities(city_hall: Building) -> None:
    day = date(2026, 11, 23)
    sessions = {
        item.facility.slug: item.weekly
        for item in catalogue().listings
        if item.has_sessions_on(day)
    }
    assert {slug: len(rows) for slug, rows in sessions.items()} == {
        "promotion-hall": 25,
        "fitness": 20,
        "play": 15,
    }
    assert {(row.places, row.door_places) for row in sessions["play"]} == {(7, 7)}
    assert {(row.places, row.door_places) for row in sessions["promotion-hall"]} == {(48, 0)}
    assert {row.weekday for row in sessions["play"]} == {1, 2, 3, 4, 5}


def test_sessions_lie_within_the_opening_hours(city_hall: Building) -> None:
    for item in catalogue().listings:
        hours = [(row.weekday, row.opens_at, row.closes_at) for row in item.hours]
        for row in item.weekly:
            assert any(
                row.weekday == weekday and opens_at <= row.starts_at and row.ends_at <= closes_at
                for weekday, opens_at, closes_at in hours
            ), (item.facility.slug, row)


def test_between_two_sessions_there_is_time_to_clean(city_hall: Building) -> None:
    for item in catalogue().listings:
        between = sum(item.policies[0].clearing_minutes for _ in item.weekly[:1])
        for one, other in combinations(item.weekly, 2):
            assert not one.overlaps(other, between), (item.facility.slug, one, other)


def test_a_timetable_that_was_changed_stays(db: None) -> None:
    load()
    play = Facility.objects.get(slug="play")
    play.weekly_sessions.filter(weekday=5).delete()
    for options in ({}, {"overwrite": True}):
        load(**options)
        assert play.weekly_sessions.count() == 12


def test_sessions_that_overlap_are_refused(db: None) -> None:
    data = deepcopy(dict(data_file.read()))
    play = next(one for one in data["facilities"] if one["slug"] == "play")
    play["sessions"] = ["Tue-Sat 10:00-12:00 7+7", "Sat 11:00-13:00 7"]
    with pytest.raises(data_file.BadData, match="play: sessions that overlap"):
        loading.load_building(data)
    assert not Building.objects.exists()


def test_the_whole_plaza_stands_on_its_zones(city_hall: Building) -> None:
    zones = [listing(f"plaza-{letter}").space_ids for letter in "abcd"]
    assert [len(zone) for zone in zones] == [1, 1, 1, 1]
    assert set(listing("plaza").space_ids) == {zone[0] for zone in zones}


def test_every_text_is_there_in_both_languages(city_hall: Building) -> None:
    written = (Building, Space, Facility, Policy, Reduction)
    for row in [row for model in written for row in model._default_manager.all()]:
        names = [column.name for column in row._meta.concrete_fields]
        for name in names:
            if f"{name}_ko" in names:
                korean, english = getattr(row, f"{name}_ko"), getattr(row, f"{name}_en")
                assert bool(korean) == bool(english), (row, name)
    with override("en"):
        assert listing("moran").facility.name == "Moran Room"
    with override("ko"):
        assert listing("moran").facility.name == "모란관"


def test_what_is_only_a_sample_says_so(city_hall: Building) -> None:
    assert not Facility.objects.filter(sample_note="").exists()
    assert not Policy.objects.filter(is_sample=False).exists()
    assert "489" in Facility.objects.get(slug="nuri-hall").sample_note


def test_no_facility_and_no_policy_breaks_what_the_admin_holds(city_hall: Building) -> None:
    models = (Building, Space, Facility, OpeningHours, WeeklySession, Policy, Holiday, Reduction)
    for model in models:
        for row in model._default_manager.all():
            row.full_clean()


def test_what_an_administrator_changed_stays(db: None) -> None:
    load()
    moran = Facility.objects.get(slug="moran")
    moran.capacity = 12
    moran.is_published = False
    moran.save()
    moran.opening_hours.filter(weekday=4).delete()
    moran.policies.all().delete()
    load()
    moran.refresh_from_db()
    assert (moran.capacity, moran.is_published) == (12, False)
    assert moran.opening_hours.count() == 4
    assert not moran.policies.exists()


def test_halls_hold_what_is_applied_for_and_the_plaza_does_not(city_hall: Building) -> None:
    rules = {slug: listing(slug).policies[0] for slug in ("onnuri", "hannuri", "gonggam", "plaza")}
    assert {slug: policy.holds_while_undecided for slug, policy in rules.items()} == {
        "onnuri": True, "hannuri": True, "gonggam": True, "plaza": False,
    }  # fmt: skip
    for policy in rules.values():
        assert (policy.decide_days, policy.decide_days_before_use) == (7, 2)
        assert policy.fee_won == 0
    assert rules["gonggam"].change_days_before == 30
    plaza = rules["plaza"]
    assert (plaza.safety_plan_peak, plaza.safety_plan_day) == (500, 1000)
    assert plaza.is_listed
    # Whether it is a landscape plaza in law is not known: so the order of receipt alone.
    assert plaza.priority == "receipt"
    zones = [listing(f"plaza-{letter}").policies[0] for letter in "abcd"]
    assert {zone.holds_while_undecided for zone in zones} == {False}


def test_small_rooms_take_a_series(city_hall: Building) -> None:
    most = {item.facility.slug: item.policies[0].max_visits for item in catalogue().listings
            if item.policies}  # fmt: skip
    assert {slug for slug, number in most.items() if number > 1} == BOOKABLE
    assert {most[slug] for slug in BOOKABLE} == {12}


def test_reductions_come_and_what_was_changed_stays(db: None) -> None:
    load()
    found = Reduction.objects.values_list("code", "percent")
    assert dict(found)["public-body"] == 100
    assert all(Reduction.objects.values_list("needs_proof", flat=True))
    Reduction.objects.get(code="seniors").delete()
    many = Reduction.objects.get(code="many-children")
    many.percent = 50
    many.save()
    load()
    assert Reduction.objects.filter(code="seniors").exists()
    assert Reduction.objects.get(code="many-children").percent == 50
    load(overwrite=True)
    assert Reduction.objects.get(code="many-children").percent == 30


def test_what_is_missing_comes_back(db: None) -> None:
    load()
    before = Building.objects.get().stamp
    Facility.objects.get(slug="gonggam").delete()
    load()
    back = Facility.objects.get(slug="gonggam")
    assert back.spaces.count() == 1
    assert back.opening_hours.count() == 7
    assert back.policies.count() == 1
    assert Building.objects.get().stamp != before


def test_overwrite_gives_back_the_words_of_the_file(db: None) -> None:
    load()
    moran = Facility.objects.get(slug="moran")
    moran.capacity = 12
    moran.name_en = "Another Room"  # type: ignore[attr-defined]
    moran.is_published = False
    moran.position = 999
    moran.save()
    moran.opening_hours.filter(weekday=4).delete()
    policy = moran.policies.get()
    policy.max_per_day = 5
    policy.save()
    assert "overwritten" in load(overwrite=True)
    moran = Facility.objects.get(slug="moran")
    assert moran.capacity == 17
    assert moran.name_en == "Moran Room"  # type: ignore[attr-defined]
    assert moran.opening_hours.count() == 5
    assert moran.policies.get().max_per_day == 1
    # Whether and where it is shown is the administrator's.
    assert (moran.is_published, moran.position) == (False, 999)


def test_a_text_that_cannot_be_is_refused_and_nothing_is_written(db: None) -> None:
    data = deepcopy(dict(data_file.read()))
    data["facilities"][-1]["hours"] = ["Mon-Fri 18:00-09:00"]
    with pytest.raises(data_file.BadData, match="OpeningHours"):
        loading.load_building(data)
    assert not Building.objects.exists()


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ("facilities", "hours", ["weekdays nine to six"]),
        ("facilities", "sessions", ["weekdays nine to six, seven families"]),
        ("facilities", "sessions", ["Tue-Sat 10:00-12:00 0+7"]),
        ("facilities", "spaces", ["no-such-space"]),
        ("facilities", "policies", ["no-such-policy"]),
        ("facilities", "phone", "call us"),
        ("spaces", "area_m2", -1),
        ("reductions", "percent", 101),
        ("reductions", "code", "no code"),
    ],
)
def test_bad_data_names_its_place(db: None, where: str, name: str, value: Any) -> None:
    data = deepcopy(dict(data_file.read()))
    data[where][0][name] = value
    with pytest.raises(data_file.BadData):
        loading.load_building(data)
    assert not Building.objects.exists()

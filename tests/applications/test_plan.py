"""The plan of the plaza: the zones in force, where they lie, how each stands at a time."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from django.test import Client

from accounts.models import User
from applications.drafting import begin
from applications.plan_shown import Plan, plan_of
from facilities.catalogue import catalogue
from facilities.models import Facility, Space
from facilities.plaza_plan import HEIGHT, SHAPES, WIDTH, Shape, whole_of, zones_of
from tests.applications.samples import DAY, approved, hand_in, wants
from tests.bookings.samples import policy

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]

MORNING = {"zone-day": [DAY.isoformat()], "zone-starts": ["09:00"], "zone-ends": ["13:00"]}


def shown(person: User, typed: dict[str, list[str]]) -> Plan:
    plan = plan_of(person, catalogue(), begin(person, typed))
    assert plan
    return plan


def row(slug: str, day: str = DAY.isoformat()) -> dict[str, list[str]]:
    fields = {"facility": slug, "day": day, "starts": "09:00", "ends": "13:00"}
    return {f"visit-0-{name}": [value] for name, value in fields.items()} | {
        "visit-TOTAL_FORMS": ["1"]
    }


# The picture ------------------------------------------------------------------------------------


def test_every_zone_of_the_picture_is_a_facility() -> None:
    assert {shape.slug for shape in SHAPES} <= {item.facility.slug for item in catalogue().listings}


def test_the_zones_lie_side_by_side_within_the_picture() -> None:
    def apart(one: Shape, other: Shape) -> bool:
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        return beside or one.y + one.height <= other.y or other.y + other.height <= one.y

    assert all(apart(one, other) for one, other in combinations(SHAPES, 2))
    assert all(shape.x + shape.width <= WIDTH for shape in SHAPES)
    assert all(shape.y + shape.height <= HEIGHT for shape in SHAPES)


def test_they_are_drawn_to_one_scale() -> None:
    areas = {space.code: space.area_m2 for space in Space.objects.all()}
    scale = [shape.width * shape.height / (areas[shape.slug] or 0) for shape in SHAPES]
    assert max(scale) / min(scale) < 1.05


def test_the_whole_is_the_facility_on_all_of_them() -> None:
    whole = whole_of(catalogue())
    assert whole
    assert whole.facility.slug == "plaza"


def test_what_is_not_published_or_not_applied_for_is_not_on_it() -> None:
    facility = Facility.objects.get(slug="plaza-b")
    facility.is_published = False
    facility.save()
    policy("plaza-c", decision="at_once")
    assert [shape.slug for shape, _listing in zones_of(catalogue())] == ["plaza-a", "plaza-d"]
    assert whole_of(catalogue()) is None


# How each zone stands ---------------------------------------------------------------------------


def test_without_a_time_nothing_is_said_of_any(organiser: User) -> None:
    plan = shown(organiser, {})
    assert plan.when == ""
    assert [zone.sentence for zone in plan.zones] == [""] * 4
    assert [zone.area for zone in plan.zones] == ["1,000 m²", "1,500 m²", "1,500 m²", "2,000 m²"]


@pytest.mark.parametrize(
    "time",
    [
        {"zone-day": ["soon"]},
        {"zone-ends": ["09:00"]},
        {"zone-ends": [""]},
        {"zone-day": ["0001-01-01"]},
        {"zone-last_day": ["2026-12-01"]},
    ],
)
def test_a_time_that_cannot_be_read_stays_as_it_was_typed(
    organiser: User, time: dict[str, list[str]]
) -> None:
    plan = shown(organiser, MORNING | time)
    assert plan.when == ""
    for name, (value,) in time.items():
        assert plan.time[name.removeprefix("zone-")] == value


def test_each_zone_says_how_it_stands_then(organiser: User, citizen: User, officer: User) -> None:
    approved(officer, hand_in(citizen, wants("plaza-a", starts="10:00", ends="14:00")))
    hand_in(citizen, wants("plaza-b", starts="10:00", ends="14:00"))
    zones = {zone.shape.letter: zone for zone in shown(organiser, MORNING).zones}
    assert [zones[letter].can_be_had for letter in "ABCD"] == [False, True, True, True]
    assert [zones[letter].sentence != "" for letter in "ABCD"] == [True] * 4
    assert zones["C"].word == zones["D"].word != zones["B"].word
    assert "1" in zones["B"].sentence
    assert citizen.name not in str(zones)


def test_a_day_out_of_the_window_is_said_at_every_zone(organiser: User) -> None:
    plan = shown(organiser, MORNING | {"zone-day": ["2026-11-29"]})
    assert [zone.can_be_had for zone in plan.zones] == [False] * 4


@pytest.mark.parametrize(
    ("slug", "chosen"), [("plaza-b", "B"), ("plaza", "ABCD"), ("onnuri", ""), ("", "")]
)
def test_what_a_row_asks_for_is_chosen(organiser: User, slug: str, chosen: str) -> None:
    plan = shown(organiser, row(slug))
    assert "".join(zone.shape.letter for zone in plan.zones if zone.is_chosen) == chosen
    assert plan.time["starts"] == "09:00"


def test_what_a_row_asks_for_at_another_time_is_not(organiser: User) -> None:
    plan = shown(organiser, MORNING | row("plaza-b", day="2026-12-19"))
    assert not any(zone.is_chosen for zone in plan.zones)


# In the page ------------------------------------------------------------------------------------


def test_the_plan_and_the_list_are_one_control(client_of: ClientOf, organiser: User) -> None:
    draft = begin(organiser, row("plaza-b"))
    page = client_of(organiser).get(f"/en/apply/{draft.reference}/").content.decode()
    boxes = re.findall(r'<input type="checkbox" name="zone-([\w-]+)" id="([\w-]+)"', page)
    assert [slug for slug, _id in boxes] == [shape.slug for shape in SHAPES]
    for _slug, id in boxes:
        assert f'<label class="plan-zone" for="{id}">' in page
        assert f'<label for="{id}" id="{id}-name">' in page
    assert page.count(" checked aria-describedby=") == 1


def test_without_zones_there_is_no_plan(client_of: ClientOf, organiser: User) -> None:
    for shape in SHAPES:
        policy(shape.slug, decision="at_once")
    draft = begin(organiser, {})
    page = client_of(organiser).get(f"/en/apply/{draft.reference}/").content.decode()
    assert 'class="plan"' not in page

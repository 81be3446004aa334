"""Spaces, facilities and hours in the admin: nothing that the guard forbids."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from facilities import occupancy
from facilities.catalogue import catalogue
from facilities.models import Building, Facility, OpeningHours, Policy, Space
from tests.facilities.in_admin import columns, page, take, use
from tests.places import listing

pytestmark = pytest.mark.usefixtures("noon")


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
        "weekly_sessions-TOTAL_FORMS": 0,
        "weekly_sessions-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        row["facility"] = facility.pk
        data |= {f"opening_hours-{number}-{name}": value for name, value in row.items()}
    return data


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


def test_the_timetable_of_sessions_is_shown_and_not_changed_here(browser: Client) -> None:
    """It is changed on a page that first shows which bookings it hits."""
    play = Facility.objects.get(slug="play")
    row = play.weekly_sessions.order_by("weekday", "starts_at")[0]
    shown = browser.get(page("facility", "change", play.pk)).content.decode()
    assert 'id="weekly_sessions-group"' in shown
    assert 'name="weekly_sessions-0-places"' not in shown
    data = facility_form("play") | {
        "weekly_sessions-TOTAL_FORMS": 2,
        "weekly_sessions-INITIAL_FORMS": 1,
        "weekly_sessions-0-id": row.pk,
        "weekly_sessions-0-facility": play.pk,
        "weekly_sessions-0-places": 1,
        "weekly_sessions-0-DELETE": "on",
        "weekly_sessions-1-weekday": 0,
        "weekly_sessions-1-starts_at": "10:00",
        "weekly_sessions-1-ends_at": "12:00",
        "weekly_sessions-1-places": 5,
        "weekly_sessions-1-door_places": 0,
    }
    browser.post(page("facility", "change", play.pk), data)
    rows = play.weekly_sessions
    assert rows.count() == 15
    assert rows.get(pk=row.pk).places == 7


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
    assert (
        "모란관" in browser.post(address, {"post": "yes"}).content.decode()
    )  # says what stands there
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


@pytest.mark.parametrize("name", ["name_ko", "name_en", "summary_en", "department_en"])
def test_facility_needs_its_words_in_both_languages(browser: Client, name: str) -> None:
    moran = Facility.objects.get(slug="moran")
    blank: dict[str, Any] = {name: ""}
    response = browser.post(page("facility", "change", moran.pk), facility_form("moran", **blank))
    assert response.status_code == 200
    assert name in response.context["adminform"].form.errors


def test_a_building_that_is_saved_draws_a_new_stamp() -> None:
    """It does not write back the one that it was read with: what is kept would stay for good."""
    building = Building.objects.get()
    drawn = {building.stamp}
    for fields in (None, ["phone"]):
        building.save(update_fields=fields)
        drawn.add(Building.objects.get().stamp)
    assert len(drawn) == 3

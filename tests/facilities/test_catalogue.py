"""The set-up in memory: cheap, never behind, and blind to what was rolled back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from facilities import closing
from facilities.catalogue import catalogue
from facilities.models import Building, Facility, Holiday, Policy, Space
from tests.places import NOON, listing, span

TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def test_one_query_when_nothing_changed(django_assert_num_queries: Any) -> None:
    first = catalogue()
    with django_assert_num_queries(1):
        assert catalogue() is first


def test_reading_it_again_costs_the_same_whatever_there_is(
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(9):
        catalogue()


def test_using_it_asks_nothing(django_assert_num_queries: Any) -> None:
    known = catalogue()
    with django_assert_num_queries(0):
        for item in known.listings:
            assert item.space_ids
            assert [space.building.name for space in item.spaces]
            item.policy_on(TUESDAY)
            item.is_bookable_on(TUESDAY)
            assert item.hours
            known.group_of(item)
        assert known.listing("no-such") is None


def change_capacity() -> None:
    moran = Facility.objects.get(slug="moran")
    moran.capacity = 3
    moran.save()


def add_policy() -> None:
    Policy(facility=Facility.objects.get(slug="moran"), valid_from=date(2026, 11, 1)).save()


def delete_hours() -> None:
    row = Facility.objects.get(slug="moran").opening_hours.first()
    assert row
    row.delete()


def lift_holiday() -> None:
    holiday = Holiday.objects.get(day=date(2026, 12, 25))
    holiday.is_observed = False
    holiday.save()


def rename_space() -> None:
    space = Space.objects.get(code="moran")
    space.floor = "4층"
    space.save()


def close_moran() -> None:
    closing.close(
        Facility.objects.get(slug="moran"), span(TUESDAY, "09:00", "10:00"), reason_ko="청소"
    )


CHANGES = [change_capacity, add_policy, delete_hours, lift_holiday, rename_space, close_moran]


def seen() -> tuple[Any, ...]:
    moran = listing("moran")
    return (
        moran.facility.capacity,
        len(moran.policies),
        len(moran.hours),
        moran.spaces[0].floor,
        len(moran.closures),
        len(catalogue().holidays),
    )


@pytest.mark.parametrize("change", CHANGES)
def test_change_is_seen_at_once(change: Callable[[], None]) -> None:
    before = seen()
    change()
    assert seen() != before


@pytest.mark.parametrize("change", CHANGES)
def test_change_that_was_rolled_back_is_not_seen(change: Callable[[], None]) -> None:
    before = seen()
    with transaction.atomic():
        change()
        assert seen() != before  # within the transaction it is
        transaction.set_rollback(True)
    assert seen() == before


def test_facility_that_is_not_published_is_not_there() -> None:
    moran = Facility.objects.get(slug="moran")
    moran.is_published = False
    moran.save()
    assert catalogue().listing("moran") is None


def test_closure_that_is_over_is_left_out(at: Callable[[datetime], None]) -> None:
    close_moran()
    assert len(listing("moran").closures) == 1
    at(NOON + timedelta(days=30))
    change_capacity()
    assert listing("moran").closures == ()


def test_empty_house_is_an_empty_catalogue() -> None:
    Facility.objects.all().delete()
    Space.objects.all().delete()
    Building.objects.all().delete()
    assert catalogue().listings == ()

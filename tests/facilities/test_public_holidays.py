"""The computed holidays: plain official names, and hands off what people changed."""

import os
import subprocess
import sys
from datetime import date

import pytest

from facilities.models import Building, Holiday
from facilities.public_holidays import computed, load_holidays


@pytest.mark.parametrize(
    ("day", "korean", "english"),
    [
        (date(2026, 12, 25), "성탄절", "Christmas Day"),
        (date(2027, 1, 1), "신정", "New Year's Day"),
        (date(2027, 2, 6), "설날 연휴", "Lunar New Year holidays"),
        (date(2027, 2, 7), "설날", "Lunar New Year"),
        (date(2027, 2, 9), "대체공휴일(설날)", "Substitute holiday (Lunar New Year)"),
        (date(2027, 5, 1), "노동절", "Labour Day"),
        (date(2027, 12, 27), "대체공휴일(성탄절)", "Substitute holiday (Christmas Day)"),
    ],
)
def test_names_are_plain_and_official(day: date, korean: str, english: str) -> None:
    row = computed(day.year, day.year)[day]
    assert (row["name_ko"], row["name_en"]) == (korean, english)


def test_two_holidays_on_one_day_are_both_named() -> None:
    row = computed(2028, 2028)[date(2028, 10, 3)]
    assert set(row["name_ko"].split(", ")) == {"개천절", "추석"}
    assert row["is_feast_day"]


def test_feast_days_are_the_days_themselves() -> None:
    feasts = [day for day, row in computed(2026, 2027).items() if row["is_feast_day"]]
    assert feasts == [date(2026, 2, 17), date(2026, 9, 25), date(2027, 2, 7), date(2027, 9, 15)]


def test_second_load_changes_nothing(city_hall: Building) -> None:
    Holiday.objects.all().delete()
    first = load_holidays(2026, 2028)
    assert (first.created, first.changed, first.removed) == (Holiday.objects.count(), 0, 0)
    before = (list(Holiday.objects.values()), Building.objects.get().stamp)
    assert not load_holidays(2026, 2028).changed_anything
    assert (list(Holiday.objects.values()), Building.objects.get().stamp) == before


def test_load_mends_what_is_not_kept_by_hand(city_hall: Building) -> None:
    stamp = Building.objects.get().stamp
    Holiday.objects.filter(day=date(2026, 12, 25)).update(name_ko="기독탄신일")
    Holiday.objects.create(day=date(2026, 12, 3), name_ko="없는 날", name_en="No such day")
    Holiday.objects.filter(day=date(2027, 1, 1)).delete()
    calendar = load_holidays(2026, 2028)
    assert (calendar.created, calendar.changed, calendar.removed) == (1, 1, 1)
    assert Holiday.objects.get(day=date(2026, 12, 25)).name == "성탄절"
    assert not Holiday.objects.filter(day=date(2026, 12, 3)).exists()
    assert Building.objects.get().stamp != stamp


def test_load_leaves_alone_what_is_kept_by_hand(city_hall: Building) -> None:
    Holiday.objects.filter(day=date(2026, 12, 25)).update(is_observed=False, is_pinned=True)
    Holiday.objects.create(
        day=date(2026, 12, 3), name_ko="임시공휴일", name_en="Temporary holiday", is_pinned=True
    )
    assert not load_holidays(2026, 2028).changed_anything
    assert Holiday.objects.get(day=date(2026, 12, 3)).is_observed
    assert not Holiday.objects.get(day=date(2026, 12, 25)).is_observed


def test_load_leaves_other_years_alone(city_hall: Building) -> None:
    before = Holiday.objects.filter(day__year=2026).count()
    load_holidays(2029, 2029)
    assert Holiday.objects.filter(day__year=2026).count() == before
    assert Holiday.objects.filter(day__year=2029).exists()


def test_the_large_package_stays_out_of_the_web_process() -> None:
    """A server that has its routes loaded has not imported it."""
    program = (
        "import sys, config.wsgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "sys.exit('holidays' in sys.modules)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)

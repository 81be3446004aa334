"""The public holidays of Korea, computed for years ahead.

The package behind it is large and must stay out of the web process: only the command and the
worker import this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays
from django.db import transaction

from facilities.models import Holiday
from facilities.models.places import stamp_set_up

YEARS_AHEAD = 2

# The package speaks the language of the decree and of dictionaries; these are the plain names.
# What is not listed keeps its name.
KOREAN = {
    "신정연휴": "신정",
    "설날 전날": "설날 연휴",
    "설날 다음날": "설날 연휴",
    "추석 전날": "추석 연휴",
    "추석 다음날": "추석 연휴",
    "기독탄신일": "성탄절",
}
ENGLISH = {
    "The day preceding Korean New Year": "Lunar New Year holidays",
    "Korean New Year": "Lunar New Year",
    "The second day of Korean New Year": "Lunar New Year holidays",
    "The day preceding Chuseok": "Chuseok holidays",
    "The second day of Chuseok": "Chuseok holidays",
    "Labor Day": "Labour Day",
    "Hangul Day": "Hangeul Day",
}
KOREAN_SUBSTITUTE = " 대체 휴일"
ENGLISH_SUBSTITUTE = "Alternative holiday for "
FEASTS = {"설날", "추석"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a load of the calendar did, in days."""

    created: int
    changed: int
    removed: int
    kept: int

    @property
    def changed_anything(self) -> bool:
        return bool(self.created or self.changed or self.removed)


def computed(first_year: int, last_year: int) -> dict[date, dict[str, Any]]:
    """The holidays of those years, substitute holidays and elections included: day, columns."""
    years = range(first_year, last_year + 1)
    korean = holidays.country_holidays("KR", years=years, language="ko")
    english = holidays.country_holidays("KR", years=years, language="en_US")
    return {
        day: {
            "name_ko": ", ".join(_plain_korean(korean.get_list(day))),
            "name_en": ", ".join(_plain_english(english.get_list(day))),
            "is_feast_day": not FEASTS.isdisjoint(korean.get_list(day)),
        }
        for day in sorted(korean)
    }


def load_holidays(first_year: int, last_year: int) -> Calendar:
    """Bring the table up to the computed calendar of those years, in one transaction.

    Days kept by hand are left alone, whatever they say. Other days are created, renamed, or
    removed when they are holidays no longer. A second run changes nothing.
    """
    wanted = computed(first_year, last_year)
    changed = removed = kept = 0
    with transaction.atomic():
        rows = Holiday.objects.select_for_update().filter(
            day__range=(date(first_year, 1, 1), date(last_year, 12, 31))
        )
        have = {row.day: row for row in rows}
        for day, row in have.items():
            columns = wanted.get(day)
            if row.is_pinned or (columns and _is_as(row, columns)):
                kept += 1
            elif columns:
                for name, value in columns.items():
                    setattr(row, name, value)
                row.save()
                changed += 1
            else:
                row.delete()
                removed += 1
        created = [Holiday(day=day, **wanted[day]) for day in wanted if day not in have]
        if created:
            Holiday.objects.bulk_create(created)
            stamp_set_up()
    return Calendar(len(created), changed, removed, kept)


def _is_as(row: Holiday, columns: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in columns.items())


def _plain_korean(names: Iterable[str]) -> list[str]:
    return [
        f"대체공휴일({_korean(name.removesuffix(KOREAN_SUBSTITUTE))})"
        if name.endswith(KOREAN_SUBSTITUTE)
        else _korean(name)
        for name in names
    ]


def _plain_english(names: Iterable[str]) -> list[str]:
    return [
        f"Substitute holiday ({_english(name.removeprefix(ENGLISH_SUBSTITUTE))})"
        if name.startswith(ENGLISH_SUBSTITUTE)
        else _english(name)
        for name in names
    ]


def _korean(name: str) -> str:
    return KOREAN.get(name, name)


def _english(name: str) -> str:
    return ENGLISH.get(name, name)

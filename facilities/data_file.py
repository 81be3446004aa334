"""The data file of a building, read into rows that are not saved."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from facilities.models import (
    Building,
    Facility,
    OpeningHours,
    Policy,
    Reduction,
    Space,
    WeeklySession,
)
from facilities.timetable_lines import days_and_times, weekly_sessions
from lib import formats

CITY_HALL = Path(__file__).parent / "data" / "city_hall.toml"

BUILDING_TEXTS = ("name", "address")
SPACE_TEXTS = ("name", "floor")
FACILITY_TEXTS = ("name", "summary", "description", "equipment", "department", "sample_note")
FACILITY_FACTS = ("basis", "holiday_rule", "limit_group", "capacity")

Data = Mapping[str, Any]


class BadData(Exception):
    """The data file says something that cannot be; the message names the place."""


def read(path: Path = CITY_HALL) -> Data:
    """The data file as it stands. Raises BadData when it is not TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path.name}: {error}") from error


def building_row(data: Data) -> Building:
    """The building. Raises BadData, as all of these do."""
    return Building(
        code=data["code"],
        phone=_phone(data),
        latitude=Decimal(data["latitude"]),
        longitude=Decimal(data["longitude"]),
        **texts(data, BUILDING_TEXTS),
    )


def space_row(data: Data, building: Building) -> Space:
    """A space in it."""
    return Space(
        building=building,
        code=data["code"],
        area_m2=data.get("area_m2"),
        **texts(data, SPACE_TEXTS),
    )


def facility_row(data: Data, position: int) -> Facility:
    """A facility, without its spaces, hours, sessions and policies."""
    return Facility(
        slug=data["slug"],
        position=position,
        phone=_phone(data),
        **{name: data[name] for name in FACILITY_FACTS if name in data},
        **texts(data, FACILITY_TEXTS),
    )


def reduction_row(data: Data, position: int) -> Reduction:
    """A ground on which less is paid."""
    return Reduction(
        code=data["code"],
        percent=data["percent"],
        needs_proof=data.get("needs_proof", True),
        position=position,
        **texts(data, ("name",)),
    )


def preset_names(data: Data) -> list[str]:
    """The policies in the file that no facility has: for an administrator to begin with."""
    used = {name for one in data["facilities"] for name in one["policies"]}
    return [name for name in data["policy"] if name not in used]


def preset(data: Data, name: str) -> Policy:
    """A policy that no facility has, unsaved. Raises KeyError when there is none."""
    if name not in preset_names(data):
        raise KeyError(name)
    return policy_row(None, data["policy"][name], data["law"])


def policy_row(facility: Facility | None, data: Data, laws: Data) -> Policy:
    """`name` is what a preset is called, and no column."""
    values = {name: value for name, value in data.items() if name not in {"law", "name"}}
    law = {"ordinance": laws[data["law"]]} if "law" in data else {}
    try:
        return Policy(facility=facility, **values, **texts(law, ("ordinance",)))
    except TypeError as error:
        where = facility.slug if facility else data["name"]["en"]
        raise BadData(f"{where}: {error}.") from error


def texts(data: Data, names: Sequence[str]) -> dict[str, str]:
    """The two columns of each text; a text that is left out is empty in both languages."""
    nothing = {"ko": "", "en": ""}
    return {
        f"{name}_{language}": data.get(name, nothing)[language].strip()
        for name in names
        for language in ("ko", "en")
    }


def _phone(data: Data) -> str:
    try:
        return formats.phone_digits(data["phone"])
    except ValueError as error:
        raise BadData(f"{data.get('slug') or data.get('code')}: {error}.") from error


def hours_rows(facility: Facility, line: str) -> Iterator[OpeningHours]:
    """ "Mon-Fri 09:00-18:00", or one day: "Sat 09:00-13:00"."""
    try:
        weekdays, opens_at, closes_at = days_and_times(line)
    except ValueError as error:
        raise BadData(f"{facility.slug}: hours that cannot be read: {line!r}.") from error
    for weekday in weekdays:
        yield OpeningHours(
            facility=facility, weekday=weekday, opens_at=opens_at, closes_at=closes_at
        )


def session_rows(facility: Facility, line: str) -> Iterator[WeeklySession]:
    """ "Tue-Sat 10:00-12:00 7+7"."""
    try:
        yield from weekly_sessions(facility, line)
    except ValueError as error:
        raise BadData(f"{facility.slug}: sessions that cannot be read: {line!r}.") from error


def check(row: models.Model, called: str = "") -> None:
    """What the admin would refuse, the file may not say either."""
    keys = [column.name for column in row._meta.concrete_fields if column.is_relation]
    try:
        row.clean_fields(exclude=keys)
        row.clean()
    except ValidationError as error:
        called = called or f"{type(row).__name__} {row}"
        raise BadData(f"{called}: {'; '.join(error.messages)}") from error

"""Loading a building from a data file, again and again, without undoing what people changed.

The file is where a building begins. Once a row is there it belongs to the administrator: a later
load adds spaces, facilities and reductions that are missing and leaves the others alone. To take a
facility away, unpublish it; a deleted one would come back.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Any, TypeVar

from django.db import models, transaction

from facilities.data_file import (
    BadData,
    Data,
    building_row,
    check,
    facility_row,
    hours_rows,
    policy_row,
    preset_names,
    reduction_row,
    session_rows,
    space_row,
)
from facilities.models import Building, Facility, OpeningHours, Policy, WeeklySession
from facilities.models.places import stamp_set_up

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Loaded:
    """What a load did, in rows; `kept` are those that stood there already."""

    created: int = 0
    overwritten: int = 0
    kept: int = 0
    used_policies: list[str] = field(default_factory=list)  # differ from the file, and stay so

    @property
    def changed_anything(self) -> bool:
        return bool(self.created or self.overwritten)


def load_building(data: Data, *, overwrite: bool = False) -> Loaded:
    """Create what is missing of a building, in one transaction. Raises BadData.

    With `overwrite`, what is there goes back to the file's words: texts, facts, opening hours, and
    policies that no booking was made under. Never changed are the spaces of a facility (bookings
    hold the old ones), its place in the list and whether it is published. Nothing else is deleted.
    """
    with transaction.atomic():
        # Whoever loads at the same time waits here; at the first load, the unique codes decide.
        list(Building.objects.select_for_update().values_list("pk", flat=True))
        load = _Load(data, overwrite)
        try:
            load.run()
        except KeyError as error:
            raise BadData(f"Something is missing or not known: {error}.") from error
        if load.done.changed_anything:
            stamp_set_up()
    return load.done


class _Load:
    """One run over the file. New rows go in together, so that the set-up is stamped once."""

    def __init__(self, data: Data, overwrite: bool) -> None:
        self.data = data
        self.overwrite = overwrite
        self.done = Loaded()

    def run(self) -> None:
        (building,) = self.settle([building_row(self.data["building"])], _code)
        spaces = self.settle([space_row(one, building) for one in self.data["spaces"]], _code)
        before = set(Facility.objects.values_list("slug", flat=True))
        facilities = self.settle(
            [facility_row(one, place * 10) for place, one in enumerate(self.data["facilities"], 1)],
            _slug,
        )
        known = {space.code: space for space in spaces}
        pairs = list(zip(facilities, self.data["facilities"], strict=True))
        new = [(row, one) for row, one in pairs if row.slug not in before]
        Facility.spaces.through.objects.bulk_create(
            Facility.spaces.through(facility=row, space=known[code])
            for row, one in new
            for code in one["spaces"]
        )
        concerned = pairs if self.overwrite else new
        self.hours(concerned)
        self.sessions(new)
        self.policies(concerned)
        self.presets()
        self.settle(
            [
                reduction_row(one, place * 10)
                for place, one in enumerate(self.data["reductions"], 1)
            ],
            _code,
        )

    def hours(self, concerned: Sequence[tuple[Facility, Data]]) -> None:
        """Hours come as a whole: where they differ from the file, the file's replace them."""
        rows = OpeningHours.objects.filter(facility__in=[facility for facility, _ in concerned])
        have = {
            pk: {_hours_key(row) for row in group}
            for pk, group in groupby(rows.order_by("facility_id"), lambda row: row.facility_id)
        }
        new: list[OpeningHours] = []
        for facility, data in concerned:
            wanted = [row for line in data["hours"] for row in hours_rows(facility, line)]
            if any(one.overlaps(other) for one, other in combinations(wanted, 2)):
                raise BadData(f"{facility.slug}: hours that overlap: {data['hours']}.")
            if {_hours_key(row) for row in wanted} != have.get(facility.pk, set()):
                facility.opening_hours.all().delete()
                new += wanted
        self.create(new)

    def sessions(self, new: Sequence[tuple[Facility, Data]]) -> None:
        """The timetable of a new facility; one that is there may have bookings: it stays."""
        rows: list[WeeklySession] = []
        for facility, data in new:
            lines = data.get("sessions", ())
            mine = [row for line in lines for row in session_rows(facility, line)]
            if any(one.overlaps(other) for one, other in combinations(mine, 2)):
                raise BadData(f"{facility.slug}: sessions that overlap: {lines}.")
            rows += mine
        self.create(rows)

    def policies(self, concerned: Sequence[tuple[Facility, Data]]) -> None:
        self.settle(
            [
                policy_row(facility, self.data["policy"][name], self.data["law"])
                for facility, data in concerned
                for name in data["policies"]
            ],
            lambda policy: (policy.facility_id, policy.valid_from),
        )

    def presets(self) -> None:
        """Written nowhere; but a preset that cannot be is found now, and not by who chooses it."""
        for name in preset_names(self.data):
            check(policy_row(None, self.data["policy"][name], self.data["law"]), f"Policy {name}")

    def settle(self, wanted: Sequence[Row], key: Callable[[Row], Hashable]) -> list[Row]:
        """The wanted rows as the database has them now, in the same order."""
        if not wanted:
            return []
        have = {key(row): row for row in type(wanted[0])._default_manager.all()}
        self.create([row for row in wanted if key(row) not in have])
        rows = [have.get(key(row), row) for row in wanted]
        for row, in_file in zip(rows, wanted, strict=True):
            if row is not in_file:
                self.keep(row, in_file)
        return rows

    def create(self, rows: Sequence[models.Model]) -> None:
        for row in rows:
            check(row)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
        self.done.created += len(rows)

    def keep(self, row: models.Model, in_file: models.Model) -> None:
        """Leave a row that is there, or give it the file's words."""
        names = _facts_of(row)
        changed = [name for name in names if getattr(row, name) != getattr(in_file, name)]
        if not changed or not self.overwrite:
            self.done.kept += 1
        elif isinstance(row, Policy) and row.is_used():
            self.done.kept += 1
            self.done.used_policies.append(str(row))
        else:
            for name in changed:
                setattr(row, name, getattr(in_file, name))
            check(row)
            row.save()
            self.done.overwritten += 1


def _code(row: Any) -> str:
    return str(row.code)


def _slug(row: Facility) -> str:
    return str(row.slug)


def _facts_of(row: models.Model) -> list[str]:
    """What a load with `overwrite` sets again: every column but keys, place and publication.

    A text is its two languages; the column without a language follows the Korean one.
    """
    left_alone = {"id", "code", "slug", "stamp", "position", "is_published"}
    left_alone |= {"building", "facility", "valid_from"}
    names = [column.name for column in row._meta.concrete_fields]
    return [name for name in names if name not in left_alone and f"{name}_ko" not in names]


def _hours_key(row: OpeningHours) -> Hashable:
    return (row.weekday, row.opens_at, row.closes_at, row.valid_from, row.valid_until)

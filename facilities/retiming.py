"""Writing a change of the weekly timetable: the rows of before end, and go on after it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from facilities.models import Facility, WeeklySession
from facilities.models.places import stamp_set_up

DAY = timedelta(days=1)


def write_timetable(
    facility: Facility, rows: Sequence[WeeklySession], first: date, last: date | None
) -> None:
    """Let these rows be the timetable from `first` to `last` (no end: for good).

    What was in force before stays in force until the day before and, where the change has an end,
    again from the day after it. Within the verb's transaction.
    """
    stamp_set_up()
    touched = WeeklySession.objects.filter(facility=facility).filter(
        Q(valid_until=None) | Q(valid_until__gte=first)
    )
    if last:
        touched = touched.filter(Q(valid_from=None) | Q(valid_from__lte=last))
    new = list(rows)
    for old in touched:
        new += _after(old, last)
        if old.valid_from and old.valid_from >= first:
            old.delete()
        else:
            old.valid_until = first - DAY
            old.save(update_fields=["valid_until"])
    for row in new:
        row.pk = None
        row.facility = facility
    WeeklySession.objects.bulk_create(new)


def _after(old: WeeklySession, last: date | None) -> list[WeeklySession]:
    """The row as it goes on after the change, if it does."""
    if last is None or (old.valid_until and old.valid_until <= last):
        return []
    return [
        WeeklySession(
            facility_id=old.facility_id,
            weekday=old.weekday,
            starts_at=old.starts_at,
            ends_at=old.ends_at,
            places=old.places,
            door_places=old.door_places,
            valid_from=last + DAY,
            valid_until=old.valid_until,
        )
    ]

"""Beginning timed work when its time has come: once, however many workers look at the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from config.models import TimedWork
from config.timetable import LOST_AFTER, TIMETABLE, Entry
from lib import clock


def begin_due(timetable: Iterable[Entry] = TIMETABLE) -> list[str]:
    """Enqueue the work whose time has come; the names of what was begun.

    Work that was missed while no worker ran is begun once, not as often as it was missed. Work
    whose last run still waits or goes on is left alone.
    """
    now = clock.now()
    entries = {entry.name: entry for entry in timetable}
    rows = TimedWork.objects.filter(name__in=entries).select_related("last_run")
    known = {row.name: row for row in rows.defer("last_run__traceback")}
    if missing := [TimedWork(name=name) for name in entries if name not in known]:
        TimedWork.objects.bulk_create(missing, ignore_conflicts=True)
        known |= {row.name: row for row in missing}
    return [
        name
        for name, entry in entries.items()
        if is_due(known[name].last_begun_at, entry, now)
        and not is_under_way(known[name].last_run, now)
        and begin(entry, known[name].last_begun_at, now)
    ]


def is_due(last: datetime | None, entry: Entry, now: datetime) -> bool:
    """Has the entry's time come? A clock that was set back does not stop the work for good."""
    return last is None or not last <= now < last + entry.every


def is_under_way(run: DBTaskResult[..., Any] | None, now: datetime) -> bool:
    """Does the run wait for a worker, or has one in hand that may still be alive?"""
    if run is None:
        return False
    alive = run.started_at is None or run.started_at > now - LOST_AFTER
    return run.status == TaskResultStatus.READY or (
        run.status == TaskResultStatus.RUNNING and alive
    )


def begin(entry: Entry, last: datetime | None, now: datetime) -> bool:
    """Enqueue one entry, in one transaction with the note of it. False: another worker did."""
    with transaction.atomic():
        # On its own columns alone, as PostgreSQL looks at those again after it waited for a rival.
        row = TimedWork.objects.filter(name=entry.name, last_begun_at=last)
        if not row.update(last_begun_at=now):
            return False
        result = entry.task.enqueue()
        TimedWork.objects.filter(name=entry.name).update(last_run_id=result.id)
    return True

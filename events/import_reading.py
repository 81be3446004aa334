"""The worker's part of bringing in: reads what was asked for, and compares it with what we have."""

import logging
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property

from events import import_rules
from events.import_facts import changed
from events.models import CalendarImport, CalendarSource, Event, ImportedEntry, Importing, Standing
from events.publication import Published
from lib import clock
from lib.ics_reading import Read, UnreadCalendar, read

logger = logging.getLogger(__name__)

AHEAD = timedelta(days=366)  # dates that begin later are left for another time
KEPT = timedelta(days=30)  # then a reading is deleted; what was taken over has its own facts
SAME = "same"


def read_waiting() -> bool:
    """Read the import that waits longest; whether there was one.

    Two workers may read the same: only the first to come back writes what it found.
    """
    waiting = CalendarImport.objects.filter(state=Importing.WAITING).order_by("asked_at", "pk")
    asked = waiting.select_related("source").first()
    if asked is None:
        return False
    now = clock.now()
    try:
        _write(asked, _read(asked, now), now)
    except UnreadCalendar as error:
        _ended(asked, Importing.FAILED, problem=error.reason, detail=error.detail[:40])
    except Exception:  # a fault of ours or of a library: what waited on would stop all others
        logger.exception("The calendar of import %s broke its reader.", asked.reference)
        _ended(asked, Importing.FAILED, problem=import_rules.BROKEN)
    return True


def tidy() -> int:
    """Delete the readings that are done with; how many."""
    gone = CalendarImport.objects.filter(asked_at__lt=clock.now() - KEPT)
    number = gone.count()
    gone.delete()
    return number


def _read(asked: CalendarImport, now: datetime) -> Read:
    if asked.content is not None:
        return read(now, now + AHEAD, content=bytes(asked.content))
    return read(now, now + AHEAD, address=asked.source.address)


@transaction.atomic
def _write(asked: CalendarImport, found: Read, now: datetime) -> None:
    comparison = _Comparison(asked.source, now, {facts["uid"] for facts in found.found})
    entries = [one for facts in found.found if (one := comparison.entry_of(facts))]
    counts = {**found.no_use, SAME: comparison.counts[SAME]}
    if not _ended(asked, Importing.READ, counts=counts, read_at=now):
        return
    for one in (*entries, *comparison.gone()):
        one.calendar_import = asked
        one.save()


def _ended(asked: CalendarImport, state: Importing, **facts: Any) -> bool:
    """Has nobody else ended it? The file is not kept."""
    waiting = CalendarImport.objects.filter(pk=asked.pk, state=Importing.WAITING)
    return waiting.update(state=state, content=None, **facts) > 0


class _Comparison:
    """What was read beside the events that came from the same source before."""

    def __init__(self, source: CalendarSource, now: datetime, uids: Collection[str]) -> None:
        self.source, self.now = source, now
        # Who reads a calendar that was fed by ours finds our own events in it.
        self.own = set(Event.objects.filter(uid__in=uids).values_list("uid", flat=True))
        self.counts: Counter[str] = Counter()
        self.seen: set[tuple[str, str]] = set()

    @cached_property
    def ours(self) -> dict[tuple[str, str], Event]:
        """By what they are called there. One query."""
        return {
            (one.source_uid, one.source_occurrence): one
            for one in Event.objects.filter(source=self.source)
        }

    def entry_of(self, facts: dict[str, Any]) -> ImportedEntry | None:
        """What is to be chosen about it; None when there is nothing."""
        name = (facts["uid"], facts["occurrence"])
        self.seen.add(name)
        event = self.ours.get(name)
        if facts["uid"] in self.own:
            self.counts[SAME] += 1
            return None
        if event is None:
            if facts["is_cancelled"]:
                return None
            return _entry(Standing.NEW, facts, None)
        # What was cancelled here stays so: it is not offered again.
        if event.state == Published.CANCELLED or not changed(event.source_facts, facts):
            self.counts[SAME] += 1
            return None
        return _entry(Standing.CHANGED, facts, event)

    def gone(self) -> list[ImportedEntry]:
        """Those of ours that are to come and were not found, the soonest first."""
        gone = [
            event
            for name, event in self.ours.items()
            if name not in self.seen
            and event.state != Published.CANCELLED
            and self.now < event.ends_at
            and event.starts_at < self.now + AHEAD
        ]
        gone.sort(key=lambda event: event.starts_at)
        return [_entry(Standing.GONE, event.source_facts or {}, event) for event in gone]


def _entry(standing: Standing, facts: dict[str, Any], event: Event | None) -> ImportedEntry:
    return ImportedEntry(
        uid=facts.get("uid", ""),
        occurrence=facts.get("occurrence", ""),
        standing=standing,
        facts=facts,
        event=event,
    )

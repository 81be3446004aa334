"""The verbs of bringing in: ask for a reading, and choose from what was read.

Each entry is taken over for itself: what cannot be is refused by name, and the rest goes on.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.models import User
from events import import_facts, import_rules, publishing, writing
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import CalendarImport, CalendarSource, Event, ImportedEntry, Importing, Standing
from events.planning import plan
from events.publication import Published
from events.scope import Scope
from lib import clock, fetching
from lib.refusal import Refusal, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to become of which entries."""

    entries: Collection[int]
    publish: bool = False  # what is new, at once
    reason_ko: str = ""  # of what was announced and is moved or called off
    reason_en: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of it, by entry."""

    done: list[Event] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)


def ask(
    by: User,
    name: str,
    category: str,
    *,
    address: str = "",
    file: UploadedFile[Any] | None = None,
    has_moved: bool = False,
) -> CalendarImport:
    """Have a calendar read by the worker. A source is known by its name. Raises `Refused`.

    `has_moved`: somebody has said that the calendar of this name has another address than before.
    """
    address = address.strip()
    if bool(address) == (file is not None):
        raise Refused(import_rules.calendar_missing())
    content = None
    if file is not None:
        content = file.read(fetching.LARGEST + 1)
        if len(content) > fetching.LARGEST:
            raise Refused(import_rules.calendar_too_large())
    else:
        _judge(address)
    with transaction.atomic():
        known, _is_new = CalendarSource.objects.get_or_create(name=name)
        if address and known.address not in {"", address} and not has_moved:
            raise Refused(import_rules.calendar_has_other_address(name, known.address))
        known.category = category
        known.address = address or known.address
        known.save()
        return CalendarImport.objects.create(source=known, by=by, content=content)


def ask_again(by: User, source: CalendarSource) -> CalendarImport:
    """Have the address of a source read once more. Raises `Refused`."""
    if not source.address:
        raise Refused(import_rules.calendar_missing())
    return CalendarImport.objects.create(source=source, by=by)


def choose(by: User, read: CalendarImport, choice: Choice) -> Outcome:
    """Take over what was chosen. What was not is left out, once all that was chosen is done.

    Raises `Refused` when there is nothing to choose from any more.
    """
    _refuse_old(read)
    outcome = Outcome()
    for entry in read.entries.filter(pk__in=choice.entries).exclude(is_chosen=True):
        try:
            outcome.done.append(_take_over(by, read, entry.pk, choice))
        except Refused as refused:
            outcome.refused[entry.pk] = refused.refusal
        except IntegrityError:
            if not _is_there(read, entry):
                logger.exception("Entry %s of an import could not be written.", entry.pk)
                outcome.refused[entry.pk] = import_rules.entry_not_written()
    if not outcome.refused:
        _end(read)
    return outcome


def _is_there(read: CalendarImport, entry: ImportedEntry) -> bool:
    """Has a colleague taken over the same date at this moment? Then it is noted with the entry."""
    names = {"source_uid": entry.uid, "source_occurrence": entry.occurrence}
    there = Event.objects.filter(source=read.source_id, **names).first()
    if there is None or entry.standing != Standing.NEW:
        return False
    ImportedEntry.objects.filter(pk=entry.pk).update(event=there, is_chosen=True)
    return True


def _judge(address: str) -> None:
    """What can be said of an address without asking anybody: so that it is said at once."""
    try:
        # Whether it lies inside is for the worker to say, which knows what the operator allows.
        fetching.target_of(address, inside=())
    except fetching.BadAddress as error:
        if error.reason != fetching.INSIDE:
            raise Refused(import_rules.refusal_of(error.reason)) from None


def _refuse_old(read: CalendarImport) -> None:
    now = CalendarImport.objects.get(pk=read.pk)
    if now.state != Importing.READ:
        raise Refused(import_rules.import_not_ready())
    newer = CalendarImport.objects.filter(source=now.source_id, pk__gt=now.pk)
    if newer.filter(state__in=[Importing.READ, Importing.DONE]).exists():
        raise Refused(import_rules.import_is_old())


@transaction.atomic
def _take_over(by: User, read: CalendarImport, pk: int, choice: Choice) -> Event:
    entry = ImportedEntry.objects.select_for_update().get(pk=pk)
    source = read.source
    if entry.event is None:
        wanted = import_facts.wanted(entry.facts, source)
        event = plan(by, wanted, publish=choice.publish)
        event.source = source
        event.source_uid, event.source_occurrence = entry.uid, entry.occurrence
    elif entry.standing == Standing.GONE or entry.facts["is_cancelled"]:
        event = _called_off(by, entry.event, choice)
    else:
        event = _edited(by, entry.event, entry, source, choice)
    if entry.standing != Standing.GONE:
        event.source_facts = entry.facts
    writing.came_from(event)
    entry.event, entry.is_chosen = event, True
    entry.save()
    return event


def _called_off(by: User, event: Event, choice: Choice) -> Event:
    if event.state == Published.CANCELLED:
        return event
    reasons = (choice.reason_ko, choice.reason_en) if event.is_announced else ("", "")
    return publishing.cancel(by, event, event.revision, *reasons)[0]


def _edited(
    by: User, event: Event, entry: ImportedEntry, source: CalendarSource, choice: Choice
) -> Event:
    stands = wanted_of(event)
    wanted = import_facts.merged(stands, event.source_facts, entry.facts, source)
    # One reason is typed for all that are chosen: the others would be said to be moved, too.
    needs_reason = event.is_announced and import_facts.is_elsewhere(wanted, stands)
    reasons = (choice.reason_ko, choice.reason_en) if needs_reason else ("", "")
    return edit(event, event.revision, Edit(by, wanted, Scope.ONE, *reasons))[0]


@transaction.atomic
def _end(read: CalendarImport) -> None:
    ending = CalendarImport.objects.filter(pk=read.pk, state=Importing.READ)
    if ending.update(state=Importing.DONE, done_at=clock.now()):
        read.entries.filter(is_chosen=None).update(is_chosen=False)

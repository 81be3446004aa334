"""The rows of an event, written by the verbs alone, within their transaction."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from accounts.models import User
from events.models import Event, EventPlace, EventRecord, ProgrammeItem
from events.wanted import EventWanted, ItemWanted, PlaceWanted
from facilities.catalogue import Catalogue
from facilities.models import Occupancy
from lib.references import new_reference


def new_event(wanted: EventWanted, now: datetime, reference: str = "") -> Event:
    """The row of an event as it is wanted, a draft, not saved."""
    reference = reference or new_reference()
    return Event(
        reference=reference,
        uid=f"{reference}@sarangbang",
        starts_at=wanted.span.starts_at,
        ends_at=wanted.span.ends_at,
        is_all_day=wanted.is_all_day,
        created_at=now,
        changed_at=now,
        **asdict(wanted.about),
    )


def write_places(
    event: Event,
    places: Sequence[PlaceWanted],
    taken: Sequence[Occupancy | None],
    known: Catalogue,
) -> None:
    """Where it is, in place of where it was."""
    event.places.all().delete()
    EventPlace.objects.bulk_create(
        EventPlace(
            event=event,
            facility=listing.facility,
            starts_at=one.span.starts_at,
            ends_at=one.span.ends_at,
            setup_minutes=one.setup_minutes,
            clearing_minutes=one.clearing_minutes,
            occupancy=occupancy,
        )
        for one, occupancy in zip(places, taken, strict=True)
        if (listing := known.listing(one.slug))
    )


def write_programme(event: Event, items: Collection[ItemWanted]) -> None:
    """What happens within it, in place of what was to happen."""
    event.programme.all().delete()
    ProgrammeItem.objects.bulk_create(ProgrammeItem(event=event, **asdict(one)) for one in items)


def remember_when(event: Event, starts_at: datetime) -> None:
    """For when it was announced before it begins then; not saved. Moved back, it is not moved."""
    if event.is_announced and starts_at != event.starts_at:
        event.moved_from = None if starts_at == event.moved_from else event.starts_at


def give_reason(event: Event, korean: str, english: str) -> None:
    """Why it is not as it was announced; not saved."""
    event.reason_ko, event.reason_en = korean, english


def note(event: Event, who: User | None, what: str, at: datetime, why: str = "") -> None:
    """The next revision of the event, saved; and its line in the record."""
    event.revision += 1
    event.changed_at = at
    event.save()
    record(event, who, what, at, why)


def record(event: Event, who: User | None, what: str, at: datetime, why: str = "") -> None:
    """A line of the record."""
    EventRecord.objects.create(event=event, who=who, what=what, at=at, why=why)


def came_from(event: Event) -> None:
    """Where it was brought in from, and what was said of it there; no change of the event."""
    event.save(
        update_fields=("source", "source_uid", "source_occurrence", "source_facts"),
    )

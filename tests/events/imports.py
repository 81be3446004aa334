"""Calendars of others as the tests bring them in."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from events import import_reading, importing
from events.importing import Choice, Outcome
from events.models import CalendarImport, Event
from tests.lib.test_ics_reading import calendar

DAY = date(2026, 12, 15)  # of TALK
LIBRARY = "중앙도서관(예시)"
TALK = (
    "UID:talk@library.example",
    "DTSTART;TZID=Asia/Seoul:20261215T190000",
    "DTEND;TZID=Asia/Seoul:20261215T210000",
    "SUMMARY:작가와의 만남",
    "LOCATION:중앙도서관 3층",
)
CLUB = (
    "UID:club@library.example",
    "DTSTART;TZID=Asia/Seoul:20261203T100000",
    "DTEND;TZID=Asia/Seoul:20261203T120000",
    "SUMMARY:독서 모임",
    "RRULE:FREQ=WEEKLY;COUNT=3",
)


def put(lines: tuple[str, ...], **changes: str) -> tuple[str, ...]:
    """The entry with these lines in place of those of the same name, or added."""
    names = {name.replace("_", "-"): value for name, value in changes.items()}
    kept = [line for line in lines if line.replace(";", ":").partition(":")[0] not in names]
    return (*kept, *(f"{name}{value}" for name, value in names.items()))


def upload(*entries: tuple[str, ...]) -> SimpleUploadedFile:
    """The entries as a file."""
    return SimpleUploadedFile("library.ics", calendar(*entries))


def brought(officer: User, *entries: tuple[str, ...], category: str = "other") -> CalendarImport:
    """The library's calendar with these entries, read by the worker."""
    asked = importing.ask(officer, LIBRARY, category, file=upload(*entries))
    assert import_reading.read_waiting()
    return CalendarImport.objects.get(pk=asked.pk)


def choose_all(officer: User, read: CalendarImport, **choice: object) -> Outcome:
    """Take over everything that there is."""
    entries = list(read.entries.values_list("pk", flat=True))
    return importing.choose(officer, read, Choice(entries, **choice))  # type: ignore[arg-type]


def taken_over(
    officer: User, *entries: tuple[str, ...], publish: bool = True, **choice: object
) -> Outcome:
    """Read and taken over."""
    return choose_all(officer, brought(officer, *entries), publish=publish, **choice)


def standings(read: CalendarImport) -> list[tuple[str, str]]:
    """How each entry stands, and what it is called."""
    return [(entry.standing, str(entry.facts.get("title", ""))) for entry in read.entries.all()]


def the_event() -> Event:
    """The one that was brought in."""
    event: Event = Event.objects.get(source__isnull=False)
    return event

"""Calendars that were brought in: one of each state that an officer may find it in."""

from accounts.models import User
from events import import_reading, importing
from events.models import CalendarImport
from tests.browser.staff_event_places import OTHERS
from tests.events.imports import CLUB, TALK, brought, choose_all, put, upload

READING = put(TALK, UID=":reading@library.example", SUMMARY=":그림책 낭독회(예시)")
LATE = put(
    TALK,
    UID=":late@library.example",
    DTSTART=";VALUE=DATE:20261224",
    DTEND=";VALUE=DATE:20261227",
    SUMMARY=":겨울 책 축제(예시)",
    LOCATION=":중앙도서관",
)


def fill(officer: User) -> dict[str, str]:
    """Read as the worker does; the references that the pages of the tests need."""
    done = brought(officer, TALK, CLUB, READING)
    first = [entry.pk for entry in done.entries.exclude(uid="club@library.example")]
    importing.choose(officer, done, importing.Choice(first))
    moved = put(TALK, LOCATION=":시청 1층 로비", DTSTART=";TZID=Asia/Seoul:20261215T183000")
    chosen_from = brought(officer, moved, CLUB, LATE)
    same = _brought(officer, "수정도서관(예시)", put(TALK, UID=":same@library.example"))
    choose_all(officer, same)
    nothing = _brought(officer, "수정도서관(예시)", put(TALK, UID=":same@library.example"))
    failed = importing.ask(officer, OTHERS, "arts", address="https://127.0.0.1/events.ics")
    assert import_reading.read_waiting()
    waiting = importing.ask(officer, "중원 마을모임(예시)", "market", file=upload(TALK))
    return {
        "import_done": done.reference,
        "import_read": chosen_from.reference,
        "import_nothing": nothing.reference,
        "import_failed": failed.reference,
        "import_waiting": waiting.reference,
    }


def _brought(officer: User, name: str, *entries: tuple[str, ...]) -> CalendarImport:
    asked = importing.ask(officer, name, "education", file=upload(*entries))
    assert import_reading.read_waiting()
    return CalendarImport.objects.get(pk=asked.pk)

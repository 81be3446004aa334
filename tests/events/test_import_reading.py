"""The calendars that wait: read by the worker, whatever they are."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError

from accounts.models import User
from events import import_reading, import_rules
from events.importing import ask, ask_again
from events.models import CalendarImport, Event, Importing, Standing
from lib import clock, fetching
from tests.bookings.door import Hold
from tests.events.imports import (
    CLUB,
    LIBRARY,
    TALK,
    brought,
    choose_all,
    put,
    standings,
    taken_over,
    the_event,
    upload,
)
from tests.lib.test_fetching import said, serve  # noqa: F401 (a fixture)
from tests.lib.test_ics_reading import calendar


def test_nothing_waits() -> None:
    assert not import_reading.read_waiting()


def test_the_file_is_read_and_not_kept(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    assert (read.state, read.content, read.read_at) == (Importing.READ, None, clock.now())
    assert standings(read) == [
        (Standing.NEW, "독서 모임"),
        (Standing.NEW, "독서 모임"),
        (Standing.NEW, "작가와의 만남"),
        (Standing.NEW, "독서 모임"),
    ]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>", "not_a_calendar"),
        (b"", "not_a_calendar"),
        (calendar(TALK).decode().encode("cp949"), "encoding"),
        (calendar((*TALK, "RRULE:FREQ=MINUTELY")), "too_many_dates"),
    ],
)
def test_what_cannot_be_read_says_why(officer: User, content: bytes, problem: str) -> None:
    asked = ask(officer, LIBRARY, "other", file=SimpleUploadedFile("a.ics", content))
    assert import_reading.read_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.problem, asked.content) == (Importing.FAILED, problem, None)


def next_is_read(officer: User) -> bool:
    """Is what was asked for after it read all the same?"""
    later = ask(officer, "다른 도서관(예시)", "other", file=upload(TALK))
    assert import_reading.read_waiting()
    later.refresh_from_db()
    return later.state == Importing.READ


def test_a_sign_that_no_database_keeps_stops_nobody_else(
    officer: User,
    serve: Any,  # noqa: F811
    settings: Any,
) -> None:
    content = calendar(put(TALK, UID=":a\0b")).decode().encode("cp949")
    there = serve(said(content, Content_Type="text/calendar; charset=euc-kr"))
    settings.CALENDARS_INSIDE = [there]
    asked = ask(officer, LIBRARY, "other", address=f"http://{there}/a.ics")
    assert import_reading.read_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (Importing.FAILED, "encoding")
    assert next_is_read(officer)


@pytest.mark.parametrize("step", ["_read", "_write"])
@pytest.mark.parametrize("fault", [ValueError, DataError, RuntimeError])
def test_a_calendar_that_breaks_its_reader_stops_nobody_else(
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    step: str,
    fault: type[Exception],
) -> None:
    asked = ask(officer, LIBRARY, "other", file=upload(TALK))

    def broken(*_given: object) -> None:
        raise fault("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(import_reading, step, broken)
        assert import_reading.read_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.problem, asked.content) == (Importing.FAILED, "broken", None)
    assert import_rules.refusal_of(asked.problem).code == "calendar_broke_reader"
    (line,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert asked.reference in line.getMessage()
    assert line.exc_info
    assert next_is_read(officer)


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.ics", "http://[::1]/", "http://10.0.0.1/"])
def test_an_address_inside_is_not_asked(officer: User, address: str) -> None:
    asked = ask(officer, LIBRARY, "other", address=address)
    assert import_reading.read_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (Importing.FAILED, fetching.INSIDE)


def test_an_address_is_read_again_and_again(
    officer: User,
    serve: Any,  # noqa: F811
    settings: Any,
) -> None:
    shown = [calendar(TALK)]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        said(shown[0])(handler)

    there = serve(answer)
    settings.CALENDARS_INSIDE = [there]
    asked = ask(officer, LIBRARY, "other", address=f"http://{there}/a.ics")
    assert import_reading.read_waiting()
    choose_all(officer, CalendarImport.objects.get(pk=asked.pk))
    shown[0] = calendar(put(TALK, SUMMARY=":작가와의 대화"))
    again = ask_again(officer, asked.source)
    assert import_reading.read_waiting()
    assert standings(again) == [(Standing.CHANGED, "작가와의 대화")]


def test_the_second_of_two_workers_writes_nothing(officer: User) -> None:
    ask(officer, LIBRARY, "other", file=upload(TALK))
    first = CalendarImport.objects.select_related("source").get()
    found = import_reading._read(first, clock.now())
    import_reading._write(first, found, clock.now())
    import_reading._write(first, found, clock.now())
    assert first.entries.count() == 1


def test_readings_are_deleted_after_a_month_and_events_stay(officer: User, at: Hold) -> None:
    taken_over(officer, TALK)
    at(clock.now() + timedelta(days=29))
    assert import_reading.tidy() == 0
    at(clock.now() + timedelta(days=2))
    assert import_reading.tidy() == 1
    assert not CalendarImport.objects.exists()
    assert the_event().source_facts

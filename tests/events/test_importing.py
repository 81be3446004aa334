"""Bringing in the calendars of others: asked for, read by the worker, compared, chosen from."""

from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, connection, connections
from django.test import Client

from accounts.models import User
from events import import_reading, import_rules, writing
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.importing import Choice, ask, ask_again, choose
from events.models import CalendarImport, CalendarSource, Event, Importing, Standing
from events.planning import plan
from events.publication import Published
from events.publishing import cancel
from lib import clock, fetching
from lib.refusal import Refused
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
    upload,
)
from tests.events.samples import SATURDAY, code_of, fair, fresh, market, place, published, slots
from tests.lib.test_fetching import said, serve  # noqa: F401 (a fixture)
from tests.lib.test_ics_reading import calendar
from tests.places import at_seoul, span

DAY = SATURDAY + timedelta(days=3)  # of TALK
WHY = "도서관 사정으로 바뀌었습니다."


def the_event() -> Event:
    event: Event = Event.objects.get(source__isnull=False)
    return event


# Asking.


def test_a_source_is_known_by_its_name(officer: User) -> None:
    first = ask(officer, LIBRARY, "education", file=upload(TALK))
    second = ask(officer, LIBRARY, "arts", address="webcal://library.example/a.ics")
    source = CalendarSource.objects.get()
    assert first.source == second.source == source
    assert (source.category, source.address) == ("arts", "webcal://library.example/a.ics")
    assert (first.state, second.content) == (Importing.WAITING, None)


def test_a_name_that_is_known_keeps_its_address_until_it_is_said_to_have_moved(
    officer: User,
) -> None:
    old, new = "https://library.example/a.ics", "https://choir.example/b.ics"
    ask(officer, LIBRARY, "education", address=old)
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "arts", address=new)
    assert code_of(refused) == "calendar_has_other_address"
    assert old in refused.value.refusal.message
    source = CalendarSource.objects.get()
    assert (source.address, source.category, source.imports.count()) == (old, "education", 1)
    ask(officer, LIBRARY, "education", address=old)  # the same once more
    ask(officer, LIBRARY, "arts", address=new, has_moved=True)
    source.refresh_from_db()
    assert (source.address, source.category) == (new, "arts")


def test_one_of_address_and_file(officer: User) -> None:
    both: dict[str, Any] = {"address": "https://library.example/a.ics", "file": upload(TALK)}
    none: dict[str, Any] = {}
    for given in (none, both):
        with pytest.raises(Refused) as refused:
            ask(officer, LIBRARY, "other", **given)
        assert code_of(refused) == "calendar_missing"
    assert not CalendarSource.objects.exists()


@pytest.mark.parametrize("address", ["library", "ftp://library.example/", "https://a:b@c.example/"])
def test_what_is_no_address_is_said_at_once(officer: User, address: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "other", address=address)
    assert code_of(refused) == "address_unknown_kind"


def test_a_file_beyond_the_limit(officer: User) -> None:
    large = SimpleUploadedFile("a.ics", bytes(fetching.LARGEST + 1))
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "other", file=large)
    assert code_of(refused) == "calendar_too_large"


def test_a_source_of_files_cannot_be_asked_again(officer: User) -> None:
    source = ask(officer, LIBRARY, "other", file=upload(TALK)).source
    with pytest.raises(Refused) as refused:
        ask_again(officer, source)
    assert code_of(refused) == "calendar_missing"


# Reading.


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


# Choosing: what is new.


def test_new_ones_become_drafts_that_take_no_space(officer: User) -> None:
    outcome = taken_over(officer, TALK, publish=False)
    event = the_event()
    assert outcome.done == [event]
    assert (event.state, event.title_ko) == (Published.DRAFT, "작가와의 만남")
    assert (event.organiser_ko, event.location_ko) == (LIBRARY, "중앙도서관 3층")
    assert event.span == span(DAY, "19:00", "21:00")
    assert event.uid.endswith("@sarangbang")
    assert not slots()


def test_or_are_published_at_once(officer: User) -> None:
    taken_over(officer, TALK)
    assert the_event().state == Published.PUBLISHED


def test_what_names_no_place_cannot_be_published_and_the_rest_goes_on(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    outcome = choose_all(officer, read, publish=True)
    assert [event.title_ko for event in outcome.done] == ["작가와의 만남"]
    assert {one.code for one in outcome.refused.values()} == {"event_not_ready"}
    assert len(outcome.refused) == 3
    read.refresh_from_db()
    assert read.state == Importing.READ
    again = choose(officer, read, Choice(list(outcome.refused)))
    assert (len(again.done), again.refused) == (3, {})
    read.refresh_from_db()
    assert read.state == Importing.DONE
    assert Event.objects.count() == 4


def test_only_what_was_chosen(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    entry = read.entries.get(uid="talk@library.example")
    choose(officer, read, Choice([entry.pk]))
    assert the_event().title_ko == "작가와의 만남"
    assert list(read.entries.values_list("is_chosen", flat=True)) == [False, False, True, False]


def test_a_kind_is_ours_or_that_of_the_source(officer: User) -> None:
    named = put(TALK, CATEGORIES=":Arts and performances,저자")
    read = brought(officer, named, CLUB, category="education")
    choose_all(officer, read)
    kinds = dict(Event.objects.values_list("title_ko", "category"))
    assert kinds == {"작가와의 만남": "arts", "독서 모임": "education"}


def test_two_names_that_are_alike_as_far_as_they_are_kept_make_two(officer: User) -> None:
    two = [put(TALK, UID=f":{'x' * 255}{number}") for number in (1, 2)]
    assert len(taken_over(officer, *two).done) == 2
    assert brought(officer, *two).counts == {"same": 2}


def test_what_could_not_be_written_is_said_and_the_rest_goes_on(
    officer: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = brought(officer, TALK, CLUB)
    entry = read.entries.get(uid="talk@library.example")

    def came_from(event: Event) -> None:
        if event.source_uid == entry.uid:
            raise IntegrityError("a rule of the database")
        event.save()

    with monkeypatch.context() as patched:
        patched.setattr(writing, "came_from", came_from)
        outcome = choose_all(officer, read)
    assert {pk: one.code for pk, one in outcome.refused.items()} == {entry.pk: "entry_not_written"}
    assert len(outcome.done) == Event.objects.count() == 3
    assert str(entry.pk) in caplog.text
    read.refresh_from_db()
    assert read.state == Importing.READ
    assert len(choose(officer, read, Choice([entry.pk])).done) == 1


def test_what_a_colleague_took_over_meanwhile_is_neither_refused_nor_made_twice(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = brought(officer, TALK)
    there = choose_all(officer, brought(officer, TALK)).done
    CalendarImport.objects.filter(pk__gt=read.pk).delete()  # so that the older one may be chosen
    outcome = choose_all(officer, read)
    assert (outcome.done, outcome.refused) == ([], {})
    assert [entry.event for entry in read.entries.filter(is_chosen=True)] == there
    assert Event.objects.count() == 1


def test_a_reading_is_chosen_from_once(officer: User) -> None:
    read = brought(officer, TALK)
    choose_all(officer, read)
    with pytest.raises(Refused) as refused:
        choose_all(officer, read)
    assert code_of(refused) == "import_not_ready"
    assert Event.objects.count() == 1


def test_an_older_reading_is_not_chosen_from(officer: User) -> None:
    old = brought(officer, TALK)
    brought(officer, put(TALK, SUMMARY=":다른 제목"))
    with pytest.raises(Refused) as refused:
        choose_all(officer, old)
    assert code_of(refused) == "import_is_old"
    assert not Event.objects.exists()


def test_no_entry_of_another_reading(officer: User) -> None:
    read = brought(officer, TALK)
    other = ask(officer, "다른 도서관", "other", file=upload(CLUB))
    assert import_reading.read_waiting()
    choose(officer, read, Choice([entry.pk for entry in other.entries.all()]))
    assert not Event.objects.exists()


# What changed.


def test_what_is_as_it_was_is_only_counted(officer: User) -> None:
    taken_over(officer, TALK)
    read = brought(officer, TALK)
    assert standings(read) == []
    assert read.counts == {"same": 1}


def test_only_what_changed_there_changes_here(officer: User) -> None:
    taken_over(officer, TALK)
    event = the_event()
    own = wanted_of(event)
    own = replace(
        own,
        about=replace(own.about, title_en="Meet the author", text_ko="우리가 쓴 글"),
        places=(place("moran", DAY, "19:00", "21:00"),),
    )
    edit(event, event.revision, Edit(officer, own, reason_ko=WHY))
    held = slots()
    read = brought(officer, put(TALK, SUMMARY=":작가와의 대화"))
    assert standings(read) == [(Standing.CHANGED, "작가와의 대화")]
    choose_all(officer, read)
    event = the_event()
    assert (event.title_ko, event.title_en) == ("작가와의 대화", "Meet the author")
    assert (event.text_ko, slots()) == ("우리가 쓴 글", held)


def test_a_new_time_moves_its_spaces_or_changes_nothing(officer: User) -> None:
    taken_over(officer, TALK)
    event = the_event()
    own = replace(wanted_of(event), places=(place("moran", DAY, "19:00", "21:00"),))
    edit(event, event.revision, Edit(officer, own, reason_ko=WHY))
    next_day = DAY + timedelta(days=1)
    read = brought(
        officer,
        put(
            TALK,
            DTSTART=";TZID=Asia/Seoul:20261216T180000",
            DTEND=";TZID=Asia/Seoul:20261216T193000",
        ),
    )
    in_the_way = published(officer, market(next_day, "moran"))
    moved = replace(market(next_day, "moran"), span=span(next_day, "18:00", "21:00"))
    moved = replace(moved, places=(place("moran", next_day, "18:00", "21:00"),), programme=())
    edit(in_the_way, in_the_way.revision, Edit(officer, moved, reason_ko=WHY))
    held = slots()
    outcome = choose_all(officer, read, reason_ko=WHY)
    (refusal,) = outcome.refused.values()
    assert refusal.code == "event_space_taken"
    assert "여수동 벼룩시장" in refusal.message
    assert (slots(), the_event().starts_at) == (held, at_seoul(DAY, "19:00"))
    cancel(officer, fresh(in_the_way), fresh(in_the_way).revision, WHY)
    assert not choose_all(officer, read, reason_ko=WHY).refused
    assert the_event().span == span(next_day, "18:00", "19:30")
    assert the_event().places.get().span == span(next_day, "18:00", "19:30")
    assert len(slots()) == 6


def test_what_was_announced_is_not_moved_without_a_reason(officer: User) -> None:
    taken_over(officer, TALK)
    read = brought(officer, put(TALK, DTSTART=";TZID=Asia/Seoul:20261215T183000"))
    outcome = choose_all(officer, read)
    assert [one.code for one in outcome.refused.values()] == ["event_reason_missing"]
    assert the_event().starts_at == at_seoul(DAY, "19:00")
    choose_all(officer, read, reason_ko=WHY)
    event = the_event()
    assert (event.starts_at, event.reason_ko) == (at_seoul(DAY, "18:30"), WHY)
    assert event.moved_from == at_seoul(DAY, "19:00")


def test_a_reason_is_told_of_what_it_is_about_alone(officer: User) -> None:
    """Three changed at once; the officer says why one of them is moved."""
    other, draft = put(TALK, UID=":other"), put(TALK, UID=":draft", LOCATION=":")
    read = brought(officer, TALK, other, draft)
    outcome = choose_all(officer, read, publish=True)
    choose(officer, read, Choice(list(outcome.refused)))  # no place is named: as a draft
    later = {"DTSTART": ";TZID=Asia/Seoul:20261215T183000"}
    read = brought(
        officer,
        put(TALK, **later),
        put(other, DESCRIPTION=":작가의 책을 읽고 오세요."),
        put(draft, **later),
    )
    assert not choose_all(officer, read, reason_ko=WHY).refused
    told = dict(Event.objects.values_list("source_uid", "reason_ko"))
    assert told == {"talk@library.example": WHY, "other": None, "draft": None}
    whys = Event.objects.get(source_uid="other").records.values_list("why", flat=True)
    assert set(whys) == {""}


def test_another_place_in_words_is_told_with_its_reason(officer: User) -> None:
    taken_over(officer, TALK)
    read = brought(officer, put(TALK, LOCATION=":시청 로비"))
    choose_all(officer, read, reason_ko=WHY)
    assert (the_event().location_ko, the_event().reason_ko) == ("시청 로비", WHY)


def test_a_draft_that_is_dropped_needs_no_reason_and_gets_none(officer: User) -> None:
    taken_over(officer, TALK, publish=False)
    choose_all(officer, brought(officer), reason_ko=WHY)
    assert (the_event().state, the_event().reason_ko) == (Published.CANCELLED, "")


def test_a_change_that_was_left_out_is_offered_again(officer: User) -> None:
    taken_over(officer, TALK)
    changed = put(TALK, SUMMARY=":작가와의 대화")
    choose(officer, brought(officer, changed), Choice([]))
    assert standings(brought(officer, changed)) == [(Standing.CHANGED, "작가와의 대화")]


def test_a_date_of_a_rule_is_moved_by_itself(officer: User) -> None:
    rule = (*CLUB, "LOCATION:중앙도서관")
    taken_over(officer, rule)
    moved = put(
        put(rule, DTSTART=";TZID=Asia/Seoul:20261211T100000"),
        DTEND=";TZID=Asia/Seoul:20261211T120000",
        RECURRENCE_ID=";TZID=Asia/Seoul:20261210T100000",
    )
    moved = tuple(line for line in moved if not line.startswith("RRULE"))
    read = brought(officer, rule, moved)
    assert standings(read) == [(Standing.CHANGED, "독서 모임")]
    choose_all(officer, read, reason_ko=WHY)
    assert [event.starts_at.day for event in Event.objects.all()] == [3, 11, 17]


# What is off, and what is gone.


def test_what_is_cancelled_there_is_cancelled_here(officer: User) -> None:
    taken_over(officer, TALK)
    read = brought(officer, put(TALK, STATUS=":CANCELLED"))
    assert standings(read) == [(Standing.CHANGED, "작가와의 만남")]
    choose_all(officer, read, reason_ko=WHY)
    assert (the_event().state, the_event().reason_ko) == (Published.CANCELLED, WHY)
    assert standings(brought(officer, TALK)) == []  # what was cancelled here stays so


def test_what_was_never_ours_and_is_cancelled_is_not_offered(officer: User) -> None:
    assert standings(brought(officer, put(TALK, STATUS=":CANCELLED"))) == []


def test_what_is_gone_is_cancelled_when_chosen(officer: User) -> None:
    taken_over(officer, TALK)
    read = brought(officer, CLUB)
    gone = read.entries.get(standing=Standing.GONE)
    assert gone.event == the_event()
    choose(officer, read, Choice([gone.pk], reason_ko=WHY))
    assert the_event().state == Published.CANCELLED


def test_what_is_over_is_not_gone(officer: User, at: Hold) -> None:
    taken_over(officer, TALK)
    at(at_seoul(DAY, "22:00"))
    assert standings(brought(officer)) == []


def test_what_came_from_elsewhere_is_not_gone(officer: User) -> None:
    published(officer)
    ask(officer, "다른 도서관", "other", file=upload(TALK))
    import_reading.read_waiting()
    other = CalendarImport.objects.get()
    choose_all(officer, other)
    assert standings(brought(officer, CLUB))[0][0] == Standing.NEW
    assert {one for one, _title in standings(brought(officer, CLUB))} == {Standing.NEW}


# Our own feed.


def test_our_own_feed_gives_back_what_went_into_it(officer: User, client: Client) -> None:
    """Title, time, days, place and kind of each come back as they are, in the same order."""
    plan(officer, fair(SATURDAY + timedelta(days=7)), publish=True)
    for wanted in (market(), replace(market(SATURDAY, "plaza-b"), programme=())):
        plan(officer, wanted, publish=True)
    days = replace(
        market(),
        span=replace(
            span(SATURDAY, "00:00", "01:00"),
            ends_at=at_seoul(SATURDAY + timedelta(days=2), "00:00"),
        ),
        is_all_day=True,
        places=(),
        programme=(),
    )
    plan(officer, replace(days, about=replace(days.about, location_ko="시내")), publish=True)
    content = b"".join(client.get("/events.ics"))
    ours = [_told(event) for event in Event.objects.order_by("starts_at", "uid")]
    file = SimpleUploadedFile("ours.ics", content)
    asked = ask(officer, "우리", "other", file=file)
    import_reading.read_waiting()
    asked.refresh_from_db()
    assert (standings(asked), asked.counts) == ([], {"same": 4})  # known as our own
    Event.objects.all().delete()
    file.seek(0)
    asked = ask(officer, "우리", "other", file=file)
    import_reading.read_waiting()
    choose_all(officer, asked)
    assert [_told(event) for event in Event.objects.order_by("starts_at", "source_uid")] == ours


def _told(event: Event) -> tuple[Any, ...]:
    return (event.title_ko, event.span, event.is_all_day, event.category)


# Two at once.


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_at_once(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    both = Barrier(2)
    outcomes: list[int] = []
    codes: list[str] = []

    def press() -> None:
        both.wait(timeout=20)
        try:
            outcomes.append(len(choose_all(officer, read).done))
        except Refused as refused:
            codes.append(refused.refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Event.objects.count() == 4
    assert outcomes
    assert set(codes) <= {"import_not_ready"}
    read.refresh_from_db()
    assert read.state == Importing.DONE


def test_the_database_keeps_an_entry_from_coming_twice(officer: User) -> None:
    taken_over(officer, TALK)
    names = {one.name for one in Event._meta.constraints}
    assert "event_brought_in_once" in names
    assert connection.vendor in {"sqlite", "postgresql"}
    event = the_event()
    other = published(officer)
    other.source, other.source_uid = event.source, event.source_uid
    with pytest.raises(IntegrityError):
        other.save()

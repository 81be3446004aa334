"""A calendar that was brought in before: what changed there, what is off, what is gone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from events import import_reading
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.importing import Choice, ask, choose
from events.models import CalendarImport, Event, Standing
from events.planning import plan
from events.publication import Published
from events.publishing import cancel
from tests.bookings.door import Hold
from tests.events.imports import (
    CLUB,
    DAY,
    TALK,
    brought,
    choose_all,
    put,
    standings,
    taken_over,
    the_event,
    upload,
)
from tests.events.samples import SATURDAY, fair, fresh, market, place, published, slots
from tests.lib.test_fetching import said, serve  # noqa: F401 (a fixture)
from tests.places import at_seoul, span

WHY = "도서관 사정으로 바뀌었습니다."


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

"""Calendar files: what goes in comes out, in lines that every reader takes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, vText, vUri

from lib import ics
from lib.clock import SEOUL
from lib.plain_text import plain

ENTRY = ics.Entry(
    uid="K7QXM4PT9WRC-1@example.kr",
    starts_at=datetime(2026, 12, 5, 5, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 5, 8, 0, tzinfo=UTC),
    summary="모란관",
    description="목적: 주민 모임, 준비물; 없음\n연락: 010-0000-1234",
    location="성남시청 동관 2층",
    url="https://example.kr/bookings/K7QXM4PT9WRC/",
    sequence=3,
    changed_at=datetime(2026, 11, 23, 1, 2, 3, 456, tzinfo=UTC),
)

anything = st.text(st.characters(exclude_categories=[]), max_size=200)
moments = st.integers(0, 14 * 365 * 24 * 60 * 60).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def made(*entries: ics.Entry, language: str = "ko") -> bytes:
    return ics.calendar(entries, name="성남시청 예약", language=language)


def read(content: bytes) -> Event:
    event = Calendar.from_ical(content).events[0]
    assert isinstance(event, Event)
    return event


def test_entry_comes_back_whole() -> None:
    event = read(made(ENTRY))
    assert event.uid == ENTRY.uid
    assert event.start == ENTRY.starts_at
    assert event.end == ENTRY.ends_at
    assert event["SUMMARY"] == ENTRY.summary
    assert event["DESCRIPTION"] == ENTRY.description
    assert event["LOCATION"] == ENTRY.location
    assert event["URL"] == ENTRY.url
    assert event["SEQUENCE"] == 3
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "OPAQUE"


def test_moments_are_in_seoul_with_the_zone_in_the_file() -> None:
    content = made(ENTRY)
    assert b"DTSTART;TZID=Asia/Seoul:20261205T140000\r\n" in content
    assert content.count(b"BEGIN:VTIMEZONE\r\n") == 1
    assert b"TZOFFSETTO:+0900\r\n" in content
    start = read(content).start
    assert isinstance(start, datetime)
    assert start.utcoffset() == timedelta(hours=9)


def test_the_stamp_is_the_last_change_so_that_bytes_are_stable() -> None:
    content = made(ENTRY)
    assert b"DTSTAMP:20261123T010203Z\r\n" in content
    assert b"LAST-MODIFIED:20261123T010203Z\r\n" in content
    assert made(replace(ENTRY, changed_at=ENTRY.changed_at.astimezone(SEOUL))) == content


@pytest.mark.parametrize(
    ("language", "summary"), [("ko", "[취소] 모란관"), ("en", "[Cancelled] 모란관")]
)
def test_cancelled_entry_says_so_in_status_and_title(language: str, summary: str) -> None:
    event = read(made(replace(ENTRY, cancelled=True, sequence=4), language=language))
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == summary
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SEQUENCE"] == 4
    assert event.uid == ENTRY.uid


def test_head_of_a_feed() -> None:
    content = ics.calendar(
        [ENTRY], name="성남시청, 예약", language="ko", refresh=timedelta(hours=1)
    )
    lines = content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    for line in (
        "VERSION:2.0",
        f"PRODID:{ics.PRODUCT}",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:성남시청\\, 예약",
        "NAME:성남시청\\, 예약",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Seoul",
    ):
        assert line in lines


def test_attachment_asks_nobody_to_come_back() -> None:
    assert b"REFRESH" not in made(ENTRY)
    assert b"TTL" not in made(ENTRY)


def test_empty_calendar_and_empty_texts() -> None:
    assert Calendar.from_ical(made()).events == []
    event = read(made(replace(ENTRY, description="", location="", url="")))
    assert "DESCRIPTION" not in event
    assert "URL" not in event


def test_entry_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="must end after"):
        made(replace(ENTRY, ends_at=ENTRY.starts_at))


@pytest.mark.parametrize(
    ("language", "summary"), [("ko", "[연기] 모란관"), ("en", "[Postponed] 모란관")]
)
def test_postponed_entry_has_a_mark_of_its_own_and_takes_no_time(
    language: str, summary: str
) -> None:
    event = read(made(replace(ENTRY, postponed=True), language=language))
    assert event["SUMMARY"] == summary
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_all_day_entry_has_days_and_its_end_is_the_day_after() -> None:
    whole = replace(
        ENTRY,
        starts_at=datetime(2026, 12, 4, 15, tzinfo=UTC),  # midnight in Seoul
        ends_at=datetime(2026, 12, 7, 15, tzinfo=UTC),
        all_day=True,
    )
    content = made(whole)
    assert b"DTSTART;VALUE=DATE:20261205\r\n" in content
    assert b"DTEND;VALUE=DATE:20261208\r\n" in content
    assert read(content).duration == timedelta(days=3)


@pytest.mark.parametrize("hours", [0, 1])
def test_all_day_entry_that_has_hours_is_refused(hours: int) -> None:
    midnight = datetime(2026, 12, 4, 15, tzinfo=UTC) + timedelta(hours=hours)
    ends_at = midnight + timedelta(hours=47)
    with pytest.raises(ValueError, match="at midnight"):
        made(replace(ENTRY, starts_at=midnight, ends_at=ends_at, all_day=True))


def test_categories_are_told_one_by_one() -> None:
    content = made(replace(ENTRY, categories=("시장", "가족, 어린이")))
    assert "CATEGORIES:시장,가족\\, 어린이\r\n".encode() in content


def test_a_calendar_is_written_entry_by_entry() -> None:
    """Nobody reads the second before the first is written."""
    asked: list[int] = []

    def entries() -> Iterator[ics.Entry]:
        for number in range(3):
            asked.append(number)
            yield ENTRY

    pieces = ics.written(entries(), name="달력", language="ko")
    assert next(pieces).startswith(b"BEGIN:VCALENDAR\r\n")
    assert asked == []
    assert next(pieces).startswith(b"BEGIN:VEVENT\r\n")
    assert asked == [0]
    assert b"".join(pieces).endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_the_address_that_opens_a_calendar_application() -> None:
    assert ics.webcal("https://example.kr/events.ics?place=plaza") == (
        "webcal://example.kr/events.ics?place=plaza"
    )


def by_the_library(*entries: ics.Entry) -> bytes:
    """The same calendar as the icalendar library writes it."""
    calendar = ics.head(name="성남시청 예약", method="PUBLISH", refresh=None)
    for entry in entries:
        calendar.add_component(event_of(entry))
    return bytes(calendar.to_ical())


def event_of(entry: ics.Entry) -> Event:
    """An entry as the library has it."""
    event = Event()
    event.add("uid", vText(plain(entry.uid)))
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    if entry.all_day:
        event.add("dtstart", entry.starts_at.astimezone(SEOUL).date())
        event.add("dtend", entry.ends_at.astimezone(SEOUL).date())
    else:
        event.add("dtstart", entry.starts_at.astimezone(SEOUL))
        event.add("dtend", entry.ends_at.astimezone(SEOUL))
    event.add("summary", vText(ics.mark_of(entry, "ko") + plain(entry.summary)))
    off = entry.cancelled or entry.postponed
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    for key, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(key, vText(plain(text)))
    if entry.categories:
        event.add("categories", [plain(one) for one in entry.categories])
    if entry.url:
        event.add("url", vUri(plain(entry.url).replace("\n", "")))
    return event


usual = st.text(st.sampled_from("가힣각 한글a,;:\\^\"'nN\n\r\t🎪👨‍👩‍👧é"), max_size=400)
texts = usual | anything
midnights = st.integers(0, 5000).map(
    lambda number: datetime(2026, 1, 1, 15, tzinfo=UTC) + timedelta(days=number)
)


@given(
    st.tuples(texts, texts, texts, texts, texts),
    st.lists(usual, max_size=3),
    st.sampled_from(["stands", "cancelled", "postponed"]),
    moments,
    st.integers(1, 10_000),
)
@settings(max_examples=300)
def test_the_bytes_are_those_of_the_library(
    told: tuple[str, ...], categories: list[str], state: str, starts_at: datetime, minutes: int
) -> None:
    uid, summary, description, location, url = told
    entry = replace(
        ENTRY,
        uid=uid,
        summary=summary,
        description=description,
        location=location,
        url=url,
        categories=tuple(categories),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        cancelled=state == "cancelled",
        postponed=state == "postponed",
    )
    assert made(entry, ENTRY) == by_the_library(entry, ENTRY)


@given(midnights, st.integers(1, 400))
def test_the_days_are_those_of_the_library(starts_at: datetime, days: int) -> None:
    entry = replace(
        ENTRY, starts_at=starts_at, ends_at=starts_at + timedelta(days=days), all_day=True
    )
    assert made(entry) == by_the_library(entry)


@given(anything, anything, anything, st.booleans())
def test_any_text_makes_short_lines_that_read_back(
    summary: str, description: str, url: str, cancelled: bool
) -> None:
    entry = replace(ENTRY, summary=summary, description=description, url=url, cancelled=cancelled)
    content = made(entry)
    assert content.endswith(b"\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        line.decode()  # a sign is never cut in two
        assert not any(byte < 0x20 or byte == 0x7F for byte in line)
    event = read(content)
    mark = "[취소] " if cancelled else ""
    assert event["SUMMARY"] == mark + plain(summary)
    assert event.get("DESCRIPTION", "") == plain(description)
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")
    assert len(Calendar.from_ical(content).events) == 1


@given(moments, st.integers(1, 10_000), st.integers(0, 2**31 - 1))
def test_any_moment_reads_back(starts_at: datetime, minutes: int, sequence: int) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    event = read(made(replace(ENTRY, starts_at=starts_at, ends_at=ends_at, sequence=sequence)))
    assert (event.start, event.end, event["SEQUENCE"]) == (starts_at, ends_at, sequence)

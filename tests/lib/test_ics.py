"""Calendar files: what goes in comes out, in lines that every reader takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from lib import ics
from lib.clock import SEOUL

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
    assert event["SUMMARY"] == mark + ics._clean(summary)
    assert event.get("DESCRIPTION", "") == ics._clean(description)
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")
    assert len(Calendar.from_ical(content).events) == 1


@given(moments, st.integers(1, 10_000), st.integers(0, 2**31 - 1))
def test_any_moment_reads_back(starts_at: datetime, minutes: int, sequence: int) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    event = read(made(replace(ENTRY, starts_at=starts_at, ends_at=ends_at, sequence=sequence)))
    assert (event.start, event.end, event["SEQUENCE"]) == (starts_at, ends_at, sequence)

"""Calendars that somebody else wrote: read by a process of its own, within bounds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from lib import fetching, ics_engine, ics_reading
from lib.ics_entry import Found
from lib.ics_reading import Read, UnreadCalendar

SINCE = datetime(2026, 11, 23, 3, tzinfo=UTC)  # noon in Seoul
UNTIL = SINCE + timedelta(days=366)
ONCE = (
    "UID:one@example.org",
    "DTSTART;TZID=Asia/Seoul:20261212T130000",
    "DTEND;TZID=Asia/Seoul:20261212T160000",
    "SUMMARY:벼룩시장",
)


def calendar(*entries: tuple[str, ...], head: str = "") -> bytes:
    """A calendar of these entries, each a tuple of lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//KO", *head.split("\n")]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry, "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode()


def read(content: bytes, **given: Any) -> Read:
    return ics_reading.read(SINCE, UNTIL, content=content, **given)


def in_process(*entries: tuple[str, ...], head: str = "") -> list[Found]:
    """The same without a process around it: quicker, for what is about times and texts."""
    text = ics_engine.text_of(calendar(*entries, head=head), "")
    return ics_engine.found_in(ics_engine.calendar_of(text), SINCE, UNTIL)[0]


def times(found: list[Found]) -> list[tuple[str, str, bool]]:
    return [(one.starts_at[:16], one.ends_at[:16], one.is_all_day) for one in found]


def reason_of(content: bytes, **given: Any) -> str:
    with pytest.raises(UnreadCalendar) as raised:
        read(content, **given)
    return raised.value.reason


def test_an_entry_with_all_that_it_says() -> None:
    found = read(
        calendar(
            (
                *ONCE,
                "DESCRIPTION:물건을 나눕니다.\\n비가 오면 쉽니다.",
                "LOCATION:시청  앞",
                "URL:https://example.org/market",
                "CATEGORIES:market,장터",
                "ORGANIZER;CN=마을모임:mailto:someone@example.org",
                "ATTENDEE:mailto:else@example.org",
            )
        )
    ).found
    assert found == [
        {
            "uid": "one@example.org",
            "occurrence": "",
            "title": "벼룩시장",
            "text": "물건을 나눕니다.\n비가 오면 쉽니다.",
            "location": "시청 앞",
            "organiser": "마을모임",
            "url": "https://example.org/market",
            "categories": ["market", "장터"],
            "starts_at": "2026-12-12T04:00:00+00:00",
            "ends_at": "2026-12-12T07:00:00+00:00",
            "is_all_day": False,
            "is_cancelled": False,
        }
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261212T040000Z", "DURATION:PT3H"), ("04:00", "07:00")),
        (("DTSTART:20261212T130000", "DTEND:20261212T160000"), ("04:00", "07:00")),
        (("DTSTART;TZID=Europe/Berlin:20261212T050000", "DURATION:PT3H"), ("04:00", "07:00")),
        (("DTSTART;TZID=Korea Standard Time:20261212T130000",), ("04:00", "05:00")),
        (("DTSTART:20261212T130059", "DTEND:20261212T160030"), ("04:00", "07:00")),
        (("DTSTART:20261212T130000", "DTEND:20261212T130000"), ("04:00", "05:00")),
    ],
)
def test_times_in_seoul(lines: tuple[str, ...], expected: tuple[str, str]) -> None:
    starts, ends = expected
    assert times(in_process(("UID:a", *lines))) == [
        (f"2026-12-12T{starts}", f"2026-12-12T{ends}", False)
    ]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART;VALUE=DATE:20261212",), 1),
        (("DTSTART;VALUE=DATE:20261212", "DTEND;VALUE=DATE:20261215"), 3),
        (("DTSTART;VALUE=DATE:20261212", "DURATION:P2D"), 2),
        (("DTSTART;VALUE=DATE:20261212", "DTEND;VALUE=DATE:20261212"), 1),
    ],
)
def test_days_are_from_midnight_to_midnight(lines: tuple[str, ...], days: int) -> None:
    found = times(in_process(("UID:a", *lines)))
    assert found == [("2026-12-11T15:00", f"2026-12-{11 + days}T15:00", True)]


def test_a_rule_gives_its_dates_with_moved_and_left_out_ones() -> None:
    rule = (*ONCE, "RRULE:FREQ=MONTHLY;BYDAY=2SA;COUNT=4", "EXDATE;TZID=Asia/Seoul:20270109T130000")
    moved = (
        "UID:one@example.org",
        "RECURRENCE-ID;TZID=Asia/Seoul:20270213T130000",
        "DTSTART;TZID=Asia/Seoul:20270220T140000",
        "DTEND;TZID=Asia/Seoul:20270220T160000",
        "SUMMARY:옮긴 벼룩시장",
    )
    found = in_process(rule, moved)
    assert [(one.occurrence, one.starts_at[:16], one.title) for one in found] == [
        ("20261212T040000Z", "2026-12-12T04:00", "벼룩시장"),
        ("20270213T040000Z", "2027-02-20T05:00", "옮긴 벼룩시장"),
        ("20270313T040000Z", "2027-03-13T04:00", "벼룩시장"),
    ]


def test_a_rule_without_end_is_read_for_a_year() -> None:
    found = in_process((*ONCE, "RRULE:FREQ=WEEKLY"))
    assert len(found) == 50
    assert len({one.occurrence for one in found}) == 50


def test_what_goes_on_for_days_is_met_once_whenever_it_begins() -> None:
    days = [date(2026, 11, 24) + timedelta(days=number) for number in range(70)]
    entries = [
        (f"UID:{day}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", "DURATION:P3D", "SUMMARY:축제")
        for day in days
    ]
    assert [one.uid for one in in_process(*entries)] == [str(day) for day in days]
    rule = ("UID:rule", "DTSTART;VALUE=DATE:20261124", "DURATION:P3D", "RRULE:FREQ=DAILY;COUNT=70")
    found = in_process(rule)
    assert [one.occurrence for one in found] == [f"{day:%Y%m%d}" for day in days]


def test_what_is_over_or_far_is_not_read() -> None:
    before = ("UID:b", "DTSTART:20261120T100000Z", "DTEND:20261120T110000Z")
    during = ("UID:d", "DTSTART:20261120T100000Z", "DTEND:20261124T110000Z")
    far = ("UID:f", "DTSTART:20280120T100000Z", "DTEND:20280120T110000Z")
    assert [one.uid for one in in_process(before, during, far)] == ["d"]


def test_what_is_of_no_use_is_counted() -> None:
    found = read(
        calendar(
            ONCE,
            ("UID:no-time", "SUMMARY:언제"),
            ("DTSTART:20261212T130000", "SUMMARY:누구"),
            ("UID:odd", "DTSTART:soon", "SUMMARY:곧"),
            ("UID:long", "DTSTART:20261212T130000", "DTEND:20290101T000000"),
            ("UID:never", "DTSTART;VALUE=DATE:99991231"),
        )
    )
    assert [one["uid"] for one in found.found] == ["one@example.org"]
    assert found.no_use == {ics_engine.WITHOUT_TIME: 4, ics_engine.TOO_LONG: 1}


@pytest.mark.parametrize("kept_from", ["PRIVATE", "CONFIDENTIAL", "private", "X-OURS"])
def test_what_is_not_for_everyone_is_only_counted(kept_from: str) -> None:
    own = ("UID:own", *ONCE[1:], f"CLASS:{kept_from}", "RRULE:FREQ=DAILY;COUNT=3")
    found = read(calendar((*ONCE, "CLASS:PUBLIC"), own))
    assert [one["uid"] for one in found.found] == ["one@example.org"]
    assert found.no_use == {ics_engine.HIDDEN: 3}


def test_a_date_of_a_public_rule_that_is_private_is_not_told() -> None:
    private = (
        "UID:one@example.org",
        "RECURRENCE-ID;TZID=Asia/Seoul:20261213T130000",
        "DTSTART;TZID=Asia/Seoul:20261213T130000",
        "CLASS:PRIVATE",
    )
    found = in_process((*ONCE, "RRULE:FREQ=DAILY;COUNT=3"), private)
    assert [one.starts_at[:10] for one in found] == ["2026-12-12", "2026-12-14"]


def test_signs_that_turn_the_text_are_let_go() -> None:
    turned = "\u202e가\u2066나"
    (found,) = in_process(
        (
            *ONCE[:3],
            f"SUMMARY:{turned}",
            f"DESCRIPTION:{turned}",
            f"LOCATION:{turned}",
            f"CATEGORIES:{turned}",
            f"ORGANIZER;CN={turned}:mailto:someone@example.org",
        )
    )
    texts = [found.title, found.text, found.location, found.organiser, *found.categories]
    assert texts == ["가나"] * 5


def test_texts_are_cut_and_cleaned() -> None:
    (found,) = in_process(
        (
            *ONCE[:3],
            f"SUMMARY:{'가' * 200}",
            "LOCATION:a\x07b",
            "URL:javascript:alert(1)",
            "ORGANIZER;CN=someone@example.org:mailto:someone@example.org",
        )
    )
    assert found.title == f"{'가' * 149}…"
    assert (found.location, found.url, found.organiser) == ("ab", "", "")


def test_several_calendars_in_a_file_are_one() -> None:
    other = tuple(line.replace("one@", "two@") for line in ONCE)
    content = calendar(ONCE) + calendar(other)
    text = ics_engine.text_of(content, "")
    found, _no_use = ics_engine.found_in(ics_engine.calendar_of(text), SINCE, UNTIL)
    assert [one.uid for one in found] == ["one@example.org", "two@example.org"]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"hello", b"<!DOCTYPE html><html></html>", bytes(2000), b"\x89PNG\r\n\x1a\n"),
        *(b"PK\x03\x04" + bytes(500), b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"BEGIN:VCALENDAR\r\n" * 99),
    ],
)
def test_what_is_no_calendar(content: bytes) -> None:
    with pytest.raises(ics_engine.BadCalendar) as raised:
        ics_engine.calendar_of(ics_engine.text_of(content, ""))
    assert raised.value.reason == ics_engine.NOT_A_CALENDAR


def test_an_encoding_is_what_the_file_and_its_sender_say() -> None:
    text = calendar(ONCE).decode()
    korean = text.encode("cp949")
    for charset in ("", "utf-8", "iso-8859-1"):
        with pytest.raises(ics_engine.BadCalendar) as raised:
            ics_engine.text_of(korean, charset)
        assert raised.value.reason == ics_engine.ENCODING
    assert ics_engine.text_of(korean, "euc-kr") == text
    assert ics_engine.text_of(text.encode(), "euc-kr") == text  # it lies, and is understood
    assert ics_engine.text_of(text.encode("utf-8-sig"), "") == text
    with pytest.raises(ics_engine.BadCalendar):
        ics_engine.text_of(text.encode("utf-16"), "utf-8")


@pytest.mark.parametrize(("charset", "encoding"), [("", "utf-8"), ("euc-kr", "cp949")])
def test_no_encoding_has_the_sign_of_nothing_in_its_texts(charset: str, encoding: str) -> None:
    content = calendar(ONCE).decode().encode(encoding).replace(b"one@", b"one\0@")
    with pytest.raises(ics_engine.BadCalendar) as raised:
        ics_engine.text_of(content, charset)
    assert raised.value.reason == ics_engine.ENCODING


def test_a_name_that_cannot_be_kept_as_it_is_has_a_form_that_stays() -> None:
    """Alike in all that a column holds, or but for a sign that nobody sees: they stay two."""
    names = ["x" * 255 + "1", "x" * 255 + "2", "a\x07b", "ab", "x" * 255]
    entries = [(f"UID:{name}", *ONCE[1:]) for name in names]
    found = [one.uid for one in in_process(*entries)]
    assert len(set(found)) == len(names)
    assert {"ab", "x" * 255} <= set(found)
    assert all(one.isprintable() and len(one) <= 255 for one in found)
    assert found == [one.uid for one in in_process(*reversed(entries))]


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;COUNT=100000"),
        "FREQ=DAILY;BYHOUR=1,2,3,4",
    ],
)
def test_more_dates_than_anybody_looks_at(rule: str) -> None:
    assert reason_of(calendar((*ONCE, f"RRULE:{rule}"))) == ics_engine.TOO_MANY_DATES


def test_a_hundred_thousand_entries() -> None:
    entries = tuple((f"UID:{number}", "DTSTART:20261212T130000Z") for number in range(100_000))
    assert reason_of(calendar(*entries)) == ics_engine.TOO_MANY_DATES


def test_fifty_megabytes() -> None:
    content = calendar((*ONCE, "DESCRIPTION:" + "x" * 50_000_000))
    assert reason_of(content) == fetching.TOO_LARGE


def test_what_takes_more_than_it_may_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics_reading, "TIME_LIMIT", 0.01)
    assert reason_of(calendar(ONCE)) == ics_reading.TOO_MUCH


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.ics", "https://localhost/a.ics"])
def test_an_address_inside(address: str) -> None:
    assert reason_of(b"", address=address) == fetching.INSIDE


@pytest.mark.django_db(transaction=True)
def test_not_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        read(calendar(ONCE))

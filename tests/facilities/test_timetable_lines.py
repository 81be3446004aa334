"""A week's sessions as lines that people write, read and written back."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.models import Facility, WeeklySession
from facilities.timetable_lines import days_and_times, line_of, weekly_sessions

FACILITY = Facility(slug="play")


def read(line: str) -> list[WeeklySession]:
    return list(weekly_sessions(FACILITY, line))


def can_be_read(line: str) -> bool:
    try:
        return bool(read(line))
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("line", "weekdays"),
    [
        ("Tue-Sat 10:00-12:00 7+7", [1, 2, 3, 4, 5]),
        ("Mon 10:00-12:00 7+7", [0]),
        ("Mon-Sun 10:00-12:00 7+7", [0, 1, 2, 3, 4, 5, 6]),
        ("화-토 10:00-12:00 7+7", [1, 2, 3, 4, 5]),
        ("일 10:00-12:00 7+7", [6]),
        ("  Tue-Tue   10:00-12:00  7+7 ", [1]),
    ],
)
def test_days_are_read_in_both_languages(line: str, weekdays: list[int]) -> None:
    rows = read(line)
    assert [row.weekday for row in rows] == weekdays
    assert {(row.starts_at, row.ends_at) for row in rows} == {(time(10), time(12))}
    assert {(row.places, row.door_places) for row in rows} == {(7, 7)}


@pytest.mark.parametrize(
    ("numbers", "shares"), [("48", (48, 0)), ("1+0", (1, 0)), ("7+12", (7, 12))]
)
def test_places_to_book_and_places_of_the_door(numbers: str, shares: tuple[int, int]) -> None:
    (row,) = read(f"Mon 10:00-10:50 {numbers}")
    assert (row.places, row.door_places) == shares
    assert row.ends_at == time(10, 50)


def test_a_line_may_hold_for_some_days_only() -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    (row,) = weekly_sessions(FACILITY, "Wed 10:00-12:00 7", first, last)
    assert (row.valid_from, row.valid_until) == (first, last)
    assert not row.is_on(date(2026, 11, 25))
    assert row.is_on(date(2026, 12, 2))
    assert not row.is_on(date(2026, 12, 3))
    assert row.is_on(date(2026, 12, 30))
    assert not row.is_on(date(2027, 1, 6))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Tue",
        "Tue 10:00-12:00",
        "10:00-12:00 7+7",
        "Tue 10:00 7",
        "Tue 10:00-12:00-14:00 7",
        "Tue 12:00-10:00 7",
        "Tue 10:00-10:00 7",
        "Sat-Tue 10:00-12:00 7",
        "tue 10:00-12:00 7",
        "Dienstag 10:00-12:00 7",
        "월요일 10:00-12:00 7",
        "-Tue 10:00-12:00 7",
        "Tue 10-12 7",
        "Tue 1000-1200 7",
        "Tue 9:00-12:00 7",
        "Tue 10:00-24:00 7",
        "Tue 10:00-25:00 7",
        "Tue 10:00:30-12:00 7",
        "Tue 10:00Z-12:00Z 7",
        "Tue 10:00+09:00-12:00 7",
        "Tue 10:05-12:00 7",  # off the grid: nobody could find it among the starts
        "Tue 10:00–12:00 7",
        "Tue 10:00-12:00 0",
        "Tue 10:00-12:00 0+7",
        "Tue 10:00-12:00 -7",
        "Tue 10:00-12:00 7+",
        "Tue 10:00-12:00 7+-1",
        "Tue 10:00-12:00 +7",
        "Tue 10:00-12:00 7 + 7",
        "Tue 10:00-12:00 7.5",
        "Tue 10:00-12:00 1_0",
        "Tue 10:00-12:00 ٧",
        "Tue 10:00-12:00 10000",
        "Tue 10:00-12:00 7+10000",
        "Tue 10:00-12:00 many",
        "Tue\x0010:00-12:00 7",
    ],
)
def test_anything_else_is_refused(line: str) -> None:
    assert not can_be_read(line)


def test_hours_are_read_by_the_same_rule() -> None:
    assert days_and_times("Mon-Fri 09:00-18:00") == (range(5), time(9), time(18))


quarter = st.integers(0, 94).map(lambda number: time(number * 15 // 60, number * 15 % 60))


@given(
    weekday=st.integers(0, 6),
    starts_at=quarter,
    minutes=st.integers(1, 59),
    places=st.integers(1, 9999),
    door_places=st.integers(0, 9999),
    korean=st.booleans(),
)
def test_what_is_written_is_read_back(
    weekday: int, starts_at: time, minutes: int, places: int, door_places: int, korean: bool
) -> None:
    until = starts_at.hour * 60 + starts_at.minute + minutes
    row = WeeklySession(
        weekday=weekday,
        starts_at=starts_at,
        ends_at=time(min(until, 1439) // 60, min(until, 1439) % 60),
        places=places,
        door_places=door_places,
    )
    (back,) = read(line_of(row, korean=korean))
    names = ("weekday", "starts_at", "ends_at", "places", "door_places")
    assert [getattr(back, name) for name in names] == [getattr(row, name) for name in names]


@pytest.mark.parametrize(
    ("other", "apart", "do_overlap"),
    [
        ("Tue 11:45-13:00 7", 0, True),
        ("Tue 12:00-13:00 7", 0, False),
        ("Tue 08:00-10:00 7", 0, False),
        ("Tue 10:30-11:00 7", 0, True),
        ("Wed 10:00-12:00 7", 0, False),
        ("Tue 12:00-13:00 7", 30, True),
        ("Tue 12:15-13:00 7", 30, True),
        ("Tue 12:30-13:00 7", 30, False),
        ("Tue 08:00-09:45 7", 30, True),
        ("Tue 08:00-09:30 7", 30, False),
        ("Wed 12:00-13:00 7", 30, False),
    ],
)
def test_two_sessions_overlap_or_stand_too_close(other: str, apart: int, do_overlap: bool) -> None:
    (one,), (two,) = read("Tue 10:00-12:00 7"), read(other)
    assert one.overlaps(two, apart) is two.overlaps(one, apart) is do_overlap


def test_sessions_that_are_never_in_force_together_do_not_overlap() -> None:
    (one,) = weekly_sessions(FACILITY, "Tue 10:00-12:00 7", None, date(2026, 11, 30))
    (two,) = weekly_sessions(FACILITY, "Tue 10:00-12:00 7", date(2026, 12, 1))
    (three,) = weekly_sessions(FACILITY, "Tue 10:00-12:00 7", date(2026, 11, 30))
    assert not one.overlaps(two)
    assert one.overlaps(three)

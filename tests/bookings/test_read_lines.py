"""The lines of a new timetable: read, or refused with the line that is meant."""

from datetime import date

import pytest

from bookings.retime import read_lines
from facilities.models import Building, Facility
from tests.bookings.door import code_of

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def fitness(city_hall: Building) -> Facility:
    return Facility.objects.get(slug="fitness")


@pytest.mark.parametrize(
    "line",
    ["Wednesday at ten", "Wed 10:00-12:00", "Wed 12:00-10:00 5", "Wed 10:00+09:00-12:00 5"],
)
def test_a_line_that_cannot_be_read_is_named(fitness: Facility, line: str) -> None:
    lines = f"Tue 10:00-12:00 5\n{line}"
    assert code_of(lambda: read_lines(fitness, lines, TOMORROW, None)) == "timetable_unreadable"


@pytest.mark.parametrize(
    ("lines", "is_refused"),
    [
        ("Wed 10:00-12:00 5\nMon-Fri 11:45-13:00 5", True),
        ("Wed 10:00-12:00 5\nWed 10:00-12:00 5", True),
        ("Wed 10:00-12:00 5\nWed 12:00-13:00 5", False),
        ("Wed 10:00-12:00 5\nThu 11:00-13:00 5", False),
    ],
)
def test_sessions_that_overlap_are_refused(fitness: Facility, lines: str, is_refused: bool) -> None:
    if is_refused:
        code = code_of(lambda: read_lines(fitness, lines, TOMORROW, None))
        assert code == "timetable_overlaps"
    else:
        assert read_lines(fitness, lines, TOMORROW, None)


def test_the_cleaning_between_two_sessions_is_part_of_the_first(city_hall: Building) -> None:
    """Without time for it the second could not be: that is said, not found out."""
    play = Facility.objects.get(slug="play")
    close = "Wed 10:00-12:00 7\nWed 12:00-14:00 7"
    assert code_of(lambda: read_lines(play, close, TOMORROW, None)) == "sessions_too_close"
    assert read_lines(play, "Wed 10:00-12:00 7\nWed 12:30-14:00 7", TOMORROW, None)

"""Where a programme is when its event has moved."""

from datetime import date, timedelta

import pytest

from events.moved_programme import moved_programme
from events.wanted import ItemWanted
from lib.spans import Span
from tests.places import at_seoul, span

DAY, LATER = date(2026, 12, 18), date(2026, 12, 28)
pytestmark = pytest.mark.once


def item(starts: str, ends: str = "", day: date = DAY) -> ItemWanted:
    return ItemWanted(at_seoul(day, starts), at_seoul(day, ends) if ends else None, "기념식")


def on(starts: str, ends: str, day: date = DAY) -> Span:
    return span(day, starts, ends)


@pytest.mark.parametrize(
    ("before", "after", "items", "moved"),
    [
        # As a whole: by as much, also to another day and with another length.
        (on("10:00", "16:00"), on("14:00", "18:00"), [item("10:00")], [item("14:00")]),
        (
            on("10:00", "16:00"),
            on("10:00", "16:00", LATER),
            [item("10:00", "11:00"), item("15:00")],
            [item("10:00", "11:00", LATER), item("15:00", "", LATER)],
        ),
        # What has no room is cut off, or falls away.
        (
            on("10:00", "16:00"),
            on("14:00", "18:00"),
            [item("13:00", "15:00"), item("14:30", "16:00"), item("16:00")],
            [item("17:00", "18:00")],
        ),
        # Only one end is another: the rest stays.
        (
            on("10:00", "16:00"),
            on("10:00", "14:00"),
            [item("10:00"), item("13:00", "15:00"), item("15:00", "16:00")],
            [item("10:00"), item("13:00", "14:00")],
        ),
        (
            on("10:00", "16:00"),
            on("12:00", "16:00"),
            [item("11:00", "13:00"), item("15:00")],
            [item("12:00", "13:00"), item("15:00")],
        ),
    ],
)
def test_of_one_day(
    before: Span, after: Span, items: list[ItemWanted], moved: list[ItemWanted]
) -> None:
    assert moved_programme(items, [before], [after]) == tuple(moved)


def test_of_days_apart_each_has_its_own() -> None:
    first, second = on("10:00", "16:00"), on("10:00", "16:00", LATER)
    items = [item("11:00"), item("12:00", "", LATER)]
    next_day = LATER + timedelta(days=1)
    # One of them moved.
    moved = moved_programme(items, [first, second], [first, on("14:00", "18:00", next_day)])
    assert moved == (item("11:00"), item("16:00", "", next_day))
    # One of them is called off.
    assert moved_programme(items, [first, second], [second]) == (item("12:00", "", LATER),)
    assert moved_programme(items, [first, second], [first]) == (item("11:00"),)
    # Another is added.
    assert moved_programme(items[:1], [first], [first, second]) == (item("11:00"),)
    # One was between the days.
    between = item("10:00", "", DAY + timedelta(days=3))
    assert moved_programme([between], [first, second], [first]) == ()

"""Rows of visits in what is typed: whatever is done to one, the others stay as they were."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.rows import (
    Kept,
    added,
    number_of_rows,
    on_day,
    repeated,
    rows_of,
    with_rows,
    with_zones,
    without,
    zones_at_the_time,
)

ZONES = ["plaza-a", "plaza-b", "plaza-c"]
WHOLE = "plaza"
MORNING = {"day": "2026-12-18", "starts": "09:00", "ends": "13:00", "last_day": ""}
HALL = {"facility": "onnuri", **MORNING, "people": "300"}

FIELDS = ("facility", "day", "starts", "ends", "last_day", "people", "setup_minutes")
ROWS = st.lists(st.fixed_dictionaries({name: st.text(max_size=12) for name in FIELDS}), max_size=8)


def of(*rows: dict[str, str], **more: str) -> Kept:
    return with_rows({name.replace("_", "-"): [value] for name, value in more.items()}, rows)


@given(ROWS)
def test_rows_come_back_as_they_were_typed(rows: list[dict[str, str]]) -> None:
    typed = with_rows({"title": ["장터"], "visit-7-day": ["old"]}, rows)
    assert rows_of(typed) == rows
    assert typed["title"] == ["장터"]


@given(ROWS)
def test_a_row_more_is_at_the_end(rows: list[dict[str, str]]) -> None:
    after = rows_of(added(of(*rows)))
    assert after[:-1] == rows
    assert after[-1]["facility"] == ""


@given(ROWS, st.integers(-2, 9))
def test_taking_one_out_leaves_the_others(rows: list[dict[str, str]], number: int) -> None:
    left = rows_of(without(of(*rows), number))
    assert left == [row for at, row in enumerate(rows) if at != number]


@given(ROWS, st.integers(-2, 9), st.sampled_from(["day", "week", "?"]), st.integers(0, 30))
def test_a_row_is_repeated_after_itself(
    rows: list[dict[str, str]], number: int, every: str, times: int
) -> None:
    after = rows_of(repeated(of(*rows), number, every, times))
    if not 0 <= number < len(rows):
        assert after == rows
        return
    assert after[: number + 1] == rows[: number + 1]
    assert after[number + 1 + times :] == rows[number + 1 :]


@pytest.mark.parametrize(("every", "days"), [("day", 1), ("week", 7)])
def test_each_is_a_day_or_a_week_later(every: str, days: int) -> None:
    night = HALL | {"last_day": "2026-12-19"}
    after = rows_of(repeated(of(night), 0, every, 2))
    first = date(2026, 12, 18)
    assert [row["day"] for row in after] == [
        (first + timedelta(days=days * count)).isoformat() for count in range(3)
    ]
    assert after[2]["last_day"] == (first + timedelta(days=2 * days + 1)).isoformat()


def test_the_end_of_time_stops_nothing() -> None:
    assert (
        rows_of(repeated(of(HALL | {"day": "9999-12-31"}), 0, "day", 1))[1]["day"] == "9999-12-31"
    )


def test_on_another_day_it_is_as_long_as_it_was() -> None:
    (moved,) = rows_of(on_day(of(HALL | {"last_day": "2026-12-20"}), 0, date(2027, 1, 8)))
    assert (moved["day"], moved["last_day"]) == ("2027-01-08", "2027-01-10")
    (named,) = rows_of(on_day(of(HALL | {"day": "some day"}), 0, date(2027, 1, 8)))
    assert named["day"] == "2027-01-08"


@pytest.mark.parametrize("number", ["", "-1", "two", "²", "9" * 40, "101"])
def test_a_number_of_rows_that_cannot_be_meant(number: str) -> None:
    assert number_of_rows({"visit-TOTAL_FORMS": [number]}) in {0, 100}


# Zones of the plan ------------------------------------------------------------------------------


def chosen_from(typed: Kept, *chosen: str) -> list[tuple[str, str]]:
    rows = rows_of(with_zones(typed, chosen, ZONES, WHOLE))
    return [(row["facility"], row["day"]) for row in rows]


def test_zones_stand_at_the_time_beside_the_plan() -> None:
    typed = of(HALL, zone_day="2026-12-24", zone_starts="10:00", zone_ends="16:00")
    after = with_zones(typed, ["plaza-b"], ZONES, WHOLE)
    row = rows_of(after)[1]
    assert row["facility"] == "plaza-b"
    assert (row["day"], row["starts"], row["ends"]) == ("2026-12-24", "10:00", "16:00")
    assert row["people"] == "300"
    assert rows_of(after)[0] == HALL
    assert zones_at_the_time(after, {*ZONES, WHOLE}) == ["plaza-b"]


def test_without_a_time_there_they_stand_at_that_of_the_last_row() -> None:
    assert chosen_from(of(HALL), "plaza-a") == [("onnuri", "2026-12-18"), ("plaza-a", "2026-12-18")]


def test_all_of_them_are_the_whole_in_one_row() -> None:
    typed = of(HALL | {"facility": "plaza-a"})
    assert chosen_from(typed, *ZONES) == [("plaza", "2026-12-18")]


def test_what_was_the_whole_can_be_parts_again() -> None:
    typed = of(HALL | {"facility": "plaza"})
    assert chosen_from(typed, "plaza-a", "plaza-c") == [
        ("plaza-a", "2026-12-18"),
        ("plaza-c", "2026-12-18"),
    ]


def test_rows_of_zones_at_other_times_stay() -> None:
    typed = of(
        {"facility": "plaza-a", **MORNING},
        {"facility": "plaza-a", **MORNING, "day": "2026-12-25"},
        zone_day="2026-12-25",
        zone_starts="09:00",
        zone_ends="13:00",
    )
    assert chosen_from(typed, "plaza-b") == [("plaza-a", "2026-12-18"), ("plaza-b", "2026-12-25")]


@pytest.mark.parametrize("facility", ["", "plaza", "plaza-c"])
def test_a_row_that_waited_for_its_time_is_taken(facility: str) -> None:
    typed = of(
        {"facility": facility, "day": "", "starts": ""},
        zone_day="2026-12-25",
        zone_starts="09:00",
        zone_ends="13:00",
    )
    assert zones_at_the_time(typed, {*ZONES, WHOLE}) == ([facility] if facility else [])
    assert chosen_from(typed, "plaza-a") == [("plaza-a", "2026-12-25")]


def test_without_a_facility_for_the_whole_all_zones_are_rows() -> None:
    rows = rows_of(with_zones(of(HALL), ZONES, ZONES, ""))
    assert [row["facility"] for row in rows] == ["onnuri", *ZONES]


def test_what_was_typed_around_a_zone_stays_with_it() -> None:
    zone = {"facility": "plaza-a", **MORNING, "people": "40", "setup_minutes": "90"}
    kept, new = rows_of(with_zones(of(zone), ["plaza-a", "plaza-b"], ZONES, WHOLE))
    assert kept == zone
    assert new == zone | {"facility": "plaza-b"}

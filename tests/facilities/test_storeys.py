"""The floors of the building, read from the words of the set-up."""

import pytest

from facilities.storeys import Wing, storey_of, wings_of


@pytest.mark.parametrize(
    ("floor", "storey"),
    [
        ("3층", ("", 3)),
        ("3rd floor", ("", 3)),
        ("동관 2층", ("동관", 2)),
        ("East wing, 2nd floor", ("East wing", 2)),
        ("지하 1층", ("", -1)),
        ("동관 지하 2층", ("동관", -2)),
        ("1st basement floor", ("", -1)),
        ("B1", ("", -1)),
        ("12층", ("", 12)),
        ("야외", None),
        ("Outdoors", None),
        ("0층", None),
        ("", None),
        ("2026년 3층", None),
    ],
)
def test_words_name_a_floor(floor: str, storey: tuple[str, int] | None) -> None:
    assert storey_of(floor) == storey


def test_a_wing_has_all_floors_between() -> None:
    assert wings_of(["3층", "동관 2층", "지하 1층", "야외", "3층"]) == [
        Wing("", (3, 2, 1, -1)),
        Wing("동관", (2, 1)),
    ]


def test_a_high_wing_stands_on_the_ground() -> None:
    assert wings_of(["9층"]) == [Wing("", tuple(range(9, 0, -1)))]
    assert wings_of(["야외"]) == []

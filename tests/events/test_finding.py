"""What is on soonest, where not all of it finds room."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from events.finding import soonest
from events.models import Event
from tests.events.many import lasting
from tests.events.samples import SATURDAY, festival, market, published
from tests.places import at_seoul

At = Callable[[datetime], None]


def titles(most: int) -> list[str]:
    return [one.title_en.partition(" ")[0] for one in soonest(Event.objects.announced(), most)]


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (1, ["Today"]),
        (2, ["Today", "Photographs"]),
        (3, ["Today", "Photographs", "Winter"]),
        (4, ["Today", "Photographs", "Photographs", "Winter"]),
        (5, ["Today", "Photographs", "Photographs", "Winter", "Later"]),
        (9, ["Today", *["Photographs"] * 4, "Winter", "Later"]),
    ],
)
def test_what_begins_today_then_what_goes_on_then_what_comes(
    officer: User, at: At, most: int, shown: list[str]
) -> None:
    lasting(4, SATURDAY - timedelta(days=7))
    published(officer, market(SATURDAY + timedelta(days=9), title_en="Later"))
    published(officer, festival(SATURDAY + timedelta(days=1)))
    published(officer, market(title_en="Today"))
    published(officer, market(SATURDAY - timedelta(days=1), title_en="Over"))
    at(at_seoul(SATURDAY, "09:00"))
    assert titles(most) == shown


def test_what_goes_on_has_all_the_room_where_nothing_comes(at: At) -> None:
    lasting(4, SATURDAY - timedelta(days=7))
    at(at_seoul(SATURDAY, "09:00"))
    assert titles(3) == ["Photographs"] * 3


def test_of_what_goes_on_the_one_that_ends_first_comes_first(at: At) -> None:
    [long] = lasting(1, SATURDAY - timedelta(days=9))
    [short] = lasting(1, SATURDAY - timedelta(days=7), days=8)
    at(at_seoul(SATURDAY, "09:00"))
    assert soonest(Event.objects.announced(), 2) == [short, long]

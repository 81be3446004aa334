"""`manage.py load_demo_events`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from events.models import Event, Picture
from events.planning import plan
from events.publication import Published
from tests.events.samples import market, slots
from tests.places import NOON

FAIR_DAY = (NOON + timedelta(days=24)).date()  # the Thursday in three weeks


@pytest.fixture(autouse=True)
def _demo(settings: Settings, tmp_path: Path, officer: User) -> None:
    settings.DEMO = True
    settings.PICTURES_DIR = tmp_path / "pictures"
    officer.is_demo = True
    officer.save()


def loaded() -> str:
    out = StringIO()
    call_command("load_demo_events", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("days", [2, 30, 60])
def test_on_whatever_day_nothing_is_in_the_way(days: int, at: Callable[[datetime], None]) -> None:
    """In two days the festival would fall on the weekend of the market."""
    at(NOON + timedelta(days=days))
    assert "left out" not in loaded()


def test_fair_market_and_festival_are_on() -> None:
    assert "left out" not in loaded()
    fair = Event.objects.get(title_en__startswith="Welfare fair")
    assert {one.facility.slug for one in fair.places.all()} == {
        "onnuri", "nuri-hall", "plaza", "moran",
    }  # fmt: skip
    markets = Event.objects.filter(category="market").order_by("starts_at")
    assert markets.count() == 10
    assert [one.moved_from is not None for one in markets].count(True) == 1
    festival = Event.objects.get(title_en__contains="festival")
    assert festival.places.count() == 3 * 4
    states = set(Event.objects.values_list("state", flat=True))
    assert states == {Published.PUBLISHED, Published.CANCELLED, Published.POSTPONED}
    assert all(one.title_en and one.text_en for one in Event.objects.all())
    drawn = Event.objects.filter(pictures__isnull=False)
    assert set(drawn) == {fair, festival, *markets}
    assert all(one.alt_ko and one.alt_en for one in Picture.objects.all())


def test_a_second_run_changes_nothing(at: Callable[[datetime], None]) -> None:
    loaded()
    before = list(Event.objects.values_list("pk", "revision")), slots()
    assert loaded() == ""
    at(NOON + timedelta(days=1))
    assert loaded() == ""
    assert (list(Event.objects.values_list("pk", "revision")), slots()) == before


def test_what_is_in_the_way_leaves_only_that_one_out(officer: User) -> None:
    plan(officer, market(FAIR_DAY, "plaza-c"))
    out = loaded()
    assert "Welfare fair (sample): left out." in out
    assert Event.objects.filter(title_en__contains="festival").exists()


def test_not_in_production(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        loaded()
    assert not Event.objects.exists()

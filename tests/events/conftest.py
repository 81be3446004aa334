"""What the tests of events have at hand: City Hall, the clock at a Monday noon, in Korean."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from facilities.models import Building
from lib import clock, pdf
from tests.places import NOON


@pytest.fixture(autouse=True)
def _monday_noon(city_hall: Building) -> Iterator[None]:
    """Every test begins at NOON (23 November 2026); `at` moves the clock."""
    with clock.stopped(NOON), translation.override("ko"):
        yield


@pytest.fixture(autouse=True)
def _no_poster_kept(settings: Settings, tmp_path: Path) -> None:
    settings.POSTERS_DIR = tmp_path / "posters"


@pytest.fixture
def posters_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each poster that is made, which is a file of one line then."""
    found: list[str] = []

    def note(html: str, **_told: Any) -> bytes:
        found.append(html)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", note)
    return found

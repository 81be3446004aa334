"""What the tests of events have at hand: City Hall, the clock at a Monday noon, in Korean."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from events import poster
from facilities.models import Building
from lib import clock, pdf
from tests.places import NOON


@pytest.fixture(autouse=True)
def _monday_noon(city_hall: Building) -> Iterator[None]:
    """Every test begins at NOON (23 November 2026); `at` moves the clock."""
    with clock.stopped(NOON), translation.override("ko"):
        yield


@pytest.fixture(autouse=True)
def _no_poster_kept() -> Iterator[None]:
    poster.printed.cache_clear()
    yield
    poster.printed.cache_clear()


@pytest.fixture
def posters_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each poster that is made, which is a file of one line then."""
    found: list[str] = []

    def note(html: str, **_told: Any) -> bytes:
        found.append(html)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", note)
    return found

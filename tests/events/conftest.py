"""What the tests of events have at hand: City Hall, the clock at a Monday noon, in Korean."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from facilities.models import Building
from lib import clock
from tests.places import NOON


@pytest.fixture(autouse=True)
def _monday_noon(city_hall: Building) -> Iterator[None]:
    """Every test begins at NOON (23 November 2026); `at` moves the clock."""
    with clock.stopped(NOON), translation.override("ko"):
        yield

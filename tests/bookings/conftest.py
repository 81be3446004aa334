"""What the tests of bookings have at hand: the clock held at a Monday morning."""

from collections.abc import Iterator

import pytest

from lib import clock
from tests.bookings.samples import NOW


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    """Every test begins at NOW; `at` moves it."""
    with clock.stopped(NOW):
        yield

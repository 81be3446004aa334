"""What the tests of applications have at hand: the clock held at a Monday morning."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from lib import clock
from tests.bookings.samples import NOW


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    """Every test begins at NOW and in Korean; `at` moves the one, a page in English the other."""
    with clock.stopped(NOW), translation.override("ko"):
        yield

"""What the tests of bookings have at hand: the clock held at a Monday morning."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from lib import clock
from tests.bookings.samples import NOW
from tests.bookings.unguarded import (
    bookings_without_key,
    key_forgotten,
    looks_before_the_lock,
    no_locks,
    slots_without_key,
)

__all__ = [
    "bookings_without_key",
    "key_forgotten",
    "looks_before_the_lock",
    "no_locks",
    "slots_without_key",
]


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    """Every test begins at NOW and in Korean; `at` moves the one, a page in English the other."""
    with clock.stopped(NOW), translation.override("ko"):
        yield

"""City Hall as the tests find it: loaded from its data file, with the public holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache

import pytest

from facilities import catalogue, data_file, loading, public_holidays
from facilities.catalogue import Listing
from facilities.models import Building, Holiday
from lib import clock
from lib.spans import Span

# A Monday noon: the suite's "now" where a test does not say another.
NOON = clock.seoul(date(2026, 11, 23), time(12))


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """What one test read into memory is not there for the next."""
    catalogue.forget()
    yield
    catalogue.forget()


@cache
def _holidays() -> dict[date, dict[str, object]]:
    return public_holidays.computed(2026, 2028)


@pytest.fixture
def city_hall(db: None) -> Building:
    """All spaces and facilities, their hours and policies, the holidays of 2026 to 2028."""
    loading.load_building(data_file.read())
    Holiday.objects.bulk_create(Holiday(day=day, **row) for day, row in _holidays().items())
    return Building.objects.get()


def listing(slug: str) -> Listing:
    """A facility as the rules see it."""
    found = catalogue.catalogue().listing(slug)
    assert found, slug
    return found


def at_seoul(day: date, clock_time: str) -> datetime:
    """A moment in Seoul: `at_seoul(day, "14:00")`."""
    return clock.seoul(day, time.fromisoformat(clock_time))


def span(day: date, starts: str, ends: str) -> Span:
    """A span of one day in Seoul: `span(day, "14:00", "16:00")`."""
    return Span(at_seoul(day, starts), at_seoul(day, ends))

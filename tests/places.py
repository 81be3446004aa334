"""City Hall as the tests find it: loaded from its data file, with the public holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

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


# City Hall as rows, once it was loaded: nearly every test wants it, and to work it out again took
# half of its time.
_rows: list[tuple[str, list[list[Any]]]] = []
_sequences: list[str] = []


@pytest.fixture
def city_hall(db: None) -> Building:
    """All spaces and facilities, their hours and policies, the holidays of 2026 to 2028."""
    if _rows:
        _put_back()
    else:
        loading.load_building(data_file.read())
        Holiday.objects.bulk_create(Holiday(day=day, **row) for day, row in _holidays().items())
        _keep()
    return Building.objects.get()


def _keep() -> None:
    models = list(apps.get_app_config("facilities").get_models(include_auto_created=True))
    for model in models:
        fields, table = model._meta.concrete_fields, model._meta.db_table
        rows = [
            [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            for row in model._base_manager.order_by("pk")
        ]
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        values = ", ".join(["%s"] * len(fields))
        if rows:
            _rows.append((f"INSERT INTO {table} ({names}) VALUES ({values})", rows))
    _sequences.extend(connection.ops.sequence_reset_sql(no_style(), models))


@transaction.atomic
def _put_back() -> None:
    """Under the same ids; what is made after them gets the next ones."""
    with connection.cursor() as cursor:
        for statement, rows in _rows:
            cursor.executemany(statement, rows)
        for statement in _sequences:
            cursor.execute(statement)


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

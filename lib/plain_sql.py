"""Statements in plain SQL, for the few reads that every request of a rush pays for.

Building a query by the ORM takes longer than the database takes to answer it: four times as long
where one small row is asked for. Both engines understand these statements; what differs between
them, how a moment is written and read, is here.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection


def rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the statement gives. Moments among the values are written as the engine keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_written(value) for value in values])
        return list(cursor.fetchall())


def moment(value: datetime | str) -> datetime:
    """A moment as it comes in a row, aware. SQLite keeps UTC without saying so, as a text."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value

"""The only caller of the clock. Times are kept in UTC and thought in Seoul."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

# Empty, but while a test holds the clock; the innermost hold counts.
_held: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held[-1] if _held else datetime.now(UTC)


def today() -> date:
    """The day it is in Seoul."""
    return now().astimezone(SEOUL).date()


def seoul(day: date, at: time) -> datetime:
    """The moment at which the clocks in Seoul show `at` on `day`, in UTC."""
    return datetime.combine(day, at, tzinfo=SEOUL).astimezone(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Hold the clock of this process at `at` (aware), for tests. All threads see it."""
    _held.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _held.pop()

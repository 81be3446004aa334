"""The only caller of the clock. Times are kept in UTC and thought in Seoul."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


def today() -> date:
    """The day it is in Seoul."""
    return now().astimezone(SEOUL).date()


def seoul(day: date, at: time) -> datetime:
    """The moment at which the clocks in Seoul show `at` on `day`, in UTC."""
    return datetime.combine(day, at, tzinfo=SEOUL).astimezone(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Hold the clock of this process at `at` (aware), for tests. All threads see it."""
    global _stopped_at
    before, _stopped_at = _stopped_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before

"""Spans of time on the grid of quarter hours: pure arithmetic, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open piece of time, aware: two that only touch do not overlap."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError(f"a span must end after it starts: {self.starts_at}, {self.ends_at}")

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds()) // 60

    def overlaps(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Span") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def widened(self, *, before: timedelta, after: timedelta) -> "Span":
        return Span(self.starts_at - before, self.ends_at + after)


def on_grid(moment: datetime) -> bool:
    """Does the moment fall on a full quarter hour?"""
    return moment.minute % 15 == 0 and moment.second == 0 and moment.microsecond == 0


def quarter_of(moment: datetime) -> datetime:
    """The quarter hour in which the moment lies."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def quarters(span: Span) -> Iterator[datetime]:
    """The quarter hours a span touches, in UTC, in order."""
    at = quarter_of(span.starts_at).astimezone(UTC)
    while at < span.ends_at:
        yield at
        at += QUARTER

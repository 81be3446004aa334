"""What the visits of an application take of the spaces, set-up and clearing included: pure.

The times around the visits of one application may run into each other: in the same space one hall
follows the other. Each visit comes first, then the clearing of the earlier, then the set-up of the
later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from facilities.occupancy import Want
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class Around:
    """A visit's spaces and span, and the time before and after it (minutes)."""

    space_ids: tuple[int, ...]
    span: Span
    setup_minutes: int
    clearing_minutes: int

    @property
    def whole(self) -> Span:
        """Set-up and clearing included."""
        return self.span.widened(
            before=timedelta(minutes=self.setup_minutes),
            after=timedelta(minutes=self.clearing_minutes),
        )

    @property
    def want(self) -> Want:
        """As the guard takes it."""
        return Want(self.space_ids, self.whole)


def overlapping(visits: Sequence[Around]) -> tuple[int, int] | None:
    """Two visits (by place in the list) that are in the same space at the same time."""
    for later in range(len(visits)):
        for earlier in range(later):
            one, other = visits[earlier], visits[later]
            if set(one.space_ids) & set(other.space_ids) and one.span.overlaps(other.span):
                return earlier, later
    return None


def fitted(visits: Sequence[Around]) -> list[Around]:
    """The visits with the times around them cut to where another of them stands.

    Take it for visits of which no two overlap.
    """
    by_time = sorted(range(len(visits)), key=lambda index: visits[index].span)
    done = list(visits)
    for place, index in enumerate(by_time):
        for before in by_time[:place]:
            if set(done[index].space_ids) & set(done[before].space_ids):
                done[before], done[index] = _apart(done[before], done[index])
    return done


def _apart(earlier: Around, later: Around) -> tuple[Around, Around]:
    """The two with a gap that both share: clearing first, what is left for the set-up."""
    gap = int((later.span.starts_at - earlier.span.ends_at) / timedelta(minutes=1))
    clearing = min(earlier.clearing_minutes, gap)
    setup = min(later.setup_minutes, gap - clearing)
    return replace(earlier, clearing_minutes=clearing), replace(later, setup_minutes=setup)

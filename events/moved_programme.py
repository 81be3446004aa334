"""Where the items of a programme are when the event has moved: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from events.wanted import ItemWanted
from lib.spans import Span


def moved_programme(
    items: Iterable[ItemWanted], before: Sequence[Span], after: Sequence[Span]
) -> tuple[ItemWanted, ...]:
    """The items in the runs that the event has now, in the place of those that it had.

    A run that stands keeps its items; the others go in their order to those that are new. Where a
    run moved as a whole its items move by as much; where only one end is another they stay. What
    has no room is cut off, and falls away where nothing of it is left.
    """
    gone = [span for span in before if span not in after]
    come = [span for span in after if span not in before]
    follows = {span: span for span in before if span in after} | dict(zip(gone, come, strict=False))
    moved = []
    for item in items:
        old = _run_of(item, before)
        new = follows.get(old) if old else _run_of(item, after)
        if new and (kept := _within(item.later(_moved_by(old or new, new)), new)):
            moved.append(kept)
    return tuple(moved)


def _run_of(item: ItemWanted, spans: Iterable[Span]) -> Span | None:
    return next((one for one in spans if one.starts_at <= item.starts_at <= one.ends_at), None)


def _moved_by(old: Span, new: Span) -> timedelta:
    is_whole = old.starts_at != new.starts_at and old.ends_at != new.ends_at
    return new.starts_at - old.starts_at if is_whole else timedelta(0)


def _within(item: ItemWanted, span: Span) -> ItemWanted | None:
    """What of it lies there; an item without an end is there or not."""
    starts_at, ends_at = item.starts_at, item.ends_at
    if ends_at is None:
        is_there = span.starts_at <= starts_at <= span.ends_at
        return item if is_there else None
    starts_at, ends_at = max(starts_at, span.starts_at), min(ends_at, span.ends_at)
    return replace(item, starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None

"""What the buttons beside the rows do to what is typed: a name each, and what follows a dash."""

from collections.abc import Callable
from datetime import date

from applications import rows
from facilities.catalogue import catalogue
from facilities.plaza_plan import whole_of, zones_of

Typed = dict[str, list[str]]

MOST_REPEATED = 30


def pressed(do: str, typed: Typed) -> rows.Kept | None:
    """What is typed after this button; None for a button that has nothing to do with rows."""
    name, _dash, rest = do.partition("-")
    return _BUTTONS[name](typed, rest) if name in _BUTTONS else None


def _add(typed: Typed, _rest: str) -> rows.Kept:
    return rows.added(typed)


def _remove(typed: Typed, rest: str) -> rows.Kept:
    return rows.without(typed, _number(rest))


def _repeat(typed: Typed, rest: str) -> rows.Kept:
    times = _number(next(iter(typed.get(f"repeat-{rest}-times", [""])), ""))
    every = next(iter(typed.get(f"repeat-{rest}-every", ["week"])), "week")
    return rows.repeated(typed, _number(rest), every, min(max(times, 0), MOST_REPEATED))


def _move(typed: Typed, rest: str) -> rows.Kept:
    number, _dash, day = rest.partition("-")
    try:
        return rows.on_day(typed, _number(number), date.fromisoformat(day))
    except ValueError:
        return dict(typed)


def _zones(typed: Typed, _rest: str) -> rows.Kept:
    known = catalogue()
    whole = whole_of(known)
    zones = [shape.slug for shape, _listing in zones_of(known)]
    chosen = [zone for zone in zones if f"zone-{zone}" in typed]
    return rows.with_zones(typed, chosen, zones, whole.facility.slug if whole else "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


_BUTTONS: dict[str, Callable[[Typed, str], rows.Kept]] = {
    "add": _add,
    "remove": _remove,
    "repeat": _repeat,
    "move": _move,
    "zones": _zones,
}

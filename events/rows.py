"""The rows of places and of the programme in what is typed: counted, read, added, taken out.

Pure: what was typed goes in, what would have been typed comes out. Works on rows that are wrong or
half empty as well as on others: nothing that was typed is lost.
"""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from events.rules import MOST_ITEMS, MOST_PLACES

Typed = Mapping[str, Sequence[str]]
Kept = dict[str, list[str]]

PLACE, ITEM = "place", "item"
MOST = {PLACE: MOST_PLACES, ITEM: MOST_ITEMS}
MOST_READ = 100  # what is beyond what can be asked for is still shown, to be taken out


def data_of(typed: Typed) -> QueryDict:
    """What was typed, as forms read it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def count(typed: Typed, kind: str) -> int:
    """How many rows of that kind there are; none of a number that cannot be meant."""
    text = next(iter(typed.get(f"{kind}-TOTAL_FORMS", ["0"])), "0")
    return min(int(text[:6]), MOST_READ) if text.isascii() and text.isdigit() else 0


def row_of(typed: Typed, kind: str, number: int) -> dict[str, str]:
    """What was typed into a row, by the names of its fields."""
    prefix = f"{kind}-{number}-"
    return {
        name.removeprefix(prefix): values[0]
        for name, values in typed.items()
        if name.startswith(prefix) and values
    }


def rows_of(typed: Typed, kind: str) -> list[dict[str, str]]:
    """The rows as they were typed."""
    return [row_of(typed, kind, number) for number in range(count(typed, kind))]


def is_empty(row: Mapping[str, str]) -> bool:
    """Was nothing typed into it?"""
    return not any(value.strip() for value in row.values())


def with_rows(typed: Typed, kind: str, rows: Sequence[Mapping[str, str]]) -> Kept:
    """The same with these rows of that kind and no others."""
    kept = {name: list(values) for name, values in typed.items() if not name.startswith(f"{kind}-")}
    kept[f"{kind}-TOTAL_FORMS"] = [str(len(rows))]
    for number, row in enumerate(rows):
        kept |= {f"{kind}-{number}-{name}": [value] for name, value in row.items()}
    return kept


def pressed(do: str, typed: Typed) -> Kept | None:
    """What is typed after `add-place` or `remove-item-2`; None for any other button."""
    name, _dash, rest = do.partition("-")
    kind, _dash, number = rest.partition("-")
    if name not in {"add", "remove"} or kind not in MOST:
        return None
    rows = rows_of(typed, kind)
    if name == "add":
        return with_rows(typed, kind, [*rows, {}])
    return with_rows(typed, kind, [row for at, row in enumerate(rows) if str(at) != number])


def is_too_many(typed: Typed) -> bool:
    """More rows than one event may have?"""
    return any(count(typed, kind) > most for kind, most in MOST.items())

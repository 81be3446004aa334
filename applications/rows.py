"""The rows of visits in what is typed: added, taken out, repeated, zones of the plaza put in.

Pure: what was typed goes in, what would have been typed comes out. Works on rows that are wrong or
half empty as well as on others: nothing that was typed is lost.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

Typed = Mapping[str, Sequence[str]]
Kept = dict[str, list[str]]

MOST_READ = 100  # what is beyond what can be asked for is still shown, to be taken out
DAYS_OF = {"day": 1, "week": 7}
TIME = ("day", "starts", "ends", "last_day")
AROUND = ("setup_minutes", "clearing_minutes", "people")


def with_rows(typed: Typed, rows: Sequence[Mapping[str, str]]) -> Kept:
    """The same with these rows and no others."""
    kept = {name: list(values) for name, values in typed.items() if not name.startswith("visit-")}
    kept["visit-TOTAL_FORMS"] = [str(len(rows))]
    for number, row in enumerate(rows):
        kept |= {f"visit-{number}-{name}": [value] for name, value in row.items()}
    return kept


def rows_of(typed: Typed) -> list[dict[str, str]]:
    """The rows as they were typed."""
    return [row_of(typed, number) for number in range(number_of_rows(typed))]


def added(typed: Typed) -> Kept:
    """One row more, with the day, the times and the people of the last one."""
    rows = rows_of(typed)
    like = rows[-1] if rows else {}
    new = {name: value for name, value in like.items() if name != "facility"}
    return with_rows(typed, [*rows, {"facility": "", **new}])


def without(typed: Typed, number: int) -> Kept:
    """The row of that number (from 0) taken out."""
    return with_rows(typed, [row for at, row in enumerate(rows_of(typed)) if at != number])


def repeated(typed: Typed, number: int, every: str, times: int) -> Kept:
    """The row again, so many times, a day or a week later each; after the row itself."""
    rows = rows_of(typed)
    if not 0 <= number < len(rows):
        return with_rows(typed, rows)
    step = timedelta(days=DAYS_OF.get(every, 7))
    more = [_later(rows[number], step * count) for count in range(1, times + 1)]
    return with_rows(typed, [*rows[: number + 1], *more, *rows[number + 1 :]])


def _later(row: Mapping[str, str], by: timedelta) -> dict[str, str]:
    """The row so much later; a day that cannot be read is left as it is."""
    moved = dict(row)
    for name in ("day", "last_day"):
        try:
            moved[name] = (date.fromisoformat(row.get(name, "")) + by).isoformat()
        except (ValueError, OverflowError):
            continue
    return moved


def with_zones(typed: Typed, chosen: Collection[str], zones: Collection[str], whole: str) -> Kept:
    """Rows for the zones that were chosen on the plan, at the time that stands beside it.

    All of them are the whole plaza: one row. Rows of zones at that time that are not chosen any
    more go; rows at other times stay.
    """
    rows, mine = rows_of(typed), {*zones, whole}
    time = plan_time(typed, mine)
    then = [row for row in rows if row.get("facility", "") in {*mine, ""} and _is_at(row, time)]
    rest = [row for row in rows if any(row.values()) and all(row is not one for one in then)]
    is_all = bool(whole and zones) and set(zones) <= set(chosen)
    wanted = [whole] if is_all else [zone for zone in zones if zone in chosen]
    like = next((row for row in reversed([*rest, *then]) if row.get("facility") in mine), {})
    kept = [{**row, **time} for row in then if row.get("facility") in wanted]
    there = {row["facility"] for row in kept}
    more = {name: like[name] for name in AROUND if name in like} or _people_of(rows)
    new = [{"facility": zone, **time, **more} for zone in wanted if zone not in there]
    return with_rows(typed, [*rest, *kept, *new])


def zones_at_the_time(typed: Typed, mine: Collection[str]) -> list[str]:
    """The zones, or the whole, that rows ask for at the time that stands beside the plan."""
    time = plan_time(typed, mine)
    asked = [row for row in rows_of(typed) if row.get("facility") in mine]
    return [row["facility"] for row in asked if _is_at(row, time)]


def plan_time(typed: Typed, mine: Collection[str]) -> dict[str, str]:
    """The time beside the plan: as it was typed there, else that of the last row of a zone."""
    beside = {name: next(iter(typed.get(f"zone-{name}", ())), "") for name in TIME}
    if any(beside.values()):
        return beside
    rows = rows_of(typed)
    return time_of(
        next((row for row in reversed(rows) if row.get("facility") in mine), (rows or [{}])[-1])
    )


def _is_at(row: Mapping[str, str], time: Mapping[str, str]) -> bool:
    """Is it at that time? A row without a time yet is meant for it."""
    return time_of(row) == time or not any(time_of(row).values())


def time_of(row: Mapping[str, str]) -> dict[str, str]:
    """When the row is, as it was typed."""
    return {name: row.get(name, "") for name in TIME}


def _people_of(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return next(({"people": row["people"]} for row in reversed(rows) if row.get("people")), {})


def number_of_rows(typed: Typed) -> int:
    """How many rows of visits there are; none of a number that cannot be meant."""
    text = next(iter(typed.get("visit-TOTAL_FORMS", ["0"])), "0")
    return min(int(text[:6]), MOST_READ) if text.isascii() and text.isdigit() else 0


def row_of(typed: Typed, row: int) -> dict[str, str]:
    """What was typed into a row, by the names of its fields."""
    prefix = f"visit-{row}-"
    return {
        name.removeprefix(prefix): values[0]
        for name, values in typed.items()
        if name.startswith(prefix) and values
    }


def on_day(typed: Typed, number: int, day: date) -> Kept:
    """The row on another day, as long as it was."""
    rows = rows_of(typed)
    if not 0 <= number < len(rows):
        return with_rows(typed, rows)
    try:
        by = day - date.fromisoformat(rows[number].get("day", ""))
    except ValueError:
        rows[number] |= {"day": day.isoformat()}
        return with_rows(typed, rows)
    rows[number] = _later(rows[number], by)
    return with_rows(typed, rows)

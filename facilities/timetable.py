"""The week of a facility as a page shows it: a table of times by days, and a list by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from facilities.availability import Day, Start
from facilities.links import booking_link
from lib import clock, formats
from lib.refusal import Refusal

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """One start: where it leads, or why it does not. Texts are ready to print."""

    time: str  # "09:00"
    label: str  # "2026. 12. 1.(화) 09:00~10:00", for who hears the link without the table
    url: str
    free: bool
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Column:
    """One day."""

    label: str  # "2026. 12. 1.(화)"
    short_label: str  # "12. 1.(화)", for the head of the table
    holiday_name: str
    is_today: bool
    refusal: Refusal | None  # for the whole day
    cells: tuple[Cell, ...]

    @property
    def free(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.free]

    @property
    def refused(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.free]


@dataclass(frozen=True, slots=True)
class Row:
    """One time of day over all days; None where a day has no such start."""

    time: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few links, the chosen one marked."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """The week with the links around it. An empty address: there is nothing further that way."""

    title: str
    days: tuple[Column, ...]
    rows: tuple[Row, ...]
    reasons: tuple[Refusal, ...]
    previous_url: str
    next_url: str
    table_url: str
    list_url: str
    length_choices: tuple[Choice, ...]


def timetable(
    days: Sequence[Day], minutes: int, view: str, lengths: Sequence[int], last_opens: timedelta
) -> Timetable:
    """Lay out the days. `last_opens`: how far ahead booking ever opens."""
    today, first = clock.today(), days[0].date
    columns = tuple(_column(day, day.date == today) for day in days)

    def url(week: timedelta = timedelta(), *, length: int = minutes, shown: str = view) -> str:
        return "?" + urlencode(
            {"week": (first + week).isoformat(), "minutes": length, "view": shown}
        )

    return Timetable(
        title=formats.days(first, days[-1].date),
        days=columns,
        rows=_rows(columns),
        reasons=_reasons(columns),
        previous_url=url(-WEEK) if first > today else "",
        next_url=url(WEEK) if first + WEEK <= today + last_opens else "",
        table_url=url(shown="table"),
        list_url=url(shown="list"),
        length_choices=tuple(
            Choice(
                formats.how_long(timedelta(minutes=length)), url(length=length), length == minutes
            )
            for length in lengths
        ),
    )


def _column(day: Day, is_today: bool) -> Column:
    return Column(
        label=formats.day(day.date),
        short_label=_without_year(formats.day(day.date)),
        holiday_name=day.holiday.name if day.holiday else "",
        is_today=is_today,
        refusal=day.refusal,
        cells=tuple(_cell(start) for start in day.starts),
    )


def _without_year(label: str) -> str:
    return label.partition(" ")[2] if formats.is_korean() else label.rpartition(" ")[0]


def _cell(start: Start) -> Cell:
    return Cell(
        time=formats.clock_time(start.span.starts_at),
        label=formats.period(start.span),
        url=booking_link(start) if start.is_free else "",
        free=start.is_free,
        refusal=start.refusal,
    )


def _rows(columns: Sequence[Column]) -> tuple[Row, ...]:
    times = sorted({cell.time for column in columns for cell in column.cells})
    # A day that is closed as a whole says so at every time of the table.
    by_time = [({cell.time: cell for cell in day.cells}, _closed(day)) for day in columns]
    return tuple(
        Row(time, tuple(cells.get(time, closed) for cells, closed in by_time)) for time in times
    )


def _closed(column: Column) -> Cell | None:
    return Cell("", "", "", False, column.refusal) if column.refusal else None


def _reasons(columns: Sequence[Column]) -> tuple[Refusal, ...]:
    """Each short word of the table with the sentence behind it, once."""
    said: dict[str, Refusal] = {}
    for column in columns:
        if column.refusal:
            said.setdefault(column.refusal.short, column.refusal)
        for cell in column.cells:
            if cell.refusal:
                said.setdefault(cell.refusal.short, cell.refusal)
    return tuple(said.values())

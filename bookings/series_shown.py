"""The report of a series as the page shows it: each date with what can be ticked."""

from collections.abc import Callable
from dataclasses import dataclass

from bookings.asking import Asked
from bookings.series import Line, Report
from lib import formats
from lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One date. What can be ticked, and whether it is; nothing where there is nothing to book."""

    number: int
    when: str
    refusal: Refusal | None
    instead: str  # the other time in words
    value: str  # of the field
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class ShownReport:
    """All dates, and how many are free."""

    lines: list[ShownLine]
    number: int
    free: int

    @property
    def can_book(self) -> bool:
        return any(line.value for line in self.lines)


def shown_report(
    report: Report, value_of: Callable[[Asked], str], ticked: frozenset[str] | None
) -> ShownReport:
    """In the active language.

    `value_of`: how the field carries another time. `ticked`: what was ticked, as "1 asked"; None:
    nothing was chosen yet, so all that is free as it was asked for.
    """
    lines = [_line(line, value_of, ticked) for line in report.lines]
    return ShownReport(lines, len(lines), len(report.free))


def _line(line: Line, value_of: Callable[[Asked], str], ticked: frozenset[str] | None) -> ShownLine:
    instead = line.asked_instead
    value = "asked" if line.is_free else value_of(instead) if instead else ""
    return ShownLine(
        number=line.number,
        when=formats.period(line.asked.span),
        refusal=line.refusal,
        instead=f"{line.instead.listing.facility.name}, {formats.period(line.instead.span)}"
        if line.instead
        else "",
        value=value,
        is_ticked=line.is_free if ticked is None else f"{line.number} {value}" in ticked,
    )

"""The days of a series, from a rule such as "every second Saturday": pure date arithmetic."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, islice, takewhile

WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)  # from the first day to the last


class Every(StrEnum):
    """How often. The first day says which weekday, and which of the month."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH_WEEKDAY = "month_weekday"  # "the second Saturday"
    MONTH_LAST = "month_last"  # "the last Friday"
    MONTH_DAY = "month_day"  # "the 15th"


@dataclass(frozen=True, slots=True)
class Rule:
    """How often from a day on, so many times or until a day (the day itself included)."""

    every: Every
    first: date
    times: int | None = None
    until: date | None = None


def days_of(rule: Rule, most: int) -> list[date]:
    """The days of the series in order, none before the first day; never more than `most`.

    Ends with the earlier of `times` and `until`, and a year after the first day in any case. A
    month that has no such day (no fifth Saturday, no 31st) is left out.
    """
    last = min(rule.until or date.max, _year_after(rule.first))
    number = most if rule.times is None else min(rule.times, most)
    return list(islice(takewhile(lambda day: day <= last, _FOLLOWING[rule.every](rule)), number))


def which_of_the_month(day: date) -> int:
    """1 for the first of its weekday in the month, up to 5."""
    return (day.day - 1) // 7 + 1


def _year_after(day: date) -> date:
    return day + min(LONGEST, date.max - day)


def _every_days(step: timedelta) -> Callable[[Rule], Iterator[date]]:
    def following(rule: Rule) -> Iterator[date]:
        day = rule.first
        while True:
            yield day
            if date.max - day < step:
                return
            day += step

    return following


def _months(first: date) -> Iterator[tuple[int, int]]:
    """Year and month from that of the first day on."""
    for month in count(first.year * 12 + first.month - 1):
        if month // 12 > date.max.year:
            return
        yield month // 12, month % 12 + 1


def _same_weekday(rule: Rule) -> Iterator[date]:
    number = which_of_the_month(rule.first)
    for year, month in _months(rule.first):
        begins, length = monthrange(year, month)
        day = (rule.first.weekday() - begins) % 7 + 1 + 7 * (number - 1)
        if day <= length:
            yield date(year, month, day)


def _last_weekday(rule: Rule) -> Iterator[date]:
    for year, month in _months(rule.first):
        last = date(year, month, monthrange(year, month)[1])
        yield last - timedelta(days=(last.weekday() - rule.first.weekday()) % 7)


def _same_date(rule: Rule) -> Iterator[date]:
    for year, month in _months(rule.first):
        if rule.first.day <= monthrange(year, month)[1]:
            yield date(year, month, rule.first.day)


_FOLLOWING: dict[Every, Callable[[Rule], Iterator[date]]] = {
    Every.WEEK: _every_days(WEEK),
    Every.TWO_WEEKS: _every_days(2 * WEEK),
    Every.MONTH_WEEKDAY: _same_weekday,
    Every.MONTH_LAST: _last_weekday,
    Every.MONTH_DAY: _same_date,
}

"""What use costs, by the columns of its policy. Pure, and whole numbers of won throughout.

The scheme is that of the Seoul ordinance on the use of plazas: so much a square metre and hour,
hours begun count, more at night, set-up and clearing included. A policy without a fee is free.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from facilities.models.fee_rules import FeeRules, FeeUnit
from lib import clock
from lib.spans import Span

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """The fee of one visit, with the parts that it is made of."""

    fee_won: int  # the price, of one unit
    unit: str  # FeeUnit
    area_m2: int  # that counts; 0 where the price is for an hour alone
    day_hours: int
    night_hours: int
    night_percent: int
    rounds_down_to: int  # won
    amount_won: int

    @property
    def hours(self) -> int:
        """All hours that count."""
        return self.day_hours + self.night_hours

    @property
    def exact_won(self) -> int:
        """Before it is rounded down, but for fractions of a won."""
        hundredths = 100 * self.hours + self.night_percent * self.night_hours
        quantity = self.area_m2 if self.unit == FeeUnit.M2_HOUR else 1
        return self.fee_won * quantity * hundredths // 100

    def as_json(self) -> dict[str, Any]:
        """To be kept with the charge; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Line":
        """What `as_json` wrote; what else was kept beside it is left aside."""
        return cls(**{name: kept[name] for name in cls.__slots__})


def fee_of(
    policy: FeeRules, area_m2: int, span: Span, setup_minutes: int, clearing_minutes: int
) -> Line:
    """The fee of a visit on spaces of so many square metres in all.

    Hours begun count, at least `fee_min_minutes`. Of the hours that are used, those begun in the
    night cost more; what is only counted to reach the least does not. Set-up and clearing count
    where the policy says so. Rounded down once, at the end.
    """
    used = span
    if policy.fee_counts_setup:
        before, after = timedelta(minutes=setup_minutes), timedelta(minutes=clearing_minutes)
        used = span.widened(before=before, after=after)
    hours = max(_begun(used.length), _begun(timedelta(minutes=policy.fee_min_minutes)))
    night_hours = _begun(night_within(used, policy.night_from, policy.night_until))
    is_by_area = policy.fee_unit == FeeUnit.M2_HOUR
    line = Line(
        fee_won=policy.fee_won,
        unit=policy.fee_unit,
        area_m2=max(area_m2, policy.fee_min_m2) if is_by_area else 0,
        day_hours=hours - night_hours,
        night_hours=night_hours,
        night_percent=policy.night_percent,
        rounds_down_to=policy.fee_rounds_down_to,
        amount_won=0,
    )
    return replace(line, amount_won=rounded_down(line.exact_won, line.rounds_down_to))


def _begun(length: timedelta) -> int:
    """The hours of a length of time; one that has begun is a whole one."""
    return -(-length // timedelta(hours=1))


def rounded_down(amount_won: int, to_won: int) -> int:
    """The amount without what is over the last full `to_won`; 0 or 1: as it is."""
    return amount_won - amount_won % to_won if to_won > 1 else amount_won


def night_within(span: Span, night_from: time, night_until: time) -> timedelta:
    """How much of a span lies in the night, by the clocks of Seoul.

    A night may go over midnight. From a time until the same time: there is none.
    """
    found = timedelta()
    day = span.starts_at.astimezone(clock.SEOUL).date() - ONE_DAY
    last = span.ends_at.astimezone(clock.SEOUL).date()
    while day <= last:
        starts_at = clock.seoul(day, night_from)
        ends_at = clock.seoul(day + ONE_DAY if night_until < night_from else day, night_until)
        overlap = min(ends_at, span.ends_at) - max(starts_at, span.starts_at)
        found += max(overlap, timedelta())
        day += ONE_DAY
    return found


def reduced(amount_won: int, percents: Collection[int]) -> int:
    """The amount after reductions: of several, only the highest counts. Whole won, down."""
    return amount_won * (100 - max(percents, default=0)) // 100


def refund_percent(refunds: Iterable[Sequence[int]], days_before: int) -> int:
    """What is paid back of a visit that is cancelled so many days before its day (Seoul).

    `refunds`: pairs of days and percent, as the policy holds them. No pair reaches: nothing.
    What the city itself cancels is paid back whole: it does not ask here.
    """
    return max((percent for days, percent in refunds if days <= days_before), default=0)


def days_before(cancelled_at: datetime, starts_at: datetime) -> int:
    """From the day of one moment to the day of another, in Seoul."""
    first, last = (at.astimezone(clock.SEOUL).date() for at in (cancelled_at, starts_at))
    return (last - first).days


def due_at(approved_at: datetime, first_use: datetime, policy: FeeRules) -> datetime:
    """The last moment at which the fee may be paid.

    The end of the day that many days after the approval, but not after the day before use. Seoul
    ordinance on the use of plazas: within five days of the notice, and by the day before where it
    comes within four days of use. What is approved later still is paid before use begins.
    """
    approved_on = approved_at.astimezone(clock.SEOUL).date()
    day_before = first_use.astimezone(clock.SEOUL).date() - ONE_DAY
    if approved_on > day_before:
        return first_use
    return _end_of(min(approved_on + timedelta(days=policy.pay_within_days), day_before))


def _end_of(day: date) -> datetime:
    return clock.seoul(day + ONE_DAY, time.min) - timedelta(microseconds=1)

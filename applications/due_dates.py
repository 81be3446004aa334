"""When an application counts as received, and by when it must be decided: pure.

How the sources in law are read, and why, is docs/decisions/0011-the-due-date.md.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count, islice

from facilities.models.application_rules import ApplicationRules, DaysCounted
from lib import clock
from lib.spans import Span

OFFICE_OPENS, OFFICE_CLOSES = time(9), time(18)
DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Neither Saturday nor Sunday nor a public holiday; a mapping by day will do as well."""
    return day.weekday() < SATURDAY and day not in holidays


def counts_from(received_at: datetime, holidays: Collection[date]) -> datetime:
    """The moment that counts in the order of receipt: within office hours, the receipt itself.

    Enforcement rule of the Seoul Plaza ordinance: what is filed outside 09:00-18:00 counts as
    filed at 09:00 of the next working day. Who files at 07:00 of a working day has the office open
    two hours later: "the next working day" is, at that moment, the one that is about to begin.
    Read otherwise, the early riser would come after everybody who files at noon, and the rule,
    which takes the race by night out of the order, would put a new one in. 18:00 sharp is within.
    """
    local = received_at.astimezone(clock.SEOUL)
    if is_working_day(local.date(), holidays) and local.time() <= OFFICE_CLOSES:
        return max(received_at, clock.seoul(local.date(), OFFICE_OPENS))
    next_day = _nth(local.date() + DAY, 1, lambda day: is_working_day(day, holidays))
    return clock.seoul(next_day, OFFICE_OPENS)


def due_on(
    received_at: datetime,
    first_use: date,
    policy: ApplicationRules,
    holidays: Collection[date],
    pauses: Sequence[Span],
) -> date:
    """The last day (Seoul) on which it may be decided, counted from the true receipt.

    Seongnam ordinance on the use of open spaces in public facilities, art. 8: within 7 days of
    receipt, at the latest two days before use. Calendar days: the day of receipt is left out
    (Civil Act, art. 157), and what ends on a Saturday, Sunday or holiday ends on the next working
    day (art. 161, by General Act on Public Administration, art. 6). Working days: the day of
    receipt counts, Saturdays, Sundays and holidays do not (Civil Petitions Treatment Act, art. 19).
    Days on which the clock stood do not count either way (Enforcement Decree of the Administrative
    Procedures Act, art. 11). The days before use hold whatever day of the week that is, and
    whether the clock stood or not.
    """
    received, stood = _day(received_at), days_stood(pauses)

    def works(day: date) -> bool:
        return is_working_day(day, holidays) and day not in stood

    if policy.decide_days_counted == DaysCounted.WORKING:
        due = _nth(received, policy.decide_days, works)
    else:
        last = _nth(received, policy.decide_days + 1, lambda day: day not in stood)
        due = _nth(last, 1, works)
    latest = first_use - timedelta(days=policy.decide_days_before_use)
    return max(received, min(due, latest))


def days_stood(pauses: Sequence[Span]) -> frozenset[date]:
    """The days on which the clock stood: from that of asking on, that of the answer left out.

    The decree would leave out the day of the answer too; the stricter count is the citizen's.
    Pauses that overlap give a day once; asked and answered on one day, it does not stand.
    """
    return frozenset(
        day
        for pause in pauses
        for day in _days_from(_day(pause.starts_at), until=_day(pause.ends_at))
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SEOUL).date()


def _days_from(first: date, until: date) -> list[date]:
    return [first + DAY * number for number in range((until - first).days)]


def _nth(first: date, number: int, counts: Callable[[date], bool]) -> date:
    """The number-th day that counts, from `first` on, that one included."""
    days = (first + DAY * after for after in count())
    return next(islice(filter(counts, days), number - 1, None))

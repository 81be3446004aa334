"""When the browser visits: a Monday just after noon; a booking for one can be undone no more."""

from datetime import date, time, timedelta

from lib import clock

TODAY = date(2026, 11, 23)
NOW = clock.seoul(TODAY, time(12, 10))


def day(offset: int) -> date:
    """So many days after that Monday."""
    return TODAY + timedelta(days=offset)

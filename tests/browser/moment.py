"""When the browser visits: a Monday noon, so that a week has days before and after it."""

from datetime import date, time, timedelta

from lib import clock

TODAY = date(2026, 11, 23)
NOW = clock.seoul(TODAY, time(12))


def day(offset: int) -> date:
    """So many days after that Monday."""
    return TODAY + timedelta(days=offset)

"""How long an offer is held: scaled to how near it is, and not run out in people's sleep."""

from datetime import datetime, time, timedelta

from lib import clock

SHARE = 4  # a quarter of the time that is left
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=24)
NIGHT, MORNING = time(21), time(9)


def accept_until(now: datetime, last: datetime) -> datetime:
    """Until when an offer made now may be accepted; `last` is when it is of no use any more.

    A quarter of the time left, at least a quarter of an hour and at most a day. What would run out
    between 21:00 and 09:00 (Seoul) runs until 09:00, if that leaves half of the time to others.
    """
    left = last - now
    until = now + min(max(left / SHARE, SHORTEST), LONGEST)
    morning = _morning_after(until)
    if morning and morning - now <= left / 2:
        until = morning
    return min(until, last)


def _morning_after(moment: datetime) -> datetime | None:
    """The end of the night in which the moment lies; None by day."""
    here = moment.astimezone(clock.SEOUL)
    if here.time() >= NIGHT:
        return clock.seoul(here.date() + timedelta(days=1), MORNING)
    return clock.seoul(here.date(), MORNING) if here.time() < MORNING else None

"""The calendar as everybody sees it."""

from datetime import timedelta

from tests.browser.moment import day
from tests.browser.place import OFFICER, Place, at

FAIR_ON, SERIES_FROM = 96, 110  # days ahead, both Saturdays
_FAIR, _MARKET = day(FAIR_ON), day(SERIES_FROM)
_MONDAY = _FAIR - timedelta(days=_FAIR.weekday())

EVENT_PLACES = (
    Place("events", at("/events/")),
    Place("events-none", at("/events/?q=circus")),
    Place("events-day", at(f"/events/?day={_FAIR}")),
    Place("events-month", at(f"/events/month/{_MARKET:%Y-%m}/")),
    Place("events-month-empty", at(f"/events/month/{day(-400):%Y-%m}/")),
    Place("events-week", at(f"/events/week/{_MONDAY}/")),
    Place("display", at("/display/")),
    Place("standard-data", at("/data/")),
    Place("event", at("/events/{event_fair}/")),
    Place("event-moved", at("/events/{event_moved}/")),
    Place("event-cancelled", at("/events/{event_cancelled}/")),
    Place("event-draft", at("/events/{event_draft}/"), OFFICER),
)

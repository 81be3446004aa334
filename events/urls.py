"""Addresses of the calendar. Fixed words stand before what looks like a reference."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from events.staff_urls import urlpatterns as staff_patterns
from events.views.as_json import as_json
from events.views.atom import atom
from events.views.display import display
from events.views.embed import embed, links
from events.views.event import event
from events.views.feeds import busy, event_calendar, feed
from events.views.list import events
from events.views.month import month
from events.views.poster import poster
from events.views.standard import facilities_data, festivals_data, standard_data
from events.views.subscribe import subscribe
from events.views.week import week


class MonthConverter:
    """A month in a URL: `2026-12`; the view gets year and month."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DayConverter:
    """A day in a URL: `2026-12-07`. One that there is not is no address of ours."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class KindConverter:
    """The ending of a file."""

    regex = "csv|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")

app_name = "events"

urlpatterns: list[URLPattern] = [
    *staff_patterns,
    path("events/", events, name="list"),
    path("events/month/<month:which>/", month, name="month"),
    path("events/month/<month:which>/poster.pdf", poster, name="poster"),
    path("events/week/<day:day>/", week, name="week"),
    path("events/subscribe/", subscribe, name="subscribe"),
    path("events/embed/", embed, name="embed"),
    path("events/links/", links, name="links"),
    path("events/<reference:reference>/", event, name="event"),
    path("events/<reference:reference>/event.ics", event_calendar, name="event_calendar"),
    path("events.ics", feed, name="feed"),
    path("events.atom", atom, name="atom"),
    path("events.json", as_json, name="json"),
    path("facilities/<slug:slug>/busy.ics", busy, name="busy"),
    path("display/", display, name="display"),
    path("data/", standard_data, name="standard_data"),
    path("data/facilities.<kind:kind>", facilities_data, name="facilities_data"),
    path("data/festivals.<kind:kind>", festivals_data, name="festivals_data"),
]

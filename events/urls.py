"""Addresses of the calendar. Fixed words stand before what looks like a reference."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from events.staff_urls import urlpatterns as staff_patterns
from events.views.event import event
from events.views.list import events
from events.views.month import month
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


register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")

app_name = "events"

urlpatterns: list[URLPattern] = [
    *staff_patterns,
    path("events/", events, name="list"),
    path("events/month/<month:which>/", month, name="month"),
    path("events/week/<day:day>/", week, name="week"),
    path("events/<reference:reference>/", event, name="event"),
]

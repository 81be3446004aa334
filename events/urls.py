"""Addresses of the calendar. Fixed words stand before what looks like a reference."""

from django.urls import URLPattern, path

from events.staff_urls import urlpatterns as staff_patterns
from events.views.event import event

app_name = "events"

urlpatterns: list[URLPattern] = [
    *staff_patterns,
    path("events/<reference:reference>/", event, name="event"),
]

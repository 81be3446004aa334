"""Addresses of the calendar. Fixed words stand before what looks like a reference."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from events.views.as_json import as_json
from events.views.atom import atom
from events.views.embed import embed, links
from events.views.feeds import busy, event_calendar, feed
from events.views.subscribe import subscribe


def not_yet(request: HttpRequest, **asked: object) -> HttpResponse:
    """Stands where the pages of the calendar will be."""
    raise Http404


app_name = "events"
urlpatterns = [
    path("events.ics", feed, name="feed"),
    path("events.atom", atom, name="atom"),
    path("events.json", as_json, name="json"),
    path("events/subscribe/", subscribe, name="subscribe"),
    path("events/embed/", embed, name="embed"),
    path("events/links/", links, name="links"),
    path("events/<reference:reference>/event.ics", event_calendar, name="event_calendar"),
    path("facilities/<slug:slug>/busy.ics", busy, name="busy"),
    # To be replaced by the pages themselves.
    path("events/", not_yet, name="list"),
    path("events/<reference:reference>/", not_yet, name="event"),
    path("events/pictures/<reference:reference>.webp", not_yet, name="picture"),
]

"""The lobby screen."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.display_shown import screen
from events.finding import days
from events.models import Event
from lib import clock
from lib.spans import Span

AHEAD = timedelta(days=60)
LATER_AT_MOST = 20  # of which the screen shows two: the places of some begin after they do


@require_safe
@cache_control(no_cache=True)
def display(request: HttpRequest) -> HttpResponse:
    """What is on now and next, in letters to be read from ten metres."""
    now, today = clock.now(), clock.today()
    midnight = days(today, today).ends_at
    announced = Event.objects.announced().with_place_names()
    # Today is read whole, because what finds no room is counted; what comes later apart from it,
    # so that neither can take the room of the other.
    of_today = announced.within(Span(now, midnight))
    later = announced.filter(starts_at__gte=midnight, starts_at__lt=now + AHEAD)
    events = [*of_today, *later.order_by("starts_at", "pk")[:LATER_AT_MOST]]
    return render(request, "events/display.html", {"screen": screen(events, now), "now": now})

"""The lobby screen."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.display_shown import screen
from events.finding import in_turn
from events.models import Event
from lib import clock

AHEAD = timedelta(days=60)
READ_AT_MOST = 40  # of which the screen shows seven


@require_safe
@cache_control(no_cache=True)
def display(request: HttpRequest) -> HttpResponse:
    """What is on now and next, in letters to be read from ten metres."""
    now = clock.now()
    coming = Event.objects.announced().coming(now).filter(starts_at__lt=now + AHEAD)
    events = list(in_turn(coming, now).with_place_names()[:READ_AT_MOST])
    return render(request, "events/display.html", {"screen": screen(events, now), "now": now})

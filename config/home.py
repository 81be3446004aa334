"""The front page: what is free soonest, what is on, and one search box.

It stands on the roof, since it asks the facilities and the calendar.
"""

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from events.finding import in_turn, soonest
from events.models import Category, Event
from events.shown import ShownEvent, shown_event, shown_events
from facilities.cards import cards
from facilities.catalogue import catalogue
from facilities.forms import SearchForm
from facilities.search import free_starts
from lib import clock

SHOWN_MINUTES = 60
DAYS = 8
EVENTS = 3


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def home(request: HttpRequest) -> HttpResponse:
    """What can be booked soonest, so that a first visit ends at a form."""
    known = catalogue()
    today = clock.today()
    form = SearchForm(initial={"date": today + timedelta(days=1), "minutes": SHOWN_MINUTES})
    soonest = cards(
        known,
        today,
        today + timedelta(days=DAYS),
        SHOWN_MINUTES,
        partial(free_starts, known, first=today, minutes=SHOWN_MINUTES, days=DAYS),
        with_day=True,
    )
    return render(
        request,
        "home.html",
        {"form": form, "today": soonest, "market": _next_market(), "events": _soonest()},
    )


def _next_market() -> ShownEvent | None:
    """What people call for most often: when the next one is."""
    markets = Event.objects.taking_place().filter(category=Category.MARKET)
    now = clock.now()
    found = in_turn(markets.coming(now), now).with_place_names().first()
    return shown_event(found) if found else None


def _soonest() -> list[ShownEvent]:
    """What is on now, or next."""
    return shown_events(soonest(Event.objects.taking_place().with_place_names(), EVENTS))

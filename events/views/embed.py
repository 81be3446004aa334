"""The calendar on other sites: a small page for a frame, and a list of links without a script."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events import addresses
from events.finding import Wish, announced, in_turn
from events.shown import ShownEvent, shown_events
from events.views.feeds import told
from events.wishes import title_of, wish_of
from lib import clock
from lib.refusal import Refused

SHOWN = 20
MINUTES = 5


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=MINUTES * 60)
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """What comes next, of a kind or at a place, within any other site."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    context = {"events": coming(wish), "title": title_of(wish)}
    return render(request, "events/embed.html", context)


@cache_control(public=True, max_age=MINUTES * 60)
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The same as links: as a page with the HTML to copy, or with `plain` as nothing but that."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    html = addresses.links(coming(wish))
    if "plain" in request.GET:
        response = HttpResponse(html)
        response["Access-Control-Allow-Origin"] = "*"
        return response
    asked = {"category": wish.category, "place": wish.place, "plain": "1"}
    plain_address = addresses.whole("events:links", **{k: v for k, v in asked.items() if v})
    context = {"html": html, "title": title_of(wish), "plain_address": plain_address}
    return render(request, "events/links.html", context)


def coming(wish: Wish) -> list[ShownEvent]:
    """The next ones that are not over; what does not take place says so."""
    now = clock.now()
    found = in_turn(announced(wish).coming(now), now).with_places()[:SHOWN]
    return shown_events(list(found))

"""The calendar on other sites: a small page for a frame, and a list of links without a script."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from events import addresses
from events.finding import Wish, announced, soonest
from events.shown import ShownEvent, shown_events
from events.views.feeds import told
from events.wishes import title_of, wish_of
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


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The same as links: as a page with the HTML to copy, or with `plain` as nothing but that."""
    return bare_list(request) if "plain" in request.GET else page_of_links(request)


@cache_control(public=True, max_age=MINUTES * 60)
def bare_list(request: HttpRequest) -> HttpResponse:
    """The list alone, which is the same for everybody."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    response = HttpResponse(addresses.links(coming(wish)))
    response["Access-Control-Allow-Origin"] = "*"
    return response


@cache_control(private=True, no_cache=True)
@vary_on_cookie
def page_of_links(request: HttpRequest) -> HttpResponse:
    """The list within the site, which says who is signed in."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    asked = {"category": wish.category, "place": wish.place, "plain": "1"}
    context = {
        "html": addresses.links(coming(wish)),
        "title": title_of(wish),
        "plain_address": addresses.whole("events:links", **{k: v for k, v in asked.items() if v}),
    }
    return render(request, "events/links.html", context)


def coming(wish: Wish) -> list[ShownEvent]:
    """The next ones that are not over; what does not take place says so."""
    return shown_events(soonest(announced(wish).with_places(), SHOWN))

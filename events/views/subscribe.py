"""All feeds on one page, for people: what to copy, and where to put it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events import addresses
from events.facts_told import FIELDS
from facilities.catalogue import catalogue


@cache_control(private=True, max_age=0)
@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """The addresses, of all and by kind and place; the frame, and what programs read."""
    known = catalogue()
    context = {
        "all": addresses.of_all(),
        "categories": addresses.by_category(),
        "places": addresses.by_place(known),
        "rooms": addresses.when_taken(known),
        "frame": addresses.frame(),
        "embed_address": addresses.whole("events:embed"),
        "links_address": addresses.whole("events:links"),
        "atom_address": addresses.whole("events:atom"),
        "json_address": addresses.whole("events:json"),
        "fields": FIELDS,
    }
    return render(request, "events/subscribe.html", context)

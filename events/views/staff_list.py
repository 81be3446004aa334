"""The officers' list of events."""

from dataclasses import asdict, replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.gate import for_officers
from events.models import Category
from events.staff_found import COMING, Filters, drawers, found
from events.staff_shown import entries
from facilities.catalogue import catalogue
from lib import clock

PER_PAGE = 20


@never_cache
@for_officers
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    """Coming, drafts, postponed, cancelled, past; by kind, place and text."""
    given = {
        name: request.GET[name][:60].replace("\0", "")
        for name in Filters.__slots__
        if request.GET.get(name)
    }
    filters, now = Filters(**given), clock.now()
    all_drawers = drawers(filters, now)
    if filters.show not in {one.value for one in all_drawers}:
        filters = replace(filters, show=COMING)
    page = Paginator(found(filters, now).with_places(), PER_PAGE).get_page(request.GET.get("page"))
    narrowed = {name: value for name, value in asdict(filters).items() if value and name != "show"}
    context = {
        "entries": entries(list(page)),
        "page": page,
        "page_query": urlencode({"show": filters.show, **narrowed}),
        "narrowed": urlencode(narrowed),
        "filters": filters,
        "drawers": all_drawers,
        "categories": Category.choices,
        "places": [(one.facility.slug, one.facility.name) for one in catalogue().listings],
    }
    return render(request, "staff/events.html", context)

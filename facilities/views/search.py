"""All facilities, and the search by day, time, length and number of people."""

from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from facilities.cards import cards
from facilities.catalogue import catalogue
from facilities.forms import SearchForm
from facilities.search import search as search_facilities
from lib import clock


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def search(request: HttpRequest) -> HttpResponse:
    """The list; a search that cannot be understood says why and keeps what was typed."""
    known = catalogue()
    form = SearchForm(request.GET or {"date": clock.today(), "minutes": 60})
    results = None
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("start", "minutes", "people")}
        day = form.cleaned_data["date"]
        results = cards(known, day, day, asked, partial(search_facilities, known, day=day, **asked))
    return render(
        request,
        "facilities/list.html",
        {"form": form, "results": results},
        status=HTTPStatus.OK if results is not None else HTTPStatus.UNPROCESSABLE_ENTITY,
    )

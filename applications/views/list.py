"""The public list of what is applied for: for everybody, without signing in."""

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from applications.forms.listed import ListForm
from applications.listed import listed, shown_listed, with_facts
from facilities.catalogue import catalogue
from lib import clock

PER_PAGE = 20


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def applications(request: HttpRequest) -> HttpResponse:
    """What was received, the latest first; of a month, of a facility."""
    known = catalogue()
    form = ListForm(known, request.GET)
    is_valid = form.is_valid()
    asked = (form.cleaned_data["month"], form.cleaned_data["facility"]) if is_valid else ()
    chosen = listed(known, *asked)
    page = Paginator(with_facts(chosen), PER_PAGE).get_page(request.GET.get("page"))
    now, query = clock.now(), request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "rows": [shown_listed(one, now) for one in page],
        "page": page,
        "query": query.urlencode(),
        "is_chosen": is_valid and any(form.cleaned_data.values()),
    }
    status = HTTPStatus.OK if is_valid else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "applications/list.html", context, status=status)

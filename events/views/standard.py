"""The files of the national standard, and the page that explains them."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from events.standard_facilities import facility_rows
from events.standard_festivals import festival_rows
from events.standard_files import (
    ENCODINGS,
    FACILITY_COLUMNS,
    FESTIVAL_COLUMNS,
    Row,
    as_csv,
    as_json,
)
from facilities.catalogue import catalogue
from lib import clock

FRESH = 300  # seconds

View = Callable[[HttpRequest, str], HttpResponse]


def _read_from_anywhere(view: View) -> View:
    """Scripts of other sites may read the answer; also a 304, which keeps few headers."""

    @wraps(view)
    def open_to_all(request: HttpRequest, kind: str) -> HttpResponse:
        answer = view(request, kind)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return open_to_all


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def standard_data(request: HttpRequest) -> HttpResponse:
    """What files there are, what is in them, and under which terms."""
    return render(
        request,
        "events/standard_data.html",
        {
            "facility_columns": FACILITY_COLUMNS.items(),
            "festival_columns": FESTIVAL_COLUMNS.items(),
        },
    )


@require_safe
@_read_from_anywhere
@cache_control(public=True, max_age=FRESH)
@conditional_page
def facilities_data(request: HttpRequest, kind: str) -> HttpResponse:
    """Of the published facilities."""
    with translation.override("ko"):
        rows = facility_rows(catalogue(), clock.today())
    return _file(request, "facilities", kind, FACILITY_COLUMNS, rows)


@require_safe
@_read_from_anywhere
@cache_control(public=True, max_age=FRESH)
@conditional_page
def festivals_data(request: HttpRequest, kind: str) -> HttpResponse:
    """Of what takes place."""
    with translation.override("ko"):
        rows = festival_rows(clock.now(), clock.today())
    return _file(request, "festivals", kind, FESTIVAL_COLUMNS, rows)


def _file(
    request: HttpRequest, name: str, kind: str, columns: Mapping[str, str], rows: Sequence[Row]
) -> HttpResponse:
    """As CSV in one of two encodings, or as JSON. An encoding that there is not gives UTF-8."""
    if kind == "json":
        return HttpResponse(as_json(columns, rows), content_type="application/json; charset=utf-8")
    asked = request.GET.get("encoding", "")
    encoding = asked if asked in ENCODINGS else ENCODINGS[0]
    answer = HttpResponse(
        as_csv(columns, rows, encoding), content_type=f"text/csv; charset={encoding}"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer

"""The month as a table of days; on a small screen as a list of them."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from events.calendar_shown import (
    SHOWN_A_DAY,
    month_days,
    month_title,
    next_month,
    shown_days,
    weekday_names,
)
from events.finding import announced, days
from events.poster import is_printed
from events.poster_shown import PAPERS
from events.runs import with_runs
from events.views.calendar import asked, is_near, month_of, ways
from facilities.catalogue import catalogue
from lib import clock

WEEK = 7


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def month(request: HttpRequest, which: str) -> HttpResponse:
    """All that is on in a month, the first few of each day; the rest is in the day's list."""
    first = month_of(which)
    known = catalogue()
    form, wish, query = asked(request, known)
    shown = month_days(first)
    span = days(shown[0], shown[-1])
    events = with_runs(announced(wish).within(span).order_by("starts_at", "pk"))
    cells = shown_days(shown, events, known, month=first.month, most=SHOWN_A_DAY)
    today = clock.today()
    context = {
        "title": month_title(first),
        "weeks": [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)],
        "weekdays": weekday_names(),
        "posters": _posters(first),
        "is_empty": not any(cell.entries for cell in cells if not cell.is_outside),
        "previous_url": _url(first - timedelta(days=1), query),
        "next_url": _url(next_month(first), query),
        "today_url": _url(today, query),
        "form": form,
        "view": "month",
        **ways(today if first == today.replace(day=1) else first, query),
    }
    return render(request, "events/month.html", context)


def _posters(first: date) -> list[tuple[str, str]]:
    """The month on paper: the size and its address. None where it is far away."""
    if not is_printed(first):
        return []
    path = reverse("events:poster", args=[f"{first:%Y-%m}"])
    return [(paper.upper(), f"{path}?paper={paper}") for paper in PAPERS]


def _url(day: date, query: str) -> str:
    """Empty for a month that is not shown."""
    if not is_near(day):
        return ""
    path = reverse("events:month", args=[f"{day:%Y-%m}"])
    return f"{path}?{query}" if query else path

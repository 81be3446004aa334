"""The week: seven days with times and places."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from events.calendar_shown import shown_days
from events.finding import announced, days
from events.views.calendar import asked, is_near, ways
from facilities.catalogue import catalogue
from lib import clock, formats

WEEK = timedelta(days=7)


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def week(request: HttpRequest, day: date) -> HttpResponse:
    """What is on in a week. Another day than a Monday leads to its Monday."""
    if not is_near(day, or_beside=True):
        raise Http404
    known = catalogue()
    form, wish, query = asked(request, known)
    monday = day - timedelta(days=day.weekday())
    if day != monday:
        return redirect(_url(monday, query))
    shown = [monday + timedelta(days=place) for place in range(7)]
    events = announced(wish).within(days(shown[0], shown[-1])).order_by("starts_at", "pk")
    today = clock.today()
    context = {
        "title": formats.days(shown[0], shown[-1]),
        "days": shown_days(shown, events.with_place_names(), known, says_where=True),
        "previous_url": _url(monday - WEEK, query),
        "next_url": _url(monday + WEEK, query),
        "today_url": _url(today - timedelta(days=today.weekday()), query),
        "form": form,
        "view": "week",
        **ways(today if monday <= today < monday + WEEK else monday, query),
    }
    return render(request, "events/week.html", context)


def _url(monday: date, query: str) -> str:
    """Empty for a week that is not shown."""
    if not is_near(monday):
        return ""
    path = reverse("events:week", args=[monday.isoformat()])
    return f"{path}?{query}" if query else path

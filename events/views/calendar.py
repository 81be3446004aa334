"""What the three views of the calendar have in common: the filters, and the ways between them."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from events.calendar_shown import months_away
from events.finding import Wish
from events.forms.search import CalendarForm
from facilities.catalogue import Catalogue
from lib import clock

FURTHEST = 36  # months before and after this one


def asked(request: HttpRequest, known: Catalogue) -> tuple[CalendarForm, Wish, str]:
    """The form as it was sent, what it asks for, and the same as a query."""
    form = CalendarForm(known, request.GET)
    wish = form.wish()
    given = {"category": wish.category, "place": wish.place, "q": wish.words}
    return form, wish, urlencode({name: value for name, value in given.items() if value})


def ways(day: date, query: str) -> dict[str, Any]:
    """The addresses of the three views around that day, with the filters."""
    ending = f"?{query}" if query else ""
    day = day if is_near(day) else clock.today()
    monday = day - timedelta(days=day.weekday())
    return {
        "list_url": reverse("events:list") + ending,
        "week_url": reverse("events:week", args=[monday.isoformat()]) + ending,
        "month_url": reverse("events:month", args=[f"{day:%Y-%m}"]) + ending,
        "query": query,
    }


def is_near(day: date, *, or_beside: bool = False) -> bool:
    """May the calendar be asked for the month of that day?

    `or_beside`: also for the months next to those, whose first and last days stand in them.
    """
    return months_away(day) <= FURTHEST + or_beside


def month_of(which: str) -> date:
    """The first day of the month of an address. Http404 for one that there is not, or far away."""
    try:
        first = date.fromisoformat(f"{which}-01")
    except ValueError:
        raise Http404 from None
    if not is_near(first):
        raise Http404
    return first

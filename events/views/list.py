"""What is on, by day, from today on; or today, this weekend, this month, on one day."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from events.calendar_shown import DAY, next_month
from events.finding import announced, by_day, days, taking_days, weekend_of
from events.models import Event
from events.runs import days_of, runs
from events.shown import ShownEvent, shown_event
from events.views.calendar import asked, is_near, ways
from facilities.catalogue import catalogue
from lib import clock, formats

PER_PAGE = 30
WHEN = ("today", "weekend", "month")


@dataclass(frozen=True, slots=True)
class Group:
    """A day, and what is on or begins then."""

    label: str
    events: list[ShownEvent]


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def events(request: HttpRequest) -> HttpResponse:
    """The list, with its filters."""
    known, today = catalogue(), clock.today()
    form, wish, query = asked(request, known)
    when, chosen_day = request.GET.get("when", ""), request.GET.get("day", "")
    first, last = _range(when, chosen_day, today)
    rows = announced(wish)
    begins = days(first, first).starts_at
    rows = taking_days(rows, days(first, last)) if last else rows.filter(ends_at__gt=begins)
    page = Paginator(by_day(rows, first).with_place_names(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    asked_for = {name: request.GET[name] for name in ("when", "day") if request.GET.get(name)}
    whole = "&".join(part for part in (query, urlencode(asked_for)) if part)
    context = {
        "groups": _groups(list(page), first),
        "page": page,
        "page_query": whole,
        "form": form,
        "when": when,
        "chosen_day": chosen_day,
        "day": formats.day(first) if first == last and when != "today" else "",
        "choices": [
            (value, label)
            for value, label in (
                ("", _("from today on")),
                ("today", _("today")),
                ("weekend", _("this weekend")),
                ("month", _("this month")),
            )
        ],
        "is_narrowed": bool(whole),
        "view": "list",
        **ways(first, query),
    }
    return render(request, "events/list.html", context)


def _range(when: str, day: str, today: date) -> tuple[date, date | None]:
    """From which day to which; without a last one where there is no end."""
    if day:
        try:
            chosen = date.fromisoformat(day)
        except ValueError:
            raise Http404 from None
        if not is_near(chosen, or_beside=True):
            raise Http404
        return chosen, chosen
    ranges: dict[str, tuple[date, date]] = {
        "today": (today, today),
        "weekend": weekend_of(today),
        "month": (today, next_month(today.replace(day=1)) - DAY),
    }
    return ranges.get(when, (today, None))


def _groups(events: list[Event], first: date) -> list[Group]:
    """By the day on which each begins, or is on again; what goes on is under the first day."""

    def day_of(event: Event) -> date:
        spans = (days_of(span) for span in runs(event))
        return next((max(begins, first) for begins, ends in spans if ends >= first), first)

    return [
        Group(formats.day(day), [shown_event(one) for one in some])
        for day, some in groupby(sorted(events, key=day_of), key=day_of)
    ]

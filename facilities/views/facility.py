"""The page of one facility, with its week.

The most asked page of all at 09:00, and the same for everybody: what was rendered is kept for as
long as the set-up, the taken quarters and the quarter of the hour are the same. Two small reads
tell, so that nobody ever sees an old week.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from facilities import availability
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.forms import LENGTHS
from facilities.occupancy import taken_stamp
from facilities.opening import open_spans
from facilities.shown import facts, shown_facility
from facilities.timetable import timetable
from lib import clock
from lib.spans import Span, quarter_of

pages = caches["pages"]
KEPT_SECONDS = 15 * 60
WEEK = timedelta(days=7)
FURTHEST = timedelta(days=366)
VIEWS = ("auto", "table", "list")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which week, for bookings of what length, shown how."""

    monday: date
    minutes: int
    view: str


@require_safe
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """Facts, hours and phone of a facility; its week where it is booked on-line."""
    known = catalogue()
    listing = known.listing(slug)
    if listing is None:
        raise Http404
    asked = _asked(request, listing, known)
    key = _key(request, known, listing, asked)
    for_everybody = not {"sessionid", "messages"} & request.COOKIES.keys()
    if for_everybody and (page := pages.get(f"page:{key}")):
        return HttpResponse(page)
    main = pages.get(f"main:{key}")
    if main is None:
        main = _main(request, known, listing, asked)
        pages.set(f"main:{key}", main, KEPT_SECONDS)
    response = render(
        request,
        "facilities/facility.html",
        {"facility": shown_facility(listing), "main": mark_safe(main)},  # noqa: S308
    )
    if for_everybody:
        pages.set(f"page:{key}", response.content, KEPT_SECONDS)
    return response


def _asked(request: HttpRequest, listing: Listing, known: Catalogue) -> Asked:
    today = clock.today()
    try:
        day = date.fromisoformat(request.GET["week"]) if "week" in request.GET else None
        minutes = int(request.GET.get("minutes", LENGTHS[0]))
    except ValueError:
        raise Http404 from None
    if day and abs(day - today) > FURTHEST:
        raise Http404
    day = day or _first_open_day(listing, known, today)
    view = request.GET.get("view", "")
    return Asked(
        monday=day - timedelta(days=day.weekday()),
        minutes=availability.shortest(listing, minutes, clock.now()),
        view=view if view in VIEWS else "auto",
    )


def _first_open_day(listing: Listing, known: Catalogue, today: date) -> date:
    """The first day that may still be booked: nobody wants to see a week that is over."""
    policy = listing.policy_on(today)
    first = today + timedelta(days=policy.closes_days_before if policy else 0)
    days = (first + timedelta(days=offset) for offset in range(14))
    return next((day for day in days if open_spans(listing, day, known.holidays)), today)


def _key(request: HttpRequest, known: Catalogue, listing: Listing, asked: Asked) -> str:
    """Everything that the page depends on but the person."""
    now = clock.now()
    span = Span(
        clock.seoul(asked.monday - timedelta(days=1), time.min),
        clock.seoul(asked.monday + WEEK + timedelta(days=1), time.min),
    )
    parts = (
        get_language(),
        request.get_full_path(),
        request.COOKIES.get("screen", ""),
        known.stamps,
        asked,
        quarter_of(now),
        taken_stamp(listing.space_ids, span, now) if _is_bookable(listing) else (),
    )
    return sha256(repr(parts).encode()).hexdigest()


def _is_bookable(listing: Listing) -> bool:
    return listing.is_bookable_on(clock.today())


def _main(request: HttpRequest, known: Catalogue, listing: Listing, asked: Asked) -> str:
    """The part of the page that is the same for everybody."""
    context: dict[str, object] = {
        "facility": shown_facility(listing),
        "facts": facts(listing),
        "view": asked.view,
    }
    policy = listing.policy_on(clock.today())
    if policy and _is_bookable(listing):
        now = clock.now()
        context["week"] = timetable(
            availability.week(listing, asked.monday, asked.minutes, known, now),
            asked.minutes,
            asked.view,
            [minutes for minutes in LENGTHS if minutes <= policy.max_minutes],
            timedelta(days=policy.opens_days_before),
        )
    return render_to_string("facilities/facility.html#main", context, request)

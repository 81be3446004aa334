"""The page of one facility, with its week.

The most asked page of all at 09:00, and the same for everybody who is not signed in: the whole page
is kept, and for the others the part without their name. `facilities/kept.py` says for how long.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from facilities import availability
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.forms import LENGTHS
from facilities.kept import facts_key, kept, sessions_key
from facilities.models import Policy
from facilities.opening import open_spans
from facilities.session_week import days_of
from facilities.sessions import sessions_between
from facilities.sessions_shown import SessionsWeek, sessions_week
from facilities.shown import facts, rules_of_use, shown_facility
from facilities.timetable import timetable
from lib import clock

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FURTHEST = timedelta(days=366)
VIEWS = ("auto", "table", "list")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which week, for bookings of what length, shown how."""

    monday: date
    minutes: int
    view: str


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """Facts, hours and phone of a facility; its week where it is booked on-line."""
    known = catalogue()
    listing = known.listing(slug)
    if listing is None:
        raise Http404
    asked = _asked(request, listing, known)
    space_ids = listing.space_ids if _is_bookable(listing) else ()
    depends_on = (request.get_full_path(), request.COOKIES.get("screen"), slug, asked)
    last = asked.monday + WEEK
    key = partial(facts_key, known, space_ids, asked.monday, last, depends_on)
    if listing.has_sessions_on(clock.today()):
        key = partial(sessions_key, known, listing, asked.monday, last, depends_on)

    def main() -> SafeString:
        return _main(request, known, listing, asked)

    # Who has neither a session nor a message is shown what everybody is shown.
    if {"sessionid", "messages"} & request.COOKIES.keys():
        page = _page(request, listing, kept("main", key, main))
    else:
        page = kept("page", key, lambda: _page(request, listing, main()))
    return HttpResponse(page)


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


def _is_bookable(listing: Listing) -> bool:
    return listing.is_bookable_on(clock.today())


def _page(request: HttpRequest, listing: Listing, main: SafeString) -> SafeString:
    context = {"facility": shown_facility(listing), "main": main}
    return render_to_string("facilities/facility.html", context, request)


def _rules(listing: Listing) -> list[str]:
    """The rules of use, for everybody to read before they sign in.

    What a program decides by is published: Personal Information Protection Act, art. 37-2 (4).
    """
    today = clock.today()
    policy = listing.policy_on(today)
    if policy is None or not (listing.is_online_on(today) or listing.is_applied_for_on(today)):
        return []
    return rules_of_use(policy, listing)


def _sessions(known: Catalogue, listing: Listing, policy: Policy, asked: Asked) -> SessionsWeek:
    now, last = clock.now(), asked.monday + WEEK - DAY
    days = [asked.monday + timedelta(days=offset) for offset in range(7)]
    sessions = sessions_between([listing.facility.pk], days[0], last, now)
    ahead = timedelta(days=policy.opens_days_before)
    return sessions_week(days_of(listing, days, sessions, known, now), ahead)


def _main(request: HttpRequest, known: Catalogue, listing: Listing, asked: Asked) -> SafeString:
    """The part of the page that is the same for everybody."""
    context: dict[str, object] = {
        "facility": shown_facility(listing),
        "facts": facts(listing),
        "view": asked.view,
        "rules": _rules(listing),
    }
    policy = listing.policy_on(clock.today())
    context["is_listed"] = policy is not None and policy.is_listed
    if policy and listing.has_sessions_on(clock.today()):
        context["sessions"] = _sessions(known, listing, policy, asked)
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

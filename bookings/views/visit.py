"""One visit of a booking: cancel it or move it, alone, from it on, or all."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of
from bookings.alternatives import Alternative
from bookings.attendance import Attended
from bookings.changing import VisitRefused, cancel_visits, move_visits
from bookings.changing_scope import numbers_of, shifted
from bookings.forms.visit import CancelVisitsForm, MoveVisitsForm, as_it_is
from bookings.models import Booking, Visit
from bookings.shown import can_move, shown_booking, shown_visits
from bookings.views.booking import own_booking
from facilities.availability import Start
from facilities.catalogue import Listing, catalogue
from lib import clock, formats
from lib.refusal import Refused

IN_THE_ADDRESS = ("facility", "date", "start", "minutes")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what to do with the visit; do it when asked by POST."""
    person = person_of(request)
    booking = own_booking(person, reference)
    if booking.is_application:
        return redirect("applications:application", reference)
    found = next((one for one in booking.visits.all() if one.number == number), None)
    if found is None:
        raise Http404
    asked = {name: request.GET[name] for name in IN_THE_ADDRESS if name in request.GET}
    move = MoveVisitsForm(_rooms(booking), initial=as_it_is(found) | asked)
    cancel = CancelVisitsForm()
    if request.method != "POST":
        return _page(request, booking, found, move, cancel)
    if request.POST.get("do") == "move":
        move = MoveVisitsForm(_rooms(booking), request.POST)
        return _moved(request, person, booking, found, move)
    cancel = CancelVisitsForm(request.POST)
    return _cancelled(request, person, booking, found, move, cancel)


def _rooms(booking: Booking) -> list[Listing]:
    """Where a visit of this booking could go: rooms whose policy takes as many visits."""
    today = clock.today()
    number = sum(one.attendance != Attended.CANCELLED for one in booking.visits.all())
    return [
        item
        for item in catalogue().listings
        if item.is_bookable_on(today)
        and (policy := item.policy_on(today))
        and policy.max_visits >= number
    ]


def _cancelled(
    request: HttpRequest,
    person: User,
    booking: Booking,
    found: Visit,
    move: MoveVisitsForm,
    form: CancelVisitsForm,
) -> HttpResponse:
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, booking, found, move, form, status=status)
    scope, now = form.cleaned_data["scope"], clock.now()
    numbers = numbers_of(booking, list(booking.visits.all()), found, scope, now)
    try:
        cancel_visits(person, booking, numbers)
    except Refused as refused:
        return _page(request, booking, found, move, form, refused)
    messages.success(request, _("Cancelled: %(number)d") % {"number": len(numbers)})
    return redirect("bookings:booking", booking.reference)


def _moved(
    request: HttpRequest, person: User, booking: Booking, found: Visit, form: MoveVisitsForm
) -> HttpResponse:
    cancel = CancelVisitsForm()
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, booking, found, form, cancel, status=status)
    visits, data = list(booking.visits.all()), form.cleaned_data
    numbers = numbers_of(booking, visits, found, data["scope"], clock.now())
    try:
        moves = shifted(visits, found, numbers, data["facility"], form.span())
        move_visits(person, booking, moves)
    except Refused as refused:
        return _page(request, booking, found, form, cancel, refused)
    messages.success(request, _("Moved: %(number)d") % {"number": len(numbers)})
    return redirect("bookings:booking", booking.reference)


def _page(
    request: HttpRequest,
    booking: Booking,
    found: Visit,
    move: MoveVisitsForm,
    cancel: CancelVisitsForm,
    refused: Refused | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    now, visits = clock.now(), list(booking.visits.all())
    (shown,) = (one for one in shown_visits(booking, visits, now) if one.number == found.number)
    in_the_way = refused.number if isinstance(refused, VisitRefused) else found.number
    context = {
        "booking": shown_booking(booking),
        "visit": shown,
        "is_series": len(visits) > 1,
        "can_move": can_move(booking, found, now),
        "move": move,
        "cancel": cancel,
        "refusal": refused.refusal if refused else None,
        "other": _period(visits, in_the_way) if in_the_way != found.number else "",
        "alternatives": _alternatives(booking, found, refused.alternatives)
        if refused and in_the_way == found.number
        else (),
    }
    return render(
        request,
        "bookings/visit.html",
        context,
        status=refused.refusal.status if refused else status,
    )


def _period(visits: Sequence[Visit], number: int) -> str:
    return next((formats.period(one.span) for one in visits if one.number == number), "")


def _alternatives(
    booking: Booking, found: Visit, starts: Sequence[Start]
) -> tuple[Alternative, ...]:
    """Other times, each a tap away: this page with the time filled in."""
    path = reverse("bookings:visit", args=[booking.reference, found.number])
    links = []
    for start in starts:
        begins = start.span.starts_at.astimezone(clock.SEOUL)
        asked = {
            "facility": start.listing.facility.slug,
            "date": begins.date(),
            "start": f"{begins:%H:%M}",
            "minutes": start.span.minutes,
        }
        name, url = str(start.listing.facility.name), f"{path}?{urlencode(asked)}#move"
        links.append(Alternative(name, formats.period(start.span), url))
    return tuple(links)

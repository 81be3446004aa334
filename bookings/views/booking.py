"""One booking: its page, its pass and its calendar file."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import person_of
from bookings import rules
from bookings.attendance import Attended
from bookings.calendars import booking_calendar
from bookings.decision import Decided
from bookings.documents import pass_pdf
from bookings.facts import facts_of
from bookings.models import Booking, Offer
from bookings.passes import picture
from bookings.queue_shown import ShownOffer, open_offers, shown_offers
from bookings.shown import shown_booking
from lib import clock, pdf
from lib.refusal import Refusal

IN_A_CALENDAR = (Decided.APPROVED, Decided.CANCELLED)  # what stands, and that it stands no more


def own_booking(person: User, reference: str) -> Booking:
    """The booking of that reference, if it is this person's; to everybody else it is not there."""
    own = Booking.objects.of(person).with_visits().select_related("contact")
    return get_object_or_404(own, reference=reference)


@never_cache
@login_required
@require_safe
def booking(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation, and later whatever became of it. What was applied for has its own page."""
    found = own_booking(person_of(request), reference)
    if found.is_application:
        return redirect("applications:application", reference)
    return _page(request, found)


@never_cache
@login_required
@require_safe
def pass_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The pass as a PDF, for paper, while there is a visit to come."""
    found = own_booking(person_of(request), reference)
    shown = shown_booking(found)
    if shown.is_over or shown.is_submitted:
        raise Http404
    try:
        content = pass_pdf(found, list(found.visits.all()), get_language() or "ko")
    except (pdf.PaperBusy, pdf.PaperTimeout):
        return _page(request, found, rules.paper_is_busy())
    return _file(content, "application/pdf", f"{found.reference}.pdf")


@never_cache
@login_required
@require_safe
def calendar_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The visits for one's own calendar, once they stand."""
    found = own_booking(person_of(request), reference)
    if found.state not in IN_A_CALENDAR:
        raise Http404
    is_cancelled = found.state == Decided.CANCELLED
    facts = facts_of(found, list(found.visits.all()), get_language() or "ko")
    content = booking_calendar(facts, cancelled=is_cancelled)
    return _file(content, "text/calendar; charset=utf-8", f"{found.reference}.ics")


def _page(request: HttpRequest, found: Booking, refusal: Refusal | None = None) -> HttpResponse:
    shown = shown_booking(found)
    has_pass = not (shown.is_over or shown.is_submitted)
    context = {
        "booking": shown,
        "has_calendar": found.state in IN_A_CALENDAR,
        "is_new": "new" in request.GET and not shown.is_over,
        "qr_svg": picture(found.reference, title=_("Pass")) if has_pass else "",
        "refusal": refusal,
        "offers": _instead(found) if _is_cut(found) else [],
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "bookings/booking.html", context, status=status)


def _is_cut(found: Booking) -> bool:
    """Was any visit of it cancelled, by whomever?"""
    return any(one.attendance == Attended.CANCELLED for one in found.visits.all())


def _instead(found: Booking) -> list[ShownOffer]:
    """What is held for the person after the city cancelled this booking, or a visit of it."""
    offers = open_offers(found.person, clock.now()) if found.person else Offer.objects.none()
    return shown_offers(offers.filter(instead_of=found))


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

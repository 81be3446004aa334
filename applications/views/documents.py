"""The papers of an application as PDF: for who applied, and for the officers."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access_log import looked_at
from accounts.roles import may_review, works_here
from accounts.signed_in import person_of
from applications import rules
from applications.charges_shown import charge_of, shown_charge
from applications.documents import (
    Document,
    decision_document,
    payment_document,
    permit_document,
    receipt_document,
)
from applications.models import Application
from applications.permit_standing import Stands, standing
from applications.permits_found import newest_permit
from applications.reviewing import Reviewed
from bookings.models import Booking
from lib import clock, pdf

Making = Callable[[Booking, str], Document | None]


def _paper(name: str) -> Callable[[Making], Callable[[HttpRequest, str], HttpResponseBase]]:
    """A view that sends the document as a file; Http404 where there is none."""

    def to_view(making: Making) -> Callable[[HttpRequest, str], HttpResponseBase]:
        @never_cache
        @login_required
        @require_safe
        @wraps(making)
        def view(request: HttpRequest, reference: str) -> HttpResponse:
            booking = _booking_for(request, reference, name)
            document = making(booking, get_language() or "ko")
            if document is None:
                raise Http404
            try:
                content = document.as_pdf()
            except (pdf.PaperBusy, pdf.PaperTimeout):
                return _busy(request, booking)
            response = HttpResponse(content, content_type="application/pdf")
            file = f"{booking.reference}-{name}.pdf"
            response["Content-Disposition"] = f'attachment; filename="{file}"'
            return response

        return view

    return to_view


@_paper("receipt")
def receipt(booking: Booking, language: str) -> Document | None:
    """The receipt slip of what was handed in last."""
    versions = _versions(booking)
    if not versions:
        return None
    return receipt_document(versions[-1], list(booking.papers.all()), language)


@_paper("permit")
def permit(booking: Booking, language: str) -> Document | None:
    """The permit, while it is worth something or once it was used up."""
    found = newest_permit(booking)
    if found is None or not found.application.asked:
        return None
    stands = standing(found, clock.now())
    if not (stands.is_in_force or stands.how == Stands.USED_UP):
        return None
    return permit_document(found, stands.visits, language)


@_paper("decision")
def decision(booking: Booking, language: str) -> Document | None:
    """The refusal, of the whole or of a part, that was decided last."""
    application = next(
        (
            one
            for one in reversed(_versions(booking))
            if one.state == Reviewed.REFUSED or (one.state == Reviewed.APPROVED and one.left_out)
        ),
        None,
    )
    if application is None:
        return None
    return decision_document(application, list(booking.visits.all()), language)


@_paper("payment")
def payment(booking: Booking, language: str) -> Document | None:
    """The payment notice, while something is to be paid."""
    charge = charge_of(booking)
    if charge is None or not shown_charge(charge, clock.now()).to_pay:
        return None
    return payment_document(charge, list(booking.visits.all()), language)


def _booking_for(request: HttpRequest, reference: str, name: str) -> Booking:
    """What was applied for, for who did and for officers; a colleague of the desk is told no."""
    person = person_of(request)
    bookings = Booking.objects.filter(is_application=True).with_visits()
    if not works_here(person):
        bookings = bookings.of(person)
    booking = get_object_or_404(bookings, reference=reference)
    if booking.person_id != person.pk:
        if not may_review(person):
            raise PermissionDenied
        looked_at(request, person, name, reference)
    return booking


def _versions(booking: Booking) -> list[Application]:
    """Those that still say what was asked, in their order."""
    versions = booking.applications.select_related("booking", "charge").order_by("number")
    return [one for one in versions if one.asked]


def _busy(request: HttpRequest, booking: Booking) -> HttpResponse:
    refusal = rules.document_is_busy()
    context = {
        "refusal": refusal,
        "back_url": reverse("applications:application", args=[booking.reference]),
        "back": _("Back to the application"),
    }
    return render(request, "paper_busy.html", context, status=refusal.status)

"""Asking once more, then cancelling."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from bookings import cancel as verb
from bookings.shown import shown_booking
from bookings.views.booking import own_booking
from lib.refusal import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what would be cancelled and until when; do it when asked by POST."""
    person = person_of(request)
    booking = own_booking(person, reference)
    if booking.is_application:  # there it is asked what of it, and what is paid back
        return redirect("applications:withdraw", reference)
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        try:
            verb.cancel(person, booking)
        except Refused as refused:
            refusal, status = refused.refusal, refused.refusal.status
        else:
            messages.success(request, _("The booking is cancelled."))
            return redirect("bookings:booking", reference)
    context = {"booking": shown_booking(booking), "refusal": refusal}
    return render(request, "bookings/cancel.html", context, status=status)

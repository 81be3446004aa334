"""Taking an application back, or a change of it, after having been asked once more."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of
from applications import withdrawing
from applications.application_shown import shown_application
from applications.refund_shown import refund_of
from applications.views.application import latest_of, own_application
from bookings.models import Booking
from lib import clock
from lib.refusal import Refused

CHANGE = "change"  # in the query and in the form: only the change, and not all of it


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what would be taken back and what follows; do it when asked by POST."""
    person, now = person_of(request), clock.now()
    booking = own_application(person, reference)
    sent = request.POST if request.method == "POST" else request.GET
    is_change = sent.get("what") == CHANGE
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        try:
            messages.success(request, _taken_back(person, booking, is_change=is_change))
        except Refused as refused:
            refusal, status = refused.refusal, refused.refusal.status
            booking = own_application(person, reference)
        else:
            return redirect("applications:application", reference)
    context = {
        "application": shown_application(booking, now),
        "is_change": is_change,
        "refund": None if is_change else refund_of(booking, now),
        "refusal": refusal,
    }
    return render(request, "applications/withdraw.html", context, status=status)


def _taken_back(person: User, booking: Booking, *, is_change: bool) -> str:
    """Do it by the verb; what was done, in a sentence."""
    if is_change:
        withdrawing.withdraw_change(person, latest_of(booking))
        return _("The change is withdrawn. What was approved before stands.")
    withdrawing.withdraw(person, booking)
    return _("It is withdrawn. Nothing of it is held any more.")

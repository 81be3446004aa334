"""A place in a waiting list: where one stands, and leaving it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from bookings import waiting
from bookings.models import Booking, Wait
from bookings.queue_shown import shown_wait
from bookings.queueing import Waited
from facilities.catalogue import catalogue


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the place in the list and what becomes of it; leave it when asked by POST."""
    person = person_of(request)
    own = Wait.objects.filter(person=person).select_related("facility", "session")
    found = get_object_or_404(own, reference=reference)
    if request.method == "POST":
        return _left(request, waiting.leave(person, found))
    offer = found.offers.select_related("booking").order_by("-pk").first()
    shown = shown_wait(catalogue(), found, offer, waiting.position(found))
    return render(request, "bookings/wait.html", {"wait": shown})


def _left(request: HttpRequest, wait: Wait) -> HttpResponse:
    """Say what became of it: it may have been booked, or have ended, before the press."""
    booking = Booking.objects.filter(offer__wait=wait).first()
    if booking:
        messages.info(request, _("You had accepted it before. The booking stands."))
        return redirect("bookings:booking", booking.reference)
    if wait.state != Waited.LEFT:
        return redirect("bookings:wait", wait.reference)
    messages.success(request, _("You have left the waiting list."))
    return redirect("applications:mine")

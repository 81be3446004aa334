"""An offer: what is held, until when, and the button that accepts it. A GET never accepts."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of
from bookings import offers
from bookings.models import Offer
from bookings.queue_shown import shown_offer
from bookings.queueing import Offered
from facilities.catalogue import catalogue
from lib.refusal import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is held; accept it or let it go when asked by POST."""
    person = person_of(request)
    own = Offer.objects.filter(person=person)
    found = get_object_or_404(
        own.select_related("facility", "booking", "instead_of"), reference=reference
    )
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        try:
            return _answered(request, person, found)
        except Refused as refused:
            refusal, status = refused.refusal, refused.refusal.status
            found.refresh_from_db()
    context = {"offer": shown_offer(catalogue(), found), "refusal": refusal}
    return render(request, "bookings/offer.html", context, status=status)


def _answered(request: HttpRequest, person: User, found: Offer) -> HttpResponse:
    if request.POST.get("do") == "accept":
        booking = offers.accept(person, found)
        return redirect(f"{reverse('bookings:booking', args=[booking.reference])}?new=1")
    if request.POST.get("do") == "decline":
        return _let_go(request, offers.decline(person, found))
    return redirect("bookings:offer", found.reference)


def _let_go(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Say what became of it: it may have been accepted, or have run out, before the press."""
    if offer.booking:
        messages.info(request, _("You had accepted it before. The booking stands."))
        return redirect("bookings:booking", offer.booking.reference)
    if offer.state != Offered.DECLINED:
        return redirect("bookings:offer", offer.reference)
    messages.success(request, _("You have let it go. It is free for others again."))
    return redirect("applications:mine")

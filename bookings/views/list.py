"""My bookings."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signed_in import person_of
from bookings.models import Booking
from bookings.shown import shown_booking
from lib import clock

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """What is still to come, soonest first, and what was, in pages."""
    own = Booking.objects.of(person_of(request))
    coming, past = own.coming(clock.now()), own.not_coming(clock.now())
    page = Paginator(past.with_visits(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "upcoming": [shown_booking(booking) for booking in coming.with_visits()],
        "past": [shown_booking(booking) for booking in page],
        "page": page,
    }
    return render(request, "bookings/list.html", context)

"""My bookings."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signed_in import person_of
from bookings.absences_shown import absences_of
from bookings.models import Booking
from bookings.queue_shown import live_waits, open_offers, shown_offers, shown_waits
from bookings.shown import shown_booking
from lib import clock

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """What is still to come, soonest first, and what was, in pages."""
    person, now = person_of(request), clock.now()
    own = Booking.objects.of(person)
    coming, past = own.coming(now), own.not_coming(now)
    page = Paginator(past.with_visits(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "upcoming": [shown_booking(booking) for booking in coming.with_visits()],
        "past": [shown_booking(booking) for booking in page],
        "page": page,
        "offers": shown_offers(open_offers(person, now)),
        "waits": shown_waits(live_waits(person, now)),
        "absences": absences_of(person, now),
    }
    return render(request, "bookings/list.html", context)

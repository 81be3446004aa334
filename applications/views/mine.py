"""My bookings: what a person has booked, applied for, waits for and has begun to type."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signed_in import person_of
from applications.cards import ShownCard, card_of, draft_cards
from applications.own import drafts_of, with_standing
from bookings.absences_shown import absences_of
from bookings.calendar_links import address_of
from bookings.models import Booking
from bookings.queue_shown import live_waits, open_offers, shown_offers, shown_waits
from bookings.shown import ShownBooking, shown_booking
from lib import clock

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is still to come, soonest first, and what was, each in pages."""
    person, now = person_of(request), clock.now()
    own = Booking.objects.of(person)
    coming, past = (
        Paginator(with_standing(found.with_visits(), now), PER_PAGE).get_page(request.GET.get(name))
        for name, found in (("coming", own.coming(now)), ("page", own.not_coming(now)))
    )
    context = {
        "upcoming": _cards(coming),
        "past": _cards(past),
        "coming": coming,
        "page": past,
        "drafts": draft_cards(drafts_of(person)),
        "offers": shown_offers(open_offers(person, now)),
        "waits": shown_waits(live_waits(person, now)),
        "absences": absences_of(person, now),
        "own_calendar": address_of(person),
    }
    return render(request, "applications/mine.html", context)


def _cards(bookings: Iterable[Booking]) -> list[tuple[ShownBooking | None, ShownCard | None]]:
    """Each as what it is: a booking, or an application."""
    now = clock.now()
    return [
        (None, card_of(one, now)) if one.is_application else (shown_booking(one), None)
        for one in bookings
    ]

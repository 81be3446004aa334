"""The form that books."""

import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_or_none
from bookings import drafts
from bookings.alternatives import shown
from bookings.forms import BookForm
from bookings.preview import Preview, preview
from bookings.reserve import reserve
from bookings.views.about import about
from bookings.views.book_places import book_places
from bookings.waiting import join
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.models import Facility
from facilities.rules import facility_gone
from facilities.shown import shown_facility
from lib import clock, formats
from lib.refusal import Refused

IN_THE_ADDRESS = ("date", "start", "minutes", "people", "purpose", "group_name")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, filled in with what is known; book; or say why not and what else there is."""
    known = catalogue()
    listing = known.listing(slug)
    if listing is None:
        return gone(request, slug)
    person = person_or_none(request)
    if person is None:
        return after_signing_in(request)
    if listing.has_sessions_on(clock.today()):
        return book_places(request, known, listing, person)
    if request.method == "POST":
        return _submitted(request, known, listing, person)
    if not listing.is_bookable_on(clock.today()):
        return redirect("facilities:facility", slug)
    form = BookForm(listing, initial=known_of(request, listing, person))
    return _page(request, known, listing, form, preview(known, listing, person, form.initial))


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """No such facility; or it was taken out of the list while the form was filled in."""
    if request.method != "POST" or not Facility.objects.filter(slug=slug).exists():
        raise Http404
    refusal = facility_gone()
    return render(request, "bookings/gone.html", {"refusal": refusal}, status=refusal.status)


def _submitted(
    request: HttpRequest, known: Catalogue, listing: Listing, person: User
) -> HttpResponse:
    form = BookForm(listing, request.POST)
    if not form.is_valid():
        form.keep_key()
        return _page(request, known, listing, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if request.POST.get("do") == "wait":
            wait = join(person, form.request(person))
            drafts.drop(request)
            return redirect("bookings:wait", wait.reference)
        booking = reserve(person, form.request(person), str(form.cleaned_data["key"]), known)
    except Refused as refused:
        form.fresh_key()
        asked = form.cleaned_data
        said = Preview(
            refused.refusal, shown(refused.alternatives, asked), formats.period(form.span())
        )
        return _page(request, known, listing, form, said, status=refused.refusal.status)
    drafts.drop(request)
    return redirect(f"{reverse('bookings:booking', args=[booking.reference])}?new=1")


def after_signing_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in and back to this form; what was typed waits in the session."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    drafts.keep(request)
    return redirect_to_login(drafts.address_with_draft(request))


def known_of(request: HttpRequest, listing: Listing, person: User) -> dict[str, Any]:
    """What the form starts with: the draft, else the address, and the person's own details."""
    policy = listing.policy_on(clock.today())
    return {
        "date": clock.today(),
        "minutes": policy.min_minutes if policy else 60,
        "name": person.name,
        "phone": formats.phone(person.mobile) if person.mobile else "",
        **{name: request.GET[name] for name in IN_THE_ADDRESS if name in request.GET},
        **(drafts.kept(request) or {} if "draft" in request.GET else {}),
        "key": str(uuid.uuid4()),
    }


def series_link(request: HttpRequest, listing: Listing) -> str:
    """Where several dates are booked at once, with the time that is known; empty: not here."""
    policy = listing.policy_on(clock.today())
    if policy is None or policy.max_visits < 2:
        return ""
    given = {name: request.GET[name] for name in IN_THE_ADDRESS if name in request.GET}
    path = reverse("bookings:series", args=[listing.facility.slug])
    return f"{path}?{urlencode(given)}" if given else path


def _page(
    request: HttpRequest,
    known: Catalogue,
    listing: Listing,
    form: BookForm,
    said: Preview | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "facility": shown_facility(listing),
        "about": about(request, known, listing),
        "form": form,
        "refusal": said.refusal if said else None,
        "alternatives": said.alternatives if said else (),
        "can_wait": bool(said and said.refusal and said.refusal.code == "taken"),
        "when": said.period if said else "",
        "cancel_until": said.cancel_until if said else "",
        "series_link": series_link(request, listing),
    }
    return render(request, "bookings/book.html", context, status=status)

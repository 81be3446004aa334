"""The form that books places in a session, or puts the party on its waiting list."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from bookings import drafts
from bookings.alternatives import shown
from bookings.forms import PlacesForm, places_form
from bookings.preview import Preview, places_preview
from bookings.reserve import reserve
from bookings.views.about import about
from bookings.waiting import join
from facilities.catalogue import Catalogue, Listing
from facilities.session_rules import session_gone
from facilities.sessions import SessionFacts, session_by_reference
from facilities.sessions_shown import at_door_in_words, places_in_words
from facilities.shown import shown_facility
from lib import clock, formats
from lib.refusal import Refused

IN_THE_ADDRESS = ("people", "guardians", "children_0_2", "children_3_5", "children_6_12")


def book_places(
    request: HttpRequest, known: Catalogue, listing: Listing, person: User
) -> HttpResponse:
    """Show the form of a session; book, or wait; or say why not and what else there is."""
    policy = listing.policy_on(clock.today())
    given = request.POST if request.method == "POST" else request.GET
    facts = session_by_reference(given.get("session", ""), clock.now())
    if policy is None or facts is None or facts.facility_id != listing.facility.pk:
        return _no_session(request, listing)
    if facts.is_cancelled:
        return _cancelled(request, listing, places_preview(known, listing, facts, person))
    form_of = places_form(policy)
    if request.method == "POST":
        return _submitted(request, known, person, form_of(listing, facts, request.POST))
    form = form_of(listing, facts, initial=_known(request, facts, person))
    return _page(request, known, form, places_preview(known, listing, facts, person))


def _no_session(request: HttpRequest, listing: Listing) -> HttpResponse:
    """None named: the week shows them. One that is not there: say so."""
    if request.method != "POST" and "session" not in request.GET:
        return redirect("facilities:facility", listing.facility.slug)
    context = {"refusal": session_gone(), "facility": shown_facility(listing)}
    return render(request, "bookings/gone.html", context, status=HTTPStatus.GONE)


def _cancelled(request: HttpRequest, listing: Listing, said: Preview) -> HttpResponse:
    """It does not take place: why, as far as that is known, and what else there is."""
    context = {
        "refusal": said.refusal or session_gone(),
        "facility": shown_facility(listing),
        "when": said.period,
        "alternatives": said.alternatives,
    }
    return render(request, "bookings/gone.html", context, status=HTTPStatus.GONE)


def _submitted(
    request: HttpRequest, known: Catalogue, person: User, form: PlacesForm
) -> HttpResponse:
    if not form.is_valid():
        form.keep_key()
        said = places_preview(known, form.listing, form.facts, person, full_only=True)
        return _page(request, known, form, said, HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = form.request(person)
    try:
        if request.POST.get("do") == "wait":
            wait = join(person, asked)
            drafts.drop(request)
            return redirect("bookings:wait", wait.reference)
        booking = reserve(person, asked, str(form.cleaned_data["key"]), known)
    except Refused as refused:
        form.fresh_key()
        instead = shown(refused.alternatives, form.cleaned_data)
        said = Preview(refused.refusal, instead, formats.period(form.facts.span))
        form.facts = session_by_reference(form.facts.reference, clock.now()) or form.facts
        if form.facts.is_cancelled:
            return _cancelled(request, form.listing, said)
        return _page(request, known, form, said, refused.refusal.status)
    drafts.drop(request)
    return redirect(f"{reverse('bookings:booking', args=[booking.reference])}?new=1")


def _known(request: HttpRequest, facts: SessionFacts, person: User) -> dict[str, Any]:
    """What the form starts with: the draft, else the address, and the person's own details."""
    return {
        "session": facts.reference,
        "people": 1,
        "guardians": 1,
        "name": person.name,
        "phone": formats.phone(person.mobile) if person.mobile else "",
        **{name: request.GET[name] for name in IN_THE_ADDRESS if name in request.GET},
        **(drafts.kept(request) or {} if "draft" in request.GET else {}),
        "key": str(uuid.uuid4()),
    }


def _page(
    request: HttpRequest,
    known: Catalogue,
    form: PlacesForm,
    said: Preview | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    facts, refusal = form.facts, said.refusal if said else None
    is_full = bool(refusal and refusal.code == "session_full")
    context = {
        "facility": shown_facility(form.listing),
        "about": about(request, known, form.listing),
        "form": form,
        "refusal": None if is_full and status == HTTPStatus.OK else refusal,
        "alternatives": said.alternatives if said else (),
        "instead": said.alternatives if said and is_full and status == HTTPStatus.OK else (),
        "when": formats.period(facts.span),
        "places": places_in_words(facts),
        "at_door": at_door_in_words(facts),
        "cancel_until": said.cancel_until if said else "",
        "is_full": is_full,
        "has_some": facts.free > 0,
        "position": facts.waiting + 1,
    }
    return render(request, "bookings/book_places.html", context, status=status)

"""What is pressed at the door, on the page of the day or of one session."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import attend
from bookings.desk_shown import ShownSession, name_of
from bookings.forms.staff import VisitForm, door_form
from bookings.models import Visit
from bookings.views.pressed import Pressed, ids_of
from facilities.catalogue import Catalogue
from facilities.session_rules import session_gone
from facilities.sessions import session_by_reference
from lib import clock
from lib.references import LENGTH, spaced
from lib.refusal import Refused


@dataclass(frozen=True, slots=True)
class Row:
    """A session on a page, with the form for who simply comes."""

    session: ShownSession
    form: Any


def at_the_door(request: HttpRequest, clerk: User, known: Catalogue) -> Pressed:
    """Do what the button says, by its verb. Http404 for a visit that is not there."""
    if request.POST.get("do") == "arrive":
        return _arrive(request, clerk)
    if request.POST.get("do") == "let_in":
        return _let_in(request, clerk, known)
    raise Http404


def row(session: ShownSession, came: Pressed) -> Row:
    """The form as it was typed where it came back, else a fresh one while the door is open."""
    typed = came.form_of(session.reference)
    if typed or session.policy is None or not session.is_door_open:
        return Row(session, typed)
    form_of = door_form(session.policy)
    start = {"people": 1, "guardians": 1, "key": uuid.uuid4()}
    return Row(session, form_of(initial=start, auto_id=ids_of(session.reference)))


def named_visit(request: HttpRequest) -> Visit:
    """The visit that a row names. Http404 where there is none."""
    named = VisitForm(request.POST)
    if not named.is_valid():
        raise Http404
    return get_object_or_404(
        Visit.objects.select_related("booking__contact"),
        booking__reference=named.cleaned_data["booking"],
        number=named.cleaned_data["number"],
    )


def _arrive(request: HttpRequest, clerk: User) -> Pressed:
    visit = named_visit(request)
    try:
        attend.arrive(clerk, visit)
    except Refused as refused:
        return Pressed(refusal=refused.refusal)
    told = {"name": name_of(visit.booking), "reference": spaced(visit.booking.reference)}
    return Pressed(done=_("Arrived: %(name)s, %(reference)s.") % told)


def _let_in(request: HttpRequest, clerk: User, known: Catalogue) -> Pressed:
    reference = request.POST.get("session", "")[:LENGTH]
    facts = session_by_reference(reference, clock.now()) if reference.isalnum() else None
    listing = known.listing_of(facts.facility_id) if facts else None
    policy = listing.policy_on(clock.today()) if listing else None
    if policy is None:
        return Pressed(refusal=session_gone())
    form = door_form(policy)(request.POST, auto_id=ids_of(reference))
    if not form.is_valid():
        return Pressed(form=form, of=reference)
    try:
        booking = attend.walk_in(
            clerk, reference, form.party(), str(form.cleaned_data["key"] or "")
        )
    except Refused as refused:
        return Pressed(refusal=refused.refusal, form=form, of=reference)
    told = {"reference": spaced(booking.reference)}
    return Pressed(done=_("Let in without a booking: %(reference)s.") % told)

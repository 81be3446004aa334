"""Closing a facility over what is booked: first what it hits, then one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.gate import for_officers
from accounts.models import User
from accounts.signed_in import person_of
from bookings import close as verb
from bookings.forms.staff import ClosureForm, SeenForm
from bookings.hits_shown import ShownHits, shown_hits
from bookings.views.pressed import Pressed
from facilities import closing
from lib.refusal import Refusal, Refused


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """A GET with the form filled in shows what a closure would hit; only a POST closes."""
    if request.method == "POST":
        form = ClosureForm(request.POST)
        if not form.is_valid():
            return _page(request, form, Pressed(form=form))
        try:
            return _closed(request, person_of(request), form)
        except Refused as refused:
            return _page(request, form, Pressed(refusal=refused.refusal))
    if "facility" in request.GET:
        form = ClosureForm(request.GET)
        return _page(request, form, Pressed(form=form))
    return _page(request, ClosureForm(), Pressed())


def _closed(request: HttpRequest, officer: User, form: ClosureForm) -> HttpResponse:
    given = form.cleaned_data
    done = verb.close(
        officer,
        given["facility"],
        given["span"],
        reason_ko=given["reason_ko"],
        reason_en=given["reason_en"],
        seen=SeenForm(request.POST).references(),
    )
    told = {"cancelled": done.cancelled, "held": done.held}
    messages.success(
        request,
        _("Closed. Bookings cancelled: %(cancelled)d. Alternatives held: %(held)d.") % told,
    )
    return redirect("facilities:facility", given["facility"].slug)


def _page(request: HttpRequest, form: ClosureForm, came: Pressed) -> HttpResponse:
    hits, against = _preview(form)
    came = came if came.refusal else Pressed(refusal=against, form=came.form)
    context = {
        "form": form,
        "confirmed": ClosureForm(form.data, auto_id=False),
        "hits": hits,
        "can_close": hits is not None and against is None,
        "refusal": came.refusal,
    }
    return render(request, "staff/close.html", context, status=came.status)


def _preview(form: ClosureForm) -> tuple[ShownHits | None, Refusal | None]:
    """What it would hit as it is now, and what would speak against it."""
    if not (form.is_bound and form.is_valid()):
        return None, None
    given: dict[str, Any] = form.cleaned_data
    try:
        hits = verb.preview(given["facility"], given["span"])
    except Refused as refused:
        return None, refused.refusal
    return shown_hits(hits), closing.space_in_use(hits.told) if hits.told else None

"""Changing the weekly timetable of a facility: first what it changes, then one button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import for_officers
from accounts.models import User
from accounts.signed_in import person_of
from bookings import closing_rules, retime
from bookings.forms.staff import SeenForm, TimetableForm
from bookings.hits_shown import ShownChange, shown_change
from bookings.views.pressed import Pressed
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.models import WeeklySession
from facilities.models.places import Basis
from facilities.timetable_shown import in_force, shown_timetables
from lib.refusal import Refusal, Refused


@never_cache
@for_officers
@require_safe
def timetables(request: HttpRequest) -> HttpResponse:
    """The facilities that have one."""
    by_session = [one for one in catalogue().listings if one.facility.basis == Basis.SESSION]
    facilities = [(one.facility, in_force(one)) for one in by_session]
    return render(request, "staff/timetables.html", {"facilities": facilities})


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: HttpRequest, slug: str) -> HttpResponse:
    """A GET with the form filled in shows what would change; only a POST changes it."""
    listing = _listing(catalogue(), slug)
    if request.method == "POST":
        form = TimetableForm(request.POST)
        if not form.is_valid():
            return _page(request, listing, form, Pressed(form=form))
        try:
            return _changed(request, person_of(request), listing, form)
        except Refused as refused:
            return _page(request, listing, form, Pressed(refusal=refused.refusal))
    if "lines" in request.GET:
        form = TimetableForm(request.GET)
        return _page(request, listing, form, Pressed(form=form))
    form = TimetableForm(initial={"lines": "\n".join(in_force(listing))})
    return _page(request, listing, form, Pressed())


def _listing(known: Catalogue, slug: str) -> Listing:
    """A facility by session. Http404 for any other."""
    listing = known.listing(slug)
    if listing is None or listing.facility.basis != Basis.SESSION:
        raise Http404
    return listing


def _rows(listing: Listing, form: TimetableForm) -> tuple[WeeklySession, ...]:
    given = form.cleaned_data
    return retime.read_lines(listing.facility, given["lines"], given["first"], given["last"])


def _changed(
    request: HttpRequest, officer: User, listing: Listing, form: TimetableForm
) -> HttpResponse:
    given = form.cleaned_data
    change = retime.retime(
        officer,
        listing.facility,
        _rows(listing, form),
        given["first"],
        given["last"],
        why=given["why"],
        seen=SeenForm(request.POST).references(),
    )
    told = {"going": len(change.going), "cancelled": len(change.references)}
    messages.success(
        request,
        _("Changed. Sessions that go: %(going)d. Bookings cancelled: %(cancelled)d.") % told,
    )
    return redirect("staff:timetable", listing.facility.slug)


def _page(
    request: HttpRequest, listing: Listing, form: TimetableForm, came: Pressed
) -> HttpResponse:
    change, against = _preview(listing, form)
    came = came if came.refusal else Pressed(refusal=against, form=came.form)
    context = {
        "facility": listing.facility,
        "timetables": shown_timetables(listing),
        "form": form,
        "confirmed": TimetableForm(form.data, auto_id=False),
        "change": change,
        "can_change": change is not None and against is None,
        "refusal": came.refusal,
    }
    return render(request, "staff/timetable.html", context, status=came.status)


def _preview(listing: Listing, form: TimetableForm) -> tuple[ShownChange | None, Refusal | None]:
    """What would change as it is now, and what would speak against it."""
    if not (form.is_bound and form.is_valid()):
        return None, None
    given = form.cleaned_data
    try:
        rows = _rows(listing, form)
        change = retime.preview(listing.facility, rows, given["first"], given["last"])
    except Refused as refused:
        return None, refused.refusal
    full = change.too_full
    return shown_change(change), closing_rules.places_below_taken(full) if full else None

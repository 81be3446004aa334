"""The officers' inbox: bookings to decide, and absences to waive."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.gate import for_officers
from accounts.models import User
from accounts.signed_in import person_of
from bookings import attend, decide
from bookings.desk_shown import name_of
from bookings.forms.staff import ReasonForm
from bookings.models import Booking
from bookings.review_shown import absences, handed_in, shown_absence, shown_request
from bookings.views.door import named_visit
from bookings.views.pressed import Pressed, ids_of
from lib import clock
from lib.references import spaced
from lib.refusal import Refused

PER_PAGE = 20


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What was handed in; approve, or refuse with the reason."""
    came = Pressed()
    if request.method == "POST":
        came = _decide(request, person_of(request))
        if came.done:
            return came.told(request)
    page = Paginator(handed_in(), PER_PAGE).get_page(request.GET.get("page"))
    shown = [shown_request(booking) for booking in page]
    context = {
        "rows": [(one, _form(came, one.reference)) for one in shown],
        "page": page,
        "form": came.form,
        "refusal": came.refusal,
    }
    return render(request, "staff/review.html", context, status=came.status)


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: HttpRequest) -> HttpResponse:
    """Who did not come in the last thirty days; waive it with the reason."""
    came = Pressed()
    if request.method == "POST":
        came = _waive(request, person_of(request))
        if came.done:
            return came.told(request)
    page = Paginator(absences(clock.now()), PER_PAGE).get_page(request.GET.get("page"))
    shown = [shown_absence(visit) for visit in page]
    context = {
        "rows": [(one, _form(came, f"{one.reference}-{one.number}")) for one in shown],
        "page": page,
        "form": came.form,
        "refusal": came.refusal,
    }
    return render(request, "staff/absences.html", context, status=came.status)


def _form(came: Pressed, of: str) -> ReasonForm:
    form: ReasonForm = came.form_of(of) or ReasonForm(auto_id=ids_of(of))
    return form


def _decide(request: HttpRequest, officer: User) -> Pressed:
    reference = request.POST.get("booking", "").replace("\0", "")
    # What was applied for is decided as an application, with its permit.
    requests = Booking.objects.filter(is_application=False).select_related("contact")
    booking = get_object_or_404(requests, reference=reference)
    told = {"name": name_of(booking), "reference": spaced(reference)}
    form = None
    try:
        if request.POST.get("do") == "approve":
            decide.approve(officer, booking)
            return Pressed(done=_("Approved: %(name)s, %(reference)s.") % told)
        if request.POST.get("do") != "refuse":
            raise Http404
        form = ReasonForm(request.POST, auto_id=ids_of(reference))
        if not form.is_valid():
            return Pressed(form=form, of=reference)
        decide.refuse(officer, booking, form.cleaned_data["why"])
    except Refused as refused:
        return Pressed(refusal=refused.refusal, form=form, of=reference)
    return Pressed(done=_("Not approved: %(name)s, %(reference)s.") % told)


def _waive(request: HttpRequest, officer: User) -> Pressed:
    visit = named_visit(request)
    of = f"{visit.booking.reference}-{visit.number}"
    form = ReasonForm(request.POST, auto_id=ids_of(of))
    if not form.is_valid():
        return Pressed(form=form, of=of)
    try:
        attend.waive(officer, visit, form.cleaned_data["why"])
    except Refused as refused:
        return Pressed(refusal=refused.refusal, form=form, of=of)
    told = {"name": name_of(visit.booking), "reference": spaced(visit.booking.reference)}
    return Pressed(done=_("The absence is waived: %(name)s, %(reference)s.") % told)

"""The fee of an application, with what an officer records of it: proof, payment, refund."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access_log import looked_at
from accounts.gate import for_officers
from accounts.models import User
from accounts.signed_in import person_of
from applications import charging
from applications.charges_shown import account_of, charge_of_version
from applications.forms.charge import ChargeForm
from applications.models import Charge
from bookings.models import Booking
from lib import clock, formats
from lib.refusal import Refusal, Refused


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def charge(request: HttpRequest, reference: str) -> HttpResponse:
    """What is to be paid; record that a proof was seen, that it was paid, that it was paid back."""
    booking = get_object_or_404(Booking, reference=reference, is_application=True)
    if request.method != "POST":
        return _page(request, booking)
    form = ChargeForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    step = STEPS.get(request.POST.get("do", ""))
    found = charge_of_version(booking, given["version"])
    if step is None or found is None:
        raise Http404
    try:
        done = step(person_of(request), found, given["seen"], given["code"])
    except Refused as refused:
        return _page(request, booking, refused.refusal, given["code"])
    messages.success(request, done)
    return redirect("review:application", reference)


def _page(
    request: HttpRequest, booking: Booking, refusal: Refusal | None = None, chosen: str = ""
) -> HttpResponse:
    looked_at(request, person_of(request), "charge", booking.reference)
    context = {
        "booking": booking,
        "account": account_of(booking, clock.now()),
        "refusal": refusal,
        "chosen": chosen,
    }
    status = refusal.status if refusal else 200
    return render(request, "staff/charge_page.html", context, status=status)


def _proof(officer: User, found: Charge, seen: int, code: str) -> str:
    now = charging.confirm_reduction(officer, found, code, seen)
    return _("The reduction is confirmed. Fee: %(amount)s.") % {"amount": formats.won(now.fee_won)}


def _paid(officer: User, found: Charge, seen: int, code: str) -> str:
    charging.record_payment(officer, found, seen)
    return _("The payment is recorded.")


def _refunded(officer: User, found: Charge, seen: int, code: str) -> str:
    charging.record_refund(officer, found, seen)
    return _("The refund is recorded.")


STEPS: dict[str, Callable[[User, Charge, int, str], str]] = {
    "proof": _proof,
    "paid": _paid,
    "refunded": _refunded,
}

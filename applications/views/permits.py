"""Is this permit genuine, and in force? For a guard, without signing in."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.forms.permit import PermitForm
from applications.permit_shown import not_a_permit, shown_permit
from applications.permits_found import is_altered, permit_with
from lib import clock


@never_cache
@require_safe
def permits(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to the permit's own page."""
    form = PermitForm(request.GET if request.GET else None)
    if form.is_bound and form.is_valid():
        page = reverse("applications:verify", args=[form.cleaned_data["code"]])
        return redirect(f"{page}?{urlencode({'number': form.cleaned_data['number']})}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "applications/permits.html", {"form": form}, status=status)


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the permit of this code is worth at this moment. A code of nobody's answers 404."""
    now = clock.now()
    permit = permit_with(code)
    number = request.GET.get("number", "")
    if permit is None:
        context = {"verdict": not_a_permit(), "now": now}
        return render(request, "applications/permit.html", context, status=HTTPStatus.NOT_FOUND)
    shown = shown_permit(permit, now, is_altered=is_altered(permit, number))
    context = {"verdict": shown.verdict, "permit": shown, "now": now}
    return render(request, "applications/permit.html", context)

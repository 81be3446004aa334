"""Beginning a change of what was handed in: a draft, filled in from the newest version."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from applications import drafting
from applications.changeable import refusal_of_a_change
from applications.progress import standing_of
from applications.views.application import own_application, page
from lib import clock


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the form with what was handed in; a GET leads back to the page and begins nothing."""
    person = person_of(request)
    booking = own_application(person, reference)
    if request.method != "POST":
        return redirect("applications:application", reference)
    now = clock.now()
    refusal = refusal_of_a_change(booking, standing_of(booking, now), now)
    if refusal:
        return page(request, booking, refusal=refusal)
    draft = drafting.from_application(person, booking)
    return redirect("applications:draft", draft.reference)

"""Saved as it is typed: a small part of the form's page answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.signed_in import person_or_none
from applications import drafting
from applications.draft_rules import draft_gone, signed_out_meanwhile
from applications.models import Draft
from lib import formats
from lib.refusal import Refusal, Refused

SAVED = "applications/draft.html#saved"


@never_cache
@require_POST
def save(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is typed and say so; or say that it is not kept, and why."""
    person = person_or_none(request)
    if person is None:
        return not_saved(request, signed_out_meanwhile())
    found = Draft.objects.filter(person=person, reference=reference).first()
    if found is None:
        return not_saved(request, draft_gone())
    try:
        drafting.save(found, dict(request.POST.lists()))
    except Refused as refused:
        return not_saved(request, refused.refusal)
    return render(request, SAVED, {"saved_at": formats.clock_time(found.saved_at)})


def not_saved(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """In the place of "Saved": the page keeps what is typed."""
    return render(request, SAVED, {"unsaved": refusal}, status=refusal.status)

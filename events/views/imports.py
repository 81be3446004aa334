"""Bringing in: the calendars of others that we know, and the form that has one read."""

import re
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from events import import_rules, importing, typed_kept
from events.forms.importing import AskForm
from events.import_shown import sources_of
from events.models import CalendarImport, CalendarSource
from events.rows import data_of
from events.views.gate import for_officers_typing
from lib.refusal import Refusal, Refused

AGAIN = "again"


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show them; POST has one read, a new one or one of these again."""
    if request.method != "POST":
        kept = typed_kept.typed_again(request)
        return _page(request, AskForm(initial=data_of(kept).dict() if kept else None))
    typed_kept.drop(request)
    do, _dash, which = request.POST.get("do", "").partition("-")
    form = AskForm() if do == AGAIN else AskForm(request.POST, request.FILES)
    if form.is_bound and not form.is_valid():
        return _page(request, form)
    try:
        if do == AGAIN:
            number = int(which) if re.fullmatch("[0-9]{1,9}", which) else 0
            known = get_object_or_404(CalendarSource, pk=number)
            asked = importing.ask_again(person_of(request), known)
        else:
            asked = _asked(request, form)
    except Refused as refused:
        return _page(request, form, refused.refusal)
    return redirect("events:import", asked.reference)


def _asked(request: HttpRequest, form: AskForm) -> CalendarImport:
    if getattr(request, "upload_too_large", False):
        raise Refused(import_rules.calendar_too_large())
    chosen, given = request.FILES.get("file"), form.cleaned_data
    return importing.ask(
        person_of(request),
        given["name"],
        given["category"],
        address=given["address"],
        has_moved=given["has_moved"],
        file=chosen if isinstance(chosen, UploadedFile) else None,
    )


def _page(request: HttpRequest, form: AskForm, refusal: Refusal | None = None) -> HttpResponse:
    last = CalendarImport.objects.filter(source=OuterRef("pk")).order_by("-pk")
    sources = CalendarSource.objects.annotate(
        number=Count("events"),
        last_reference=Subquery(last.values("reference")[:1]),
        last_state=Subquery(last.values("state")[:1]),
        last_asked=Subquery(last.values("asked_at")[:1]),
    )
    context = {
        "form": form,
        "refusal": refusal,
        "sources": sources_of(list(sources)),
        "asks_if_moved": _asks_if_moved(form, refusal),
    }
    status = HTTPStatus.OK
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal:
        status = refusal.status
    return render(request, "staff/imports.html", context, status=status)


def _asks_if_moved(form: AskForm, refusal: Refusal | None) -> bool:
    """Where that was the question; and then as long as the box is ticked."""
    is_asked = refusal is not None and refusal.code == "calendar_has_other_address"
    return is_asked or bool(form["has_moved"].value())

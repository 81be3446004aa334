"""One reading of another calendar: is it read yet, what is in it, what is taken over."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from events import import_rules, importing, typed_kept
from events.forms.importing import ChooseForm
from events.import_shown import groups_of, left_out
from events.importing import Choice, Outcome
from events.models import CalendarImport, Importing, Standing
from events.rows import data_of
from events.views.gate import for_officers_typing
from lib import clock
from lib.refusal import Refusal, Refused

WAITS_LONG = timedelta(minutes=2)  # then it is likely that no worker runs
NOTHING = "nothing"  # the button that leaves all of it out


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it as it stands; POST takes over what is ticked."""
    read = _found(reference)
    if request.headers.get("HX-Request") and read.state == Importing.WAITING:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # the page stays as it is, focus and all
    if request.method != "POST":
        kept = typed_kept.typed_again(request)
        data = data_of(kept or {})
        ticked = _numbers(data.getlist("entry")) if kept else None
        return _page(request, read, _form(read, initial=data.dict()), ticked=ticked)
    typed_kept.drop(request)
    form = _form(read, data=request.POST)
    ticked = _numbers(request.POST.getlist("entry"))
    if not form.is_valid():
        return _page(request, read, form, ticked=ticked)
    try:
        outcome = _chosen(request, read, form, ticked)
    except Refused as refused:
        return _page(request, _found(reference), form, ticked=ticked, refusal=refused.refusal)
    if outcome.refused:
        return _page(request, _found(reference), form, ticked=ticked, outcome=outcome)
    messages.success(request, _told(len(outcome.done)))
    return redirect("events:import", reference)


def _found(reference: str) -> CalendarImport:
    return get_object_or_404(
        CalendarImport.objects.select_related("source", "by"), reference=reference
    )


def _form(read: CalendarImport, **given: Any) -> ChooseForm:
    standings = set(read.entries.values_list("standing", flat=True))
    return ChooseForm(
        has_new=Standing.NEW in standings, has_others=bool(standings - {Standing.NEW}), **given
    )


def _numbers(texts: list[str]) -> set[int]:
    return {int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 19}


def _chosen(
    request: HttpRequest, read: CalendarImport, form: ChooseForm, ticked: set[int]
) -> Outcome:
    leaves_all = request.POST.get("do") == NOTHING
    if not ticked and not leaves_all:
        raise Refused(import_rules.no_entry_chosen())
    given = form.cleaned_data
    choice = Choice(
        entries=() if leaves_all else ticked,
        publish=given.get("as_what") == "publish",
        reason_ko=given.get("reason_ko", ""),
        reason_en=given.get("reason_en", ""),
    )
    return importing.choose(person_of(request), read, choice)


def _told(number: int) -> str:
    return ngettext(
        "%(number)d date was taken over.", "%(number)d dates were taken over.", number
    ) % {"number": number}


def _page(
    request: HttpRequest,
    read: CalendarImport,
    form: ChooseForm,
    *,
    ticked: set[int] | None = None,
    refusal: Refusal | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    refused = outcome.refused if outcome else {}
    problem = import_rules.refusal_of(read.problem, read.detail) if read.problem else None
    context = {
        "read": read,
        "form": form,
        "groups": groups_of(read, ticked, refused),
        "left_out": left_out(read),
        "problem": problem,
        "refusal": refusal,
        "refused": len(refused),
        "done": len(outcome.done) if outcome else 0,
        "is_waiting": read.state == Importing.WAITING,
        "waits_long": read.state == Importing.WAITING and read.asked_at < clock.now() - WAITS_LONG,
        "can_be_chosen": read.state == Importing.READ,
    }
    status = HTTPStatus.OK
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal:
        status = refusal.status
    elif refused:
        status = HTTPStatus.CONFLICT
    return render(request, "staff/import.html", context, status=status)

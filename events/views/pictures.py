"""The pictures of an event: add one, say what is to be seen, take one out."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from events import picture_rules, picturing, typed_kept
from events.forms.steps import AltForm, PictureForm, ScopeForm
from events.models import Event, Picture
from events.picturing import Alt
from events.rows import Kept, data_of
from events.staff_shown import dates_of, scope_choices
from events.views.event_context import context_of, since
from events.views.gate import for_officers_typing
from events.views.pressed import seen as seen_in
from events.views.pressed import seen_before
from lib import clock
from lib.references import is_reference
from lib.refusal import Refusal, Refused

ADD = "add"


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a button that did not do what it says: which, its form as typed, and why."""

    form: forms.Form | None = None
    of: str = ""  # reference of the picture; of a new one none
    refusal: Refusal | None = None

    @property
    def status(self) -> HTTPStatus:
        """The true one of the page that shows it."""
        if self.refusal:
            return self.refusal.status
        is_wrong = self.form is not None and self.form.is_bound and bool(self.form.errors)
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, reference: str) -> HttpResponse:
    """Show them; POST does what the button says."""
    event = _found(reference)
    if request.method != "POST":
        kept = typed_kept.typed_again(request)
        return _page(request, event, Came(_new(event, initial=data_of(kept or {}).dict())), kept)
    typed_kept.drop(request)
    do, _dash, which = request.POST.get("do", "").partition("-")
    if do not in _DOES or not (is_reference(which) or do == ADD):
        raise Http404
    form = _FORMS[do](event, which, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, event, Came(form, which))
    try:
        messages.success(request, _DOES[do](request, event, which, form))
    except Refused as refused:
        return _page(request, _found(reference), Came(form, which, refused.refusal))
    return redirect("events:pictures", reference)


def _found(reference: str) -> Event:
    rows = Event.objects.with_places().select_related("series", "booking")
    found: Event = get_object_or_404(rows, reference=reference)
    return found


def _scopes(event: Event) -> list[tuple[str, str]]:
    return scope_choices(event, dates_of(event), clock.now())


def _new(event: Event, _which: str = "", **given: Any) -> PictureForm:
    return PictureForm(scopes=_scopes(event), **given)


def _alt(_event: Event, which: str, **given: Any) -> AltForm:
    given.pop("files", None)
    return AltForm(auto_id=f"{which}_%s", **given)


def _out(event: Event, which: str, **given: Any) -> ScopeForm:
    given.pop("files", None)
    return ScopeForm(scopes=_scopes(event), auto_id=f"out_{which}_%s", **given)


def _add(request: HttpRequest, event: Event, _which: str, form: Any) -> str:
    if getattr(request, "upload_too_large", False):
        raise Refused(picture_rules.picture_too_large())
    chosen = request.FILES.get("picture")
    upload = chosen if isinstance(chosen, UploadedFile) else None
    given = form.cleaned_data
    alt = Alt(given["alt_ko"], given["alt_en"])
    picturing.add(person_of(request), event, seen_in(request), upload, alt, form.chosen())
    return _("The picture is added.")


def _describe(request: HttpRequest, event: Event, which: str, form: Any) -> str:
    alt = Alt(form.cleaned_data["alt_ko"], form.cleaned_data["alt_en"])
    picturing.describe(person_of(request), event, seen_in(request), which, alt)
    return _("The words for the picture are saved.")


def _remove(request: HttpRequest, event: Event, which: str, form: Any) -> str:
    picturing.remove(person_of(request), event, seen_in(request), which, form.chosen())
    return _("The picture is taken out.")


_FORMS: dict[str, Any] = {ADD: _new, "describe": _alt, "remove": _out}
_DOES: dict[str, Any] = {ADD: _add, "describe": _describe, "remove": _remove}


def _page(request: HttpRequest, event: Event, came: Came, kept: Kept | None = None) -> HttpResponse:
    form = came.form
    context = context_of(event)
    context |= {
        "new_form": form if isinstance(form, PictureForm) else _new(event),
        "rows": [_row(event, one, came) for one in context["pictures"]],
        "refusal": came.refusal,
        "form": form if form is not None and form.is_bound else None,
        **since(event, seen_before(request, kept), came.refusal),
        "most": picture_rules.MOST,
    }
    return render(request, "staff/event_pictures.html", context, status=came.status)


def _row(event: Event, one: Picture, came: Came) -> tuple[Picture, AltForm, ScopeForm]:
    """A picture with its two forms; the one that was sent as it was typed."""
    kept = {"alt_ko": one.alt_ko, "alt_en": one.alt_en}
    sent = came.form if came.of == one.reference else None
    alt = sent if isinstance(sent, AltForm) else _alt(event, one.reference, initial=kept)
    out = sent if isinstance(sent, ScopeForm) else _out(event, one.reference)
    return one, alt, out

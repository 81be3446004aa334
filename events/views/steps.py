"""Publish, postpone, cancel: each a page that says what will happen, and a button that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of
from events import publishing, typed_kept
from events.forms.steps import ReasonForm, ScopeForm
from events.models import Event
from events.publication import Published, goes_along
from events.rows import Kept, data_of
from events.staff_shown import dates_of, scope_choices, shown_dates
from events.views.event_context import context_of, since
from events.views.gate import for_officers_typing
from events.views.pressed import seen as seen_in
from events.views.pressed import seen_before
from lib import clock
from lib.refusal import Refusal, Refused

Verb = Callable[[User, Event, int, ScopeForm], list[Event]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a page does: the state that it leads to, its form and its verb."""

    becoming: Published
    form: type[ScopeForm]
    verb: Verb
    has_scope: bool = True


def _publish(by: User, event: Event, seen: int, form: ScopeForm) -> list[Event]:
    return publishing.publish(by, event, seen, form.chosen())


def _postpone(by: User, event: Event, seen: int, form: ScopeForm) -> list[Event]:
    given = form.cleaned_data
    return publishing.postpone(by, event, seen, given["reason_ko"], given["reason_en"])


def _cancel(by: User, event: Event, seen: int, form: ScopeForm) -> list[Event]:
    given = form.cleaned_data
    return publishing.cancel(by, event, seen, given["reason_ko"], given["reason_en"], form.chosen())


STEPS = {
    "publish": Step(Published.PUBLISHED, ScopeForm, _publish),
    "postpone": Step(Published.POSTPONED, ReasonForm, _postpone, has_scope=False),
    "cancel": Step(Published.CANCELLED, ReasonForm, _cancel),
}


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """What will happen, to how many dates; POST does it."""
    event, taken = _found(reference), STEPS[name]
    if request.method != "POST":
        kept = typed_kept.typed_again(request)
        initial = data_of(kept).dict() if kept else {}
        form = _form(event, taken, initial=initial)
        return _page(request, event, name, form, kept=kept)
    typed_kept.drop(request)
    form = _form(event, taken, data=request.POST)
    if not form.is_valid():
        return _page(request, event, name, form)
    try:
        number = len(taken.verb(person_of(request), event, seen_in(request), form))
    except Refused as refused:
        return _page(request, _found(reference), name, form, refused.refusal)
    messages.success(request, _told(name, number))
    return redirect("events:edit", reference)


def _found(reference: str) -> Event:
    rows = Event.objects.with_places().select_related("series", "booking")
    found: Event = get_object_or_404(rows, reference=reference)
    return found


def _form(event: Event, taken: Step, **given: object) -> ScopeForm:
    scopes: list[tuple[str, str]] = []
    if taken.has_scope:
        scopes = scope_choices(event, dates_of(event), clock.now(), taken.becoming)
    return taken.form(scopes=scopes, **given)


def _told(name: str, number: int) -> str:
    told = {
        "publish": ngettext("The event is published.", "%(number)d dates are published.", number),
        "postpone": ngettext("The event is postponed.", "%(number)d dates are postponed.", number),
        "cancel": ngettext("The event is cancelled.", "%(number)d dates are cancelled.", number),
    }
    return told[name] % {"number": number}


def _page(
    request: HttpRequest,
    event: Event,
    name: str,
    form: ScopeForm,
    refusal: Refusal | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    taken, now = STEPS[name], clock.now()
    dates = [
        one
        for one in dates_of(event)
        if one.pk == event.pk
        or (one.ends_at > now and goes_along(one.state, event.state, taken.becoming))
    ]
    context = context_of(event)
    context |= {
        "form": form,
        "name": name,
        "refusal": refusal,
        **since(event, seen_before(request, kept), refusal),
        "dates": shown_dates(event, dates, now) if taken.has_scope and len(dates) > 1 else [],
        "can_be_done": name in context["steps"],
    }
    status = HTTPStatus.OK
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal:
        status = refusal.status
    return render(request, "staff/event_step.html", context, status=status)

"""One event for its officers: how it stands, its form, its pictures, its dates, its record."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from events import editing, rows, rules, typed_kept
from events.as_it_stands import wanted_of
from events.forms.event import EventForm
from events.forms.steps import ReasonForm
from events.models import Event
from events.publication import Published
from events.rows import Kept
from events.staff_shown import dates_of, scope_choices, shown_dates
from events.typed import typed_of
from events.views.event_context import context_of, since
from events.views.gate import for_officers_typing
from events.views.pressed import seen as seen_in
from events.views.pressed import seen_before
from events.views.pressed import typed as typed_in
from facilities.catalogue import catalogue
from lib import clock
from lib.refusal import Refusal, Refused

# What the form of an event that stands on a booking does not ask: its application says it.
_OF_THE_BOOKING = ("first_day", "starts", "last_day", "ends", "is_all_day")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a button that did not do what it says: the forms as typed, and why."""

    form: EventForm
    change: ReasonForm
    refusal: Refusal | None = None

    @property
    def status(self) -> HTTPStatus:
        """The true one of the page that shows it."""
        if self.form.errors or (self.change.is_bound and self.change.errors):
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return self.refusal.status if self.refusal else HTTPStatus.OK


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything of it on one page. POST saves, or adds and takes out rows."""
    event = _found(reference)
    if request.method == "POST":
        typed_kept.drop(request)
        return _pressed(request, event)
    kept = typed_kept.typed_again(request)
    typed = kept or typed_of(wanted_of(event))
    form = EventForm(_whole(event, typed), catalogue(), bound=False)
    return _page(request, event, Came(form, _change(event, kept)), kept)


def _found(reference: str) -> Event:
    found: Event = get_object_or_404(
        Event.objects.with_places().select_related("series", "booking"), reference=reference
    )
    return found


def _pressed(request: HttpRequest, event: Event) -> HttpResponse:
    typed = _whole(event, typed_in(request))
    changed = rows.pressed(request.POST.get("do", ""), typed)
    is_saved = request.POST.get("do") == "save"
    if rows.is_too_many(changed or typed):
        form = EventForm(typed, catalogue(), bound=False)
        came = Came(form, _change(event, typed), rules.event_too_many_rows())
        return _page(request, event, came)
    if not is_saved:
        form = EventForm(changed or typed, catalogue(), bound=False)
        return _page(request, event, Came(form, _change(event, typed)))
    form = EventForm(typed, catalogue(), bound=True)
    change = _change(event, typed, bound=True)
    if not all([form.is_valid(), change.is_valid()]):
        return _page(request, event, Came(form, change))
    try:
        return _saved(request, event, form, change)
    except Refused as refused:
        return _page(request, _found(event.reference), Came(form, change, refused.refusal))


def _saved(request: HttpRequest, event: Event, form: EventForm, change: ReasonForm) -> HttpResponse:
    given, scope = change.cleaned_data, change.chosen()
    asked = editing.Edit(
        by=person_of(request),
        wanted=form.wanted(),
        scope=scope,
        reason_ko=given["reason_ko"],
        reason_en=given["reason_en"],
    )
    number = len(editing.edit(event, seen_in(request), asked))
    told = ngettext("The change is saved.", "The change is saved for %(number)d dates.", number)
    messages.success(request, told % {"number": number})
    return redirect("events:edit", event.reference)


def _whole(event: Event, typed: Kept) -> Kept:
    """What was typed; of an event of a booking, with the time and the places of that."""
    if not event.is_of_booking:
        return typed
    own = typed_of(wanted_of(event))
    kept = {name: values for name, values in typed.items() if name not in _OF_THE_BOOKING}
    kept |= {name: own[name] for name in _OF_THE_BOOKING if name in own}
    return rows.with_rows(kept, rows.PLACE, rows.rows_of(own, rows.PLACE))


def _change(event: Event, typed: Kept | None, *, bound: bool = False) -> ReasonForm:
    """How far it reaches, and why."""
    scopes = scope_choices(event, dates_of(event), clock.now())
    data = rows.data_of(typed or {})
    if bound:
        return ReasonForm(data, scopes=scopes)
    return ReasonForm(initial=data.dict(), scopes=scopes)


def _page(request: HttpRequest, event: Event, came: Came, kept: Kept | None = None) -> HttpResponse:
    context = context_of(event) | {
        "event_form": came.form,
        "change_form": came.change,
        "refusal": came.refusal,
        "is_unsaved": kept is not None,
        **since(event, seen_before(request, kept), came.refusal),
        # What was typed stays in sight, also where it comes too late.
        "can_be_changed": event.state != Published.CANCELLED or came.refusal is not None,
        "dates": shown_dates(event, dates_of(event), clock.now()),
        "most_places": rows.MOST[rows.PLACE],
    }
    return render(request, "staff/event.html", context, status=came.status)

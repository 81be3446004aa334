"""Planning an event: its form, and where it repeats, all its dates before they are made."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from events import rows, rules, typed_kept
from events.dates_shown import shown_dates
from events.forms.event import EventForm
from events.planning import plan as make_one
from events.planning import plan_series, preview_series
from events.rows import Kept
from events.typed import empty
from events.views.gate import for_officers_typing
from events.views.pressed import typed as typed_in
from facilities.catalogue import catalogue
from facilities.recurring import LONGEST, Rule
from lib.formats import is_korean
from lib.references import is_reference, new_reference
from lib.refusal import Refusal, Refused

DRAFT, PUBLISH = "draft", "publish"
MAKE = "make"  # the button of the page of the dates
# What that page adds to what was typed.
DATES, LEFT_IN, WHAT = "shown_dates", "date", "then"


@dataclass(frozen=True, slots=True)
class _Ticked:
    """What was sent from the page of the dates."""

    own: Kept  # what was typed into the form before
    left_in: set[dt.date]
    left_out: set[dt.date]
    publish: bool


def _ticked(typed: Kept) -> _Ticked:
    shown, left_in = (_days(typed.get(name, [])) for name in (DATES, LEFT_IN))
    return _Ticked(_own(typed), left_in, shown - left_in, typed.get(WHAT) == [PUBLISH])


def _own(typed: Kept) -> Kept:
    return {name: each for name, each in typed.items() if name not in {DATES, LEFT_IN, WHAT, "do"}}


@never_cache
@for_officers_typing
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The form of one event. POST does what the button says; nothing that was typed is lost."""
    if request.method != "POST":
        kept = typed_kept.typed_again(request)
        if kept and kept.get("do") == [MAKE]:
            return _again(request, kept)
        return _page(request, kept or empty(), is_unsaved=kept is not None)
    typed, do = typed_in(request), request.POST.get("do", "")
    typed_kept.drop(request)
    if do == MAKE:
        return _made(request, typed)
    without_dates = _own(typed)
    changed = rows.pressed(do, without_dates)
    if changed is not None:
        if rows.is_too_many(changed):
            return _page(request, without_dates, refusal=rules.event_too_many_rows())
        return _page(request, changed)
    if do not in {DRAFT, PUBLISH}:
        return _page(request, without_dates)
    return _sent(request, without_dates, publish=do == PUBLISH)


def _sent(request: HttpRequest, typed: Kept, *, publish: bool) -> HttpResponse:
    """One event is made at once; of a series, its dates are looked at first."""
    form = EventForm(typed, catalogue(), bound=True)
    if rows.is_too_many(typed):
        return _page(request, typed, form, refusal=rules.event_too_many_rows())
    if not form.is_valid():
        return _page(request, typed, form)
    try:
        rule = form.rule()
        if rule:
            return _dates(request, typed, form, rule, publish=publish)
        event = make_one(person_of(request), form.wanted(), publish=publish, key=_key(typed))
    except Refused as refused:
        kept = _with_a_key(typed, refused.refusal)
        return _page(request, kept, form, refusal=refused.refusal)
    messages.success(request, _("The event is published.") if publish else _("The draft is saved."))
    return redirect("events:edit", event.reference)


def _made(request: HttpRequest, typed: Kept) -> HttpResponse:
    """All dates of the series that were left in."""
    ticked = _ticked(typed)
    form = EventForm(ticked.own, catalogue(), bound=True)
    if not form.is_valid():
        return _page(request, ticked.own, form)
    rule = form.rule()
    if rule is None:
        return _sent(request, ticked.own, publish=ticked.publish)
    try:
        return _all_made(request, form, rule, ticked)
    except Refused as refused:
        return _dates(
            request,
            _with_a_key(ticked.own, refused.refusal),
            form,
            rule,
            publish=ticked.publish,
            left_in=ticked.left_in,
            refusal=refused.refusal,
        )


def _again(request: HttpRequest, typed: Kept) -> HttpResponse:
    """The page of the dates with its ticks, for who had to sign in; the form where it has none."""
    ticked = _ticked(typed)
    form = EventForm(ticked.own, catalogue(), bound=True)
    rule = form.rule() if form.is_valid() else None
    if rule is None:
        return _page(request, ticked.own, is_unsaved=True)
    publish, left_in = ticked.publish, ticked.left_in
    return _dates(request, ticked.own, form, rule, publish=publish, left_in=left_in)


def _all_made(request: HttpRequest, form: EventForm, rule: Rule, ticked: _Ticked) -> HttpResponse:
    made = plan_series(
        person_of(request),
        form.wanted(),
        rule,
        left_out=ticked.left_out,
        publish=ticked.publish,
        key=_key(ticked.own),
    )
    number = len(made)
    told = (
        ngettext("%(number)d date is published.", "%(number)d dates are published.", number)
        if ticked.publish
        else ngettext(
            "%(number)d date is saved as a draft.", "%(number)d dates are saved as drafts.", number
        )
    )
    messages.success(request, told % {"number": number})
    return redirect("events:edit", made[0].reference)


def _days(texts: list[str]) -> set[dt.date]:
    """What a page of ours has written; what cannot be read is no day."""
    found = set()
    for one in " ".join(texts).split():
        with suppress(ValueError):
            found.add(dt.date.fromisoformat(one))
    return found


def _key(typed: Kept) -> str:
    """Of this form: a reference that nobody has yet, or that of what it made before."""
    key = next(iter(typed.get("key", [])), "")
    return key if is_reference(key) else ""


def _with_a_key(typed: Kept, refusal: Refusal) -> Kept:
    """With one of its own, where the one it had has made something else."""
    is_used = refusal.code == "event_key_used_otherwise"
    return typed | {"key": [new_reference()]} if is_used else typed


def _dates(
    request: HttpRequest,
    typed: Kept,
    form: EventForm,
    rule: Rule,
    *,
    publish: bool,
    left_in: set[dt.date] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """All dates, each with what is in its way. Raises `Refused` where there is nothing to show."""
    try:
        dates = preview_series(form.wanted(), rule)
    except Refused as refused:
        return _page(request, typed, form, refusal=refused.refusal)
    context = {
        "typed": [(name, value) for name, values in typed.items() for value in values],
        "dates": shown_dates(dates, left_in),
        "title": _title(form),
        "is_cut": _is_cut(rule, len(dates)),
        "then": PUBLISH if publish else DRAFT,
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "staff/event_dates.html", context, status=status)


def _title(form: EventForm) -> str:
    """In the active language, if it was typed; else in Korean."""
    about = form.wanted().about
    return about.title_ko if is_korean() else about.title_en or about.title_ko


def _is_cut(rule: Rule, number: int) -> bool:
    """Was more wanted than a year holds?"""
    is_short = rule.until is None and rule.times is not None and number < rule.times
    return is_short or (rule.until is not None and rule.until - rule.first > LONGEST)


def _page(
    request: HttpRequest,
    typed: Kept,
    form: EventForm | None = None,
    *,
    refusal: Refusal | None = None,
    is_unsaved: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "event_form": form or EventForm(typed, catalogue(), bound=False),
        "key": _key(typed) or new_reference(),
        "refusal": refusal,
        "is_unsaved": is_unsaved,
        "most_places": rows.MOST[rows.PLACE],
    }
    status = HTTPStatus.OK
    if form is not None and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal:
        status = refusal.status
    return render(request, "staff/event_plan.html", context, status=status)

"""One application for the officer: everything on one page, and each step as a form of its own."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access_log import looked_at
from accounts.gate import for_officers
from accounts.models import User
from accounts.signed_in import person_of
from applications.charges_shown import account_of
from applications.forms.review import ApproveForm
from applications.models import Application
from applications.own import everything
from applications.review_shown import ShownReview, ShownStep, shown_review
from applications.views.review_forms import makers, typed_words
from applications.views.review_steps import STEPS, Step, try_approving
from bookings.models import Booking
from lib import clock
from lib.refusal import Refusal, Refused

PROPOSED = ("visit", "facility", "day", "starts", "ends")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a button: done in a sentence, or the form as it was typed, and why not."""

    do: str = ""
    form: Any = None
    refusal: Refusal | None = None
    done: str = ""
    is_to_confirm: bool = False

    @property
    def status(self) -> HTTPStatus:
        """The true one of the page that shows it."""
        if self.refusal:
            return self.refusal.status
        is_wrong = self.form is not None and bool(self.form.errors)
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it; POST takes the step of the button."""
    officer, came = person_of(request), Came()
    if request.method == "POST":
        came = _pressed(request, officer, _found(reference))
        if came.done:
            messages.success(request, came.done)
            return redirect("review:application", reference)
    looked_at(request, officer, "application", reference)
    return _page(request, officer, _found(reference), came)


def _found(reference: str) -> Booking:
    rows = everything(Booking.objects.filter(is_application=True))
    found: Booking = get_object_or_404(rows, reference=reference)
    return found


def _pressed(request: HttpRequest, officer: User, booking: Booking) -> Came:
    """The step that the button names, from the revision that its page showed."""
    do, _minus, rest = request.POST.get("do", "").partition("-")
    is_back = do == "again"  # to the form of an approval, to change something
    do = "approve" if is_back else do
    if do not in STEPS:
        raise Http404
    latest: Application = max(booking.applications.all(), key=lambda one: one.number)
    latest.booking = booking
    seen = _number(request.POST.get("seen", ""))
    step = Step(
        officer, latest, seen, frozenset(request.POST.get("rivals", "").split()), _number(rest)
    )
    maker = makers(shown_review(booking, clock.now()), officer, {}).get(do)
    form = maker(request.POST) if maker else None
    if is_back or (form is not None and not form.is_valid()):
        return Came(do, form)
    try:
        if isinstance(form, ApproveForm) and not form.cleaned_data["confirmed"]:
            try_approving(step, form)
            return Came(do, form, is_to_confirm=True)
        return Came(do, done=STEPS[do](step, form))
    except Refused as refused:
        return Came(do, form, refused.refusal)


def _number(text: str) -> int:
    """A number that a page of ours has written; -1: it has not."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


def _page(request: HttpRequest, officer: User, booking: Booking, came: Came) -> HttpResponse:
    shown = shown_review(booking, clock.now())
    context = {
        "application": shown,
        "came_form": came.form,
        "refusal": came.refusal,
        "news": _news(request, shown) if came.refusal else [],
    }
    if came.is_to_confirm:
        person = booking.person
        context |= _to_confirm(request, came.form, person.language if person else "ko")
        return render(request, "staff/application_confirm.html", context)
    proposed = {name: request.GET[name][:60] for name in PROPOSED if name in request.GET}
    made = makers(shown, officer, proposed) if shown.is_open else {}
    context |= {
        "account": account_of(booking, clock.now()),
        "came": came.do or ("propose" if proposed else ""),
        "forms": {name: _form(name, maker, came) for name, maker in made.items()},
        "unsent": typed_words(came.form) if came.form is not None and not shown.is_open else [],
    }
    return render(request, "staff/application.html", context, status=came.status)


def _form(name: str, maker: Any, came: Came) -> Any:
    """Empty, or as it was typed where that step was not done."""
    return came.form if name == came.do and came.form is not None else maker(None)


def _news(request: HttpRequest, shown: ShownReview) -> list[ShownStep]:
    """The lines of the record that are newer than the page from which the button came."""
    known = _number(request.POST.get("known", ""))
    return shown.history[: max(len(shown.history) - known, 0)] if known >= 0 else []


def _to_confirm(request: HttpRequest, form: ApproveForm, language: str) -> dict[str, Any]:
    """What would be approved, in words, and the form as it was sent, to be sent again."""
    left_out = form.left_out()
    visits = form.fields["visits"].choices  # type: ignore[attr-defined]
    return {
        "chosen": [label for number, label in visits if int(number) not in left_out],
        "left_out": [label for number, label in visits if int(number) in left_out],
        "why": form.cleaned_data["why"],
        "conditions": form.texts(language),
        "ticked": [
            (name, value)
            for name in ("visits", "conditions")
            for value in request.POST.getlist(name)
        ],
        "written": [(name, request.POST.get(name, "")) for name in ("why", "own_conditions")],
    }

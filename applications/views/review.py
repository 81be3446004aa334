"""One application for the officer: everything on one page, and each step as a form of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access_log import looked_at
from accounts.gate import for_officers
from accounts.models import Role, User
from accounts.roles import holders
from accounts.signed_in import person_of
from applications import asking_more, deciding
from applications.charges_shown import account_of
from applications.forms.review import (
    ApproveForm,
    AskForm,
    HandOverForm,
    ProposeForm,
    RefuseForm,
)
from applications.models import Application, Condition
from applications.own import everything
from applications.review_shown import ShownReview, shown_review
from bookings.models import Booking
from facilities.catalogue import catalogue
from lib import clock
from lib.refusal import Refusal, Refused


@dataclass(slots=True)
class Came:
    """What came of a button: the step's form as it was typed, and why nothing was done."""

    do: str = ""
    form: Any = None
    refusal: Refusal | None = None
    needs: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> HTTPStatus:
        """The true one of the page that shows it."""
        if self.refusal:
            return self.refusal.status
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.form is not None else HTTPStatus.OK


@never_cache
@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it; POST takes the step of the button."""
    officer, came = person_of(request), Came()
    if request.method == "POST":
        came = _pressed(request, officer, _found(reference))
        if came.form is None and came.refusal is None:
            return redirect("review:application", reference)
    booking = _found(reference)
    looked_at(request, officer, "application", reference)
    shown = shown_review(booking, clock.now())
    context = {
        "application": shown,
        "account": account_of(booking, clock.now()),
        "refusal": came.refusal,
        "came": came.do,
        "came_form": came.form,
        "forms": _forms(shown, officer, came) if shown.is_open else {},
    }
    return render(request, "staff/application.html", context, status=came.status)


def _found(reference: str) -> Booking:
    rows = everything(Booking.objects.filter(is_application=True))
    found: Booking = get_object_or_404(rows, reference=reference)
    return found


# The steps -----------------------------------------------------------------------------------


def _pressed(request: HttpRequest, officer: User, booking: Booking) -> Came:
    """The step that the button names, from the revision that its page showed."""
    do, _minus, rest = request.POST.get("do", "").partition("-")
    if do not in STEPS:
        raise Http404
    latest: Application = max(booking.applications.all(), key=lambda one: one.number)
    latest.booking = booking
    seen = _number(request.POST.get("seen", ""))
    step = Step(request, officer, latest, seen, rest)
    form = _bound(do, step)
    if form is not None and not form.is_valid():
        return Came(do, form)
    try:
        done = STEPS[do](step, form)
    except Refused as refused:
        return Came(do, form, refused.refusal)
    messages.success(request, done)
    return Came()


def _number(text: str) -> int:
    """A number that a page of ours has written; -1: it has not."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


@dataclass(frozen=True, slots=True)
class Step:
    """Who does it, to which version, from which revision."""

    request: HttpRequest
    officer: User
    version: Application
    seen: int
    rest: str


def _approve(step: Step, form: ApproveForm) -> str:
    person = step.version.booking.person
    deciding.approve(
        step.officer,
        step.version,
        step.seen,
        conditions=form.texts(person.language if person else "ko"),
        left_out=form.left_out(),
        rivals_seen=frozenset(step.request.POST.get("rivals", "").split()),
        why=form.cleaned_data["why"],
    )
    return _("Approved. The permit is issued, and the organiser is told.")


def _refuse(step: Step, form: RefuseForm) -> str:
    deciding.refuse(step.officer, step.version, step.seen, form.cleaned_data["why"])
    return _("Not approved. The organiser is told the reason and how to object.")


def _ask(step: Step, form: AskForm) -> str:
    asking_more.ask(step.officer, step.version, step.seen, form.items())
    return _("Asked. The clock stands until it is answered, at the longest until the deadline.")


def _propose(step: Step, form: ProposeForm) -> str:
    data = form.cleaned_data
    asking_more.propose(
        step.officer,
        step.version,
        step.seen,
        int(data["visit"]),
        data["facility"],
        form.span(),
        data["text"],
        form.deadline(),
    )
    return _("Proposed. It is held until the deadline.")


def _unask(step: Step, _form: None) -> str:
    question = get_object_or_404(step.version.questions.all(), number=_number(step.rest))
    asking_more.withdraw_question(step.officer, question, step.seen)
    return _("It is not asked any more.")


def _hand_over(step: Step, form: HandOverForm) -> str:
    data = form.cleaned_data
    deciding.hand_over(step.officer, step.version, step.seen, data["to"], data["why"])
    return _("Handed over to: %(name)s") % {"name": data["to"].name}


def _take(step: Step, _form: None) -> str:
    deciding.hand_over(step.officer, step.version, step.seen, step.officer)
    return _("It is in your hands now.")


STEPS: dict[str, Callable[[Step, Any], str]] = {
    "approve": _approve,
    "refuse": _refuse,
    "ask": _ask,
    "propose": _propose,
    "unask": _unask,
    "hand_over": _hand_over,
    "take": _take,
}


# Their forms ---------------------------------------------------------------------------------


def _bound(do: str, step: Step) -> forms.Form | None:
    """The form of that step as it was sent; None where a button is all there is."""
    shown = shown_review(step.version.booking, clock.now())
    makers = _makers(shown, step.officer)
    return makers[do](step.request.POST) if do in makers else None


def _forms(shown: ShownReview, officer: User, came: Came) -> dict[str, forms.Form]:
    """Each step's form, empty, or as it was typed where that step was not done."""
    made = {name: maker(None) for name, maker in _makers(shown, officer).items()}
    if came.form is not None:
        made[came.do] = came.form
    return made


def _makers(shown: ShownReview, officer: User) -> dict[str, Callable[[Any], Any]]:
    visits = [(str(one.number), one.label) for one in shown.visits]
    today = clock.today()
    facilities = [
        (item.facility.slug, item.facility.name)
        for item in catalogue().listings
        if item.is_applied_for_on(today)
    ]
    usual = [
        str(one.pk)
        for one in Condition.objects.all()
        if one.is_usual and (shown.is_outdoors or not one.is_outdoors)
    ]
    start = {"visits": [number for number, _label in visits], "conditions": usual}
    return {
        "approve": lambda data: ApproveForm(
            data, visits=visits, initial=start, prefix=None, auto_id="approve_%s"
        ),
        "refuse": lambda data: RefuseForm(data, auto_id="refuse_%s"),
        "ask": lambda data: AskForm(data, auto_id="ask_%s"),
        "propose": lambda data: ProposeForm(
            data, visits=visits, facilities=facilities, auto_id="propose_%s"
        ),
        "hand_over": lambda data: HandOverForm(
            data, colleagues=colleagues(officer), auto_id="hand_over_%s"
        ),
    }


def colleagues(officer: User) -> QuerySet[User]:
    """Who else may decide, by name."""
    may = Q(pk__in=holders(Role.OFFICER)) | Q(pk__in=holders(Role.ADMINISTRATOR))
    return User.objects.filter(may).exclude(pk=officer.pk).order_by("name", "pk")

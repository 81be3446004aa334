"""An application after it was handed in: the page of the person whose it is."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import person_of
from applications import answers_kept
from applications.application_shown import shown_application
from applications.charges_shown import account_of
from applications.forms.answer import AnswerForm
from applications.models import Application, Question
from applications.own import applications_of
from bookings.models import Booking
from bookings.queue_shown import ShownOffer, open_offers, shown_offers
from lib import clock
from lib.refusal import Refusal


def own_application(person: User, reference: str) -> Booking:
    """What was applied for, if it is this person's; to everybody else it is not there."""
    return get_object_or_404(applications_of(person), reference=reference)


@never_cache
@login_required
@require_safe
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, and whatever became of it."""
    return page(request, own_application(person_of(request), reference))


def page(
    request: HttpRequest,
    booking: Booking,
    *,
    refusal: Refusal | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    """The page; with why a step was not taken, and the answer that was typed, by its number."""
    now = clock.now()
    shown = shown_application(booking, now)
    number, typed = answered or (0, None)
    open_ones = [one for one in shown.questions if one.is_open]
    kept = answers_kept.typed_again(request, booking.reference)
    forms = _forms(booking, {one.number for one in open_ones}, kept)
    context = {
        "application": shown,
        "asked": [(one, typed if one.number == number else forms[one.number]) for one in open_ones],
        "closed": [one for one in shown.questions if not one.is_open],
        # An answer that came too late: what was typed is shown, so that it can be used elsewhere.
        "unsent": typed if typed and number not in forms else None,
        "answered": typed,
        "account": account_of(booking, now) if shown.was_approved else None,
        "offers": _instead(booking),
        "is_new": "new" in request.GET,
        "refusal": refusal,
    }
    return render(request, "applications/application.html", context, status=_status(refusal, typed))


def _status(refusal: Refusal | None, typed: AnswerForm | None) -> HTTPStatus:
    if refusal:
        return refusal.status
    return HTTPStatus.UNPROCESSABLE_ENTITY if typed and typed.errors else HTTPStatus.OK


def latest_of(booking: Booking) -> Application:
    """The version that was handed in last; the booking comes with its versions."""
    return max(booking.applications.all(), key=lambda one: one.number)


def questions_by_number(booking: Booking) -> dict[int, Question]:
    """What was asked about the version that was handed in last."""
    return {one.number: one for one in latest_of(booking).questions.all()}


def _forms(booking: Booking, numbers: set[int], kept: Mapping[int, str]) -> dict[int, AnswerForm]:
    questions = questions_by_number(booking)
    forms = {number: AnswerForm(questions[number]) for number in numbers}
    for number, text in kept.items():
        if number in forms:
            forms[number].initial["text"] = text
    return forms


def _instead(booking: Booking) -> list[ShownOffer]:
    """What is held for the person after the city cancelled some of it."""
    was_closed = any(record.what == "closed" for record in booking.records.all())
    if booking.person is None or not was_closed:
        return []
    return shown_offers(open_offers(booking.person, clock.now()).filter(instead_of=booking))

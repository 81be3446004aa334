"""The front desk: the day's sessions and visits, and one session with its waiting list."""

from datetime import date, timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.gate import for_staff
from accounts.models import User
from accounts.signed_in import person_of
from bookings import waiting
from bookings.desk_shown import desk_day, shown_session, visits_in
from bookings.forms.staff import DayForm, MoveForm
from bookings.models import Wait
from bookings.queue_at_desk import (
    ShownWaiting,
    held_in,
    moves_for_rooms,
    moves_in,
    waiting_for_rooms,
    waiting_in,
)
from bookings.views.door import at_the_door, row
from bookings.views.pressed import Pressed, ids_of
from facilities.catalogue import Catalogue, catalogue
from facilities.sessions import session_by_reference
from lib import clock, formats
from lib.refusal import Refused

DAY = timedelta(days=1)


@never_cache
@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Who comes on a day, and who waits for a room; let in who is here."""
    known, came = catalogue(), Pressed()
    if request.method == "POST":
        clerk = person_of(request)
        is_move = request.POST.get("do") == "move"
        came = _move(request, clerk) if is_move else at_the_door(request, clerk, known)
        if came.done:
            return came.told(request)
    asked = DayForm(request.GET)
    day = asked.cleaned_data["day"] if asked.is_valid() else clock.today()
    now = clock.now()
    shown = desk_day(known, day, now)
    context = {
        "day_form": asked if asked.errors else DayForm(initial={"day": day}),
        "form": asked if asked.errors else came.form,
        "refusal": came.refusal,
        "title": formats.day(day),
        "is_today": day == clock.today(),
        "previous_url": _on(day - DAY),
        "next_url": _on(day + DAY),
        "rows": [row(session, came) for session in shown.sessions],
        "visits": shown.visits,
        "waits": _to_move(waiting_for_rooms(day, now), came),
        "moves": moves_for_rooms(day),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.errors else came.status
    return render(request, "staff/desk.html", context, status=status)


@never_cache
@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, reference: str) -> HttpResponse:
    """One session: who has places, who waits for some, and who was moved and why."""
    known, came = catalogue(), Pressed()
    if request.method == "POST":
        clerk = person_of(request)
        is_move = request.POST.get("do") == "move"
        came = _move(request, clerk, reference) if is_move else at_the_door(request, clerk, known)
        if came.done:
            return came.told(request)
    return _session_page(request, known, reference, came)


def _on(day: date) -> str:
    return f"{reverse('staff:desk')}?day={day.isoformat()}"


def _session_page(
    request: HttpRequest, known: Catalogue, reference: str, came: Pressed
) -> HttpResponse:
    now = clock.now()
    facts = session_by_reference(reference, now)
    if facts is None or known.listing_of(facts.facility_id) is None:
        raise Http404
    shown = shown_session(known, facts, visits_in(facts), now)
    context = {
        "row": row(shown, came),
        "session": shown,
        "day_url": _on(facts.span.starts_at.astimezone(clock.SEOUL).date()),
        "waits": _to_move(waiting_in(facts.pk), came),
        "held": held_in(facts.pk, now),
        "moves": moves_in(facts.pk),
        "form": came.form,
        "refusal": came.refusal,
    }
    return render(request, "staff/session.html", context, status=came.status)


def _to_move(waits: list[ShownWaiting], came: Pressed) -> list[tuple[ShownWaiting, MoveForm]]:
    """Each with the form that moves it: as it was typed, or a fresh one."""
    return [
        (wait, came.form_of(wait.reference) or MoveForm(auto_id=ids_of(wait.reference)))
        for wait in waits
    ]


def _move(request: HttpRequest, clerk: User, session_reference: str | None = None) -> Pressed:
    """By the verb, which says what speaks against it. Without a session: in that of a room."""
    named = request.POST.get("wait", "").replace("\0", "")
    wait = get_object_or_404(Wait, reference=named, session__reference=session_reference)
    form = MoveForm(request.POST, auto_id=ids_of(wait.reference))
    if not form.is_valid():
        return Pressed(form=form, of=wait.reference)
    try:
        move = waiting.move(clerk, wait, form.cleaned_data["position"], form.cleaned_data["why"])
    except Refused as refused:
        return Pressed(refusal=refused.refusal, form=form, of=wait.reference)
    told = {"first": move.from_position, "then": move.to_position}
    return Pressed(done=_("Moved: %(first)d → %(then)d.") % told)

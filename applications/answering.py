"""The verb by which the organiser answers; an accepted proposal becomes the visit."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import rules
from applications.asking import Asking
from applications.judging import arounds_of, case_of
from applications.locking import lock
from applications.models import Application, Question
from applications.models.application import QuestionKind
from applications.questions import refuse_an_overlap, went_on, with_visit
from applications.reshaping import holds_while_undecided, reshape
from bookings.decision import LIVE, Decided
from bookings.models import Record, Visit
from facilities import occupancy
from facilities.catalogue import anew, catalogue, hold_still
from facilities.occupancy import SpaceTaken
from lib import clock
from lib.refusal import Refused


def answer(person: User, question: Question, text: str, accepts: bool | None = None) -> Question:
    """Answer what is asked; papers were added to it before. `accepts`: of a proposal.

    An accepted proposal changes what is asked for, and keeps what was held. Raises `Refused` when
    it is not asked any more, or when there is no answer in it.
    """

    def once() -> Question:
        return _answer(person, question, text, accepts)

    with suppress(SpaceTaken):
        return anew(once)
    _sweep(question)
    try:
        return anew(once)
    except SpaceTaken:  # what was held for it is somebody else's: it cannot be accepted any more
        raise Refused(rules.question_over()) from None


def _sweep(question: Question) -> None:
    """Remove what ran out and stands in the way of the application as the proposal makes it."""
    application, known = question.application, catalogue()
    slug = question.facility.slug if question.facility else ""
    asking = Asking.from_json(application.asked)
    if question.span and question.visit_number:
        asking = with_visit(asking, question.visit_number, slug, question.span)
    case = case_of(asking, known, clock.now(), application.booking)
    occupancy.sweep([around.want for around in arounds_of(case)], case.now)


@transaction.atomic
def _answer(person: User, question: Question, text: str, accepts: bool | None) -> Question:
    locked, now = lock(question.application), clock.now()
    hold_still(catalogue())
    current = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if locked.booking.state not in LIVE or not locked.is_open or not current.is_open(now):
        raise Refused(rules.question_over())
    is_proposal = current.kind == QuestionKind.PROPOSAL
    said_something = text.strip() or current.papers.exists()
    if accepts is None if is_proposal else not said_something:
        raise Refused(rules.answer_missing())
    current.answer, current.answered_at = text.strip(), now
    if is_proposal:
        current.is_accepted = bool(accepts)
        _end_hold(locked, current, now)
    current.save(update_fields=["answer", "answered_at", "is_accepted", "occupancy"])
    went_on(locked)
    what = "answered"
    if is_proposal:
        what = "proposal_accepted" if accepts else "proposal_declined"
    Record.objects.create(booking=locked.booking, who=person, what=what, at=now)
    return current


def _end_hold(locked: Application, question: Question, now: datetime) -> None:
    """What was held for the proposal becomes the visit's, or is given back."""
    held, question.occupancy = question.occupancy_id, None
    besides = [held] if held else []
    span, facility, number = question.span, question.facility, question.visit_number
    if not question.is_accepted or span is None or facility is None or number is None:
        occupancy.release(besides)
        return
    asking = with_visit(Asking.from_json(locked.asked), number, facility.slug, span)
    refuse_an_overlap(asking)  # with what another proposal has become
    locked.asked = asking.as_json()
    locked.save(update_fields=["asked"])
    if locked.booking.state == Decided.APPROVED:
        # A change: the booking stays as it is until it is approved.
        occupancy.release(besides)
        return
    case = case_of(asking, catalogue(), now, locked.booking)
    until = min(visit.span.starts_at for visit in asking.visits)

    def holds(visit: Visit) -> bool:
        is_this = (visit.facility_id, visit.span) == (facility.pk, span)
        return is_this or bool(visit.occupancy_id) or holds_while_undecided(visit)

    reshape(locked.booking, case, now, takes=holds, until=until, besides=besides)

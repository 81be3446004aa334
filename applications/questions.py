"""What asking and answering share: the due date, the deadlines, what a proposal would change."""

from dataclasses import replace
from datetime import datetime

from applications.asking import AskedVisit, Asking
from applications.due_dates import due_on
from applications.judging import case_of, refusal_of_the_whole
from applications.locking import step
from applications.models import Application, Question
from applications.reviewing import Reviewed
from facilities.catalogue import catalogue
from lib import clock
from lib.refusal import Refused
from lib.spans import Span


def with_visit(asking: Asking, number: int, slug: str, span: Span) -> Asking:
    """The same with another facility or time for one visit; the numbers stay."""
    old = asking.visits[number - 1]
    new = AskedVisit(slug, span, old.setup_minutes, old.clearing_minutes, old.people)
    visits = [*asking.visits]
    visits[number - 1] = new
    return replace(asking, visits=tuple(visits))


def refuse_an_overlap(asking: Asking) -> None:
    """No two visits of one application are in the same space at the same time."""
    refusal = refusal_of_the_whole(case_of(asking, catalogue(), clock.now()))
    if refusal:
        raise Refused(refusal)


def set_due(locked: Application) -> None:
    """The due date with all pauses: what is open stands until its deadline at the longest."""
    known = catalogue()
    case = case_of(Asking.from_json(locked.asked), known, locked.received_at)
    pauses = [
        Span(question.asked_at, question.closed_at)
        for question in locked.questions.all()
        if question.closed_at > question.asked_at
    ]
    days = [
        due_on(locked.received_at, case.wish(place).day, policy, known.holidays, pauses)
        for place, listing in enumerate(case.listings)
        if listing and (policy := listing.policy_on(case.wish(place).booked_on))
    ]
    locked.due_on = min(days, default=locked.due_on)


def went_on(locked: Application) -> None:
    """The clock goes on when nothing is open any more."""
    if not locked.questions.filter(answered_at=None, withdrawn_at=None).exists():
        locked.state = Reviewed.SUBMITTED
    set_due(locked)
    step(locked, "state", "due_on")


def open_questions(application: Application, now: datetime) -> list[Question]:
    """Those that may still be answered, the most urgent first."""
    rows = application.questions.filter(answered_at=None, withdrawn_at=None, answer_by__gt=now)
    return list(rows.select_related("facility").order_by("answer_by", "number"))


def is_answer_overdue(application: Application, now: datetime) -> bool:
    """Was something asked that nobody answered in time?"""
    rows = application.questions.filter(answered_at=None, withdrawn_at=None, answer_by__lte=now)
    return rows.exists()

"""The verbs between officer and organiser: ask for more, propose, withdraw a question, answer.

Supplement of an application (보완요청): item by item, each with its own deadline. While an item is
open, the officer's clock stands, at the longest until that deadline.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from applications import letters, rules
from applications.asking import Asking
from applications.judging import arounds_of, case_of
from applications.locking import lock_for, step
from applications.models import Application, Question
from applications.models.application import QuestionKind
from applications.questions import refuse_an_overlap, set_due, went_on, with_visit
from applications.reviewing import Reviewed
from applications.visit_rules import RULES_OF_A_PROPOSAL, first_refusal
from applications.wanting import Around
from bookings.models import Record, Visit
from facilities import occupancy
from facilities.catalogue import anew, catalogue, hold_still
from facilities.occupancy import SpaceTaken
from facilities.rules import facility_gone
from facilities.wish import Wish
from lib import clock, formats
from lib.refusal import Refused
from lib.spans import Span

SOONEST = timedelta(hours=1)  # nobody can be asked to answer within the hour


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked for, until when (aware)."""

    kind: str  # QuestionKind, text or paper
    text: str
    answer_by: datetime


@transaction.atomic
def ask(
    officer: User, application: Application, seen: int, items: Sequence[Item]
) -> list[Question]:
    """Ask for more; the clock stands until all is answered. Raises `Refused`."""
    locked, now = lock_for(application, seen), clock.now()
    if not items or any(not item.text.strip() for item in items):
        raise Refused(rules.nothing_asked())
    for item in items:
        _refuse_a_deadline(locked, item.answer_by, now)
    first = locked.questions.count() + 1
    questions = Question.objects.bulk_create(
        Question(
            application=locked,
            number=number,
            kind=item.kind,
            text=item.text.strip()[:500],
            asked_by=officer,
            asked_at=now,
            answer_by=item.answer_by,
        )
        for number, item in enumerate(items, start=first)
    )
    _asked(officer, locked, questions, "asked_more", now)
    return questions


def propose(
    officer: User,
    application: Application,
    seen: int,
    visit_number: int,
    slug: str,
    span: Span,
    text: str,
    answer_by: datetime,
) -> Question:
    """Propose another time or space instead of a visit, and hold it until the deadline.

    Raises `Refused`: by a rule, or when somebody holds it.
    """

    def once() -> Question:
        asked = (visit_number, slug, span)
        return _propose(officer, application, seen, asked, text, answer_by)

    with suppress(SpaceTaken):
        return anew(once)
    listing = catalogue().listing(slug)
    if listing:  # and no overlap: the attempt has come as far as the guard
        occupancy.sweep([_around(application, visit_number, slug, span).want], clock.now())
    try:
        return anew(once)
    except SpaceTaken:
        name = listing.facility.name if listing else slug
        raise Refused(rules.spaces_taken([f"{name}, {formats.period(span)}"])) from None


@transaction.atomic
def _propose(
    officer: User,
    application: Application,
    seen: int,
    proposed: tuple[int, str, Span],
    text: str,
    answer_by: datetime,
) -> Question:
    locked, now = lock_for(application, seen), clock.now()
    known = catalogue()
    hold_still(known)
    number, slug, span = proposed
    _refuse_a_deadline(locked, answer_by, now)
    asked = Asking.from_json(locked.asked).visits
    listing = known.listing(slug)
    if listing is None or not 1 <= number <= len(asked):
        raise Refused(facility_gone())
    wish = Wish(listing, span, now, known.holidays, asked[number - 1].people)
    refusal = first_refusal(wish, RULES_OF_A_PROPOSAL)
    if refusal:
        raise Refused(refusal)
    refuse_an_overlap(with_visit(Asking.from_json(locked.asked), number, slug, span))
    want = replace(_around(locked, number, slug, span).want, expires_at=answer_by)
    held = occupancy.take([want])[0]
    question = Question.objects.create(
        application=locked,
        number=locked.questions.count() + 1,
        kind=QuestionKind.PROPOSAL,
        text=text.strip()[:500],
        asked_by=officer,
        asked_at=now,
        answer_by=answer_by,
        visit_number=number,
        facility=listing.facility,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        occupancy=held,
    )
    _asked(officer, locked, [question], "proposed", now)
    return question


def _around(application: Application, number: int, slug: str, span: Span) -> Around:
    """What the proposed visit takes, beside the other visits of the application."""
    asking = with_visit(Asking.from_json(application.asked), number, slug, span)
    return arounds_of(case_of(asking, catalogue(), clock.now()))[number - 1]


def _refuse_a_deadline(application: Application, answer_by: datetime, now: datetime) -> None:
    """An answer is due after an hour at the soonest, and before the use begins."""
    first = min(visit.span.starts_at for visit in Asking.from_json(application.asked).visits)
    if not now + SOONEST <= answer_by < first:
        raise Refused(rules.answer_by_out_of_reach(now + SOONEST, first))


def _asked(
    officer: User,
    locked: Application,
    questions: Sequence[Question],
    what: str,
    now: datetime,
) -> None:
    """What every request for more does: the state, the due date, the record, the letter."""
    locked.state = Reviewed.ASKED
    set_due(locked)
    step(locked, "state", "due_on")
    Record.objects.create(
        booking=locked.booking, who=officer, what=what, at=now, why=questions[0].text[:200]
    )
    letters.write(
        "applications.asked",
        locked,
        _visits(locked),
        questions=[_facts(question) for question in questions],
    )


def _facts(question: Question) -> dict[str, str]:
    """A question as a letter tells it."""
    span = question.span
    return {
        "kind": str(question.kind),
        "text": question.text,
        "answer_by": question.answer_by.isoformat(),
        "facility_ko": getattr(question.facility, "name_ko", "") if question.facility else "",
        "facility_en": getattr(question.facility, "name_en", "") if question.facility else "",
        "starts_at": span.starts_at.isoformat() if span else "",
        "ends_at": span.ends_at.isoformat() if span else "",
    }


def _visits(locked: Application) -> list[Visit]:
    return list(Visit.objects.with_places().filter(booking=locked.booking).order_by("number"))


@transaction.atomic
def withdraw_question(officer: User, question: Question, seen: int) -> Question:
    """Nothing is asked for any more; what a proposal held is given back. Raises `Refused`."""
    locked, now = lock_for(question.application, seen), clock.now()
    current = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if current.answered_at or current.withdrawn_at:
        raise Refused(rules.question_over())
    held, current.withdrawn_at, current.occupancy = current.occupancy_id, now, None
    current.save(update_fields=["withdrawn_at", "occupancy"])
    occupancy.release([held] if held else [])
    went_on(locked)
    Record.objects.create(
        booking=locked.booking,
        who=officer,
        what="question_withdrawn",
        at=now,
        why=current.text[:200],
    )
    letters.write(
        "applications.question_withdrawn", locked, _visits(locked), questions=[_facts(current)]
    )
    return current

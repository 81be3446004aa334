"""What was asked about an application, as its person sees it: open, answered or over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.asking import Asking
from applications.models import Application, Paper, Question
from applications.models.application import QuestionKind
from bookings.decision import LIVE
from bookings.models import Booking
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One item, with what is proposed and what was answered."""

    number: int
    kind: str
    text: str
    until: str
    is_open: bool
    state: str
    tone: str
    instead_of: str = ""  # of a proposal: which visit
    proposed: str = ""  # and what instead
    is_held: bool = False
    answer: str = ""
    when: str = ""  # it was answered
    papers: tuple[Paper, ...] = ()


def questions_of(
    booking: Booking, version: Application, now: datetime, names: dict[str, str]
) -> list[ShownQuestion]:
    """Those of one version, in the active language. `names`: facilities by slug.

    Open ones first, the most urgent before the others.
    """
    is_live = booking.state in LIVE and version.is_open
    ordered = sorted(version.questions.all(), key=lambda one: (one.answer_by, one.number))
    shown = [_shown(one, version, is_live and one.is_open(now), names) for one in ordered]
    return sorted(shown, key=lambda one: not one.is_open)


def open_numbers(shown: Sequence[ShownQuestion]) -> list[int]:
    """The numbers of those that may be answered."""
    return [one.number for one in shown if one.is_open]


def _shown(
    question: Question, version: Application, is_open: bool, names: dict[str, str]
) -> ShownQuestion:
    state, tone = _state(question, is_open)
    instead_of, proposed = _proposal(question, version, names)
    return ShownQuestion(
        number=question.number,
        kind=str(question.kind),
        text=question.text,
        until=formats.moment(question.answer_by),
        is_open=is_open,
        state=state,
        tone=tone,
        instead_of=instead_of,
        proposed=proposed,
        is_held=is_open and question.occupancy_id is not None,
        answer=question.answer,
        when=formats.moment(question.answered_at) if question.answered_at else "",
        papers=tuple(question.papers.all()),
    )


def _state(question: Question, is_open: bool) -> tuple[str, str]:
    if is_open:
        return _("To be answered"), "warning"
    if question.answered_at is None:
        if question.withdrawn_at is None:
            return _("Not answered in time"), "danger"
        return _("Not asked any more"), "gray"
    if question.is_accepted is None:
        return _("Answered"), "success"
    return (_("Accepted"), "success") if question.is_accepted else (_("Declined"), "gray")


def _proposal(question: Question, version: Application, names: dict[str, str]) -> tuple[str, str]:
    """Instead of which visit, what; once accepted, the version itself asks for it."""
    span, number = question.span, question.visit_number
    if question.kind != QuestionKind.PROPOSAL or span is None or question.facility is None:
        return "", ""
    proposed = f"{question.facility.name}, {formats.period(span)}"
    if question.is_accepted or number is None or not version.asked:
        return "", proposed
    visits = Asking.from_json(version.asked).visits
    if number > len(visits):
        return "", proposed
    old = visits[number - 1]
    return f"{names.get(old.slug, old.slug)}, {formats.period(old.span)}", proposed

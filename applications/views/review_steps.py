"""What each button on an officer's page of an application does, by the verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from applications import announcing, asking_more, deciding
from applications.forms.review import ApproveForm, AskForm, HandOverForm, ProposeForm, RefuseForm
from applications.models import Application


@dataclass(frozen=True, slots=True)
class Step:
    """Who does it, to which version, from which revision, having been shown which rivals."""

    officer: User
    version: Application
    seen: int
    rivals_seen: frozenset[str]
    number: int  # in the button's value, after its name: which one it means

    @property
    def language(self) -> str:
        """Of who reads it, whatever the officer reads."""
        person = self.version.booking.person
        return str(person.language) if person else "ko"


def try_approving(step: Step, form: ApproveForm) -> None:
    """Raise what speaks against it, before it is confirmed."""
    deciding.try_approving(
        step.version,
        step.seen,
        left_out=form.left_out(),
        rivals_seen=step.rivals_seen,
        why=form.cleaned_data["why"],
    )


def _approve(step: Step, form: ApproveForm) -> str:
    deciding.approve(
        step.officer,
        step.version,
        step.seen,
        conditions=form.texts(step.language),
        left_out=form.left_out(),
        rivals_seen=step.rivals_seen,
        why=form.cleaned_data["why"],
    )
    return _("Approved. The permit is issued, and the organiser is told.")


def _refuse(step: Step, form: RefuseForm) -> str:
    deciding.refuse(step.officer, step.version, step.seen, form.cleaned_data["why"])
    return _("Not approved. The organiser is told the reason and how to object.")


def _ask(step: Step, form: AskForm) -> str:
    asking_more.ask(step.officer, step.version, step.seen, form.items(step.language))
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
    question = get_object_or_404(step.version.questions.all(), number=step.number)
    asking_more.withdraw_question(step.officer, question, step.seen)
    return _("It is not asked any more.")


def _hand_over(step: Step, form: HandOverForm) -> str:
    data = form.cleaned_data
    deciding.hand_over(step.officer, step.version, step.seen, data["to"], data["why"])
    return _("Handed over to: %(name)s") % {"name": data["to"].name}


def _take(step: Step, _form: None) -> str:
    deciding.hand_over(step.officer, step.version, step.seen, step.officer)
    return _("It is in your hands now.")


def _publish_event(step: Step, _form: None) -> str:
    announcing.publish_event(step.officer, step.version.booking)
    return _("It stands in the event calendar now, and follows the application.")


STEPS: dict[str, Callable[[Step, Any], str]] = {
    "approve": _approve,
    "refuse": _refuse,
    "ask": _ask,
    "propose": _propose,
    "unask": _unask,
    "hand_over": _hand_over,
    "take": _take,
    "publish_event": _publish_event,
}

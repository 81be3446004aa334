"""What speaks against a step of an application: each refusal is one function with a stable code."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib import formats
from lib.refusal import Refusal
from lib.spans import Span

MOST_VISITS = 60  # in one application


def no_visits() -> Refusal:
    """Nothing is asked for."""
    return Refusal(
        "no_visits",
        _("This application asks for no space yet."),
        _("Add at least one space with its day and time."),
    )


def too_many_visits_asked() -> Refusal:
    """More than an officer can look at as one thing."""
    return Refusal(
        "too_many_visits_asked",
        _("One application takes up to %(most)d visits.") % {"most": MOST_VISITS},
        _("Hand in the rest as another application."),
    )


def visits_overlap(facility: str, span: Span) -> Refusal:
    """The same space twice at the same time in one application."""
    return Refusal(
        "visits_overlap",
        _("This application asks twice for the same space: %(facility)s, %(period)s.")
        % {"facility": facility, "period": formats.period(span)},
        _("Take one of the two out, or change its time."),
    )


def more_at_once_than_a_day() -> Refusal:
    """The number at one moment cannot be above the number of the day."""
    return Refusal(
        "more_at_once_than_a_day",
        _("More people at one moment are given than on the whole day."),
        _("Correct one of the two numbers."),
    )


def changed_meanwhile() -> Refusal:
    """Somebody else took a step since this page was opened."""
    return Refusal(
        "changed_meanwhile",
        _("Somebody has worked on this application since you opened this page."),
        _("Look at what is new below. What you typed is still here: send it again if it holds."),
        status=HTTPStatus.CONFLICT,
    )


def application_over(state: str) -> Refusal:
    """It was decided, withdrawn or has lapsed."""
    return Refusal(
        "application_over",
        _("This step is not possible any more. The application is: %(state)s.") % {"state": state},
        _("Look at it again."),
        status=HTTPStatus.CONFLICT,
    )


def spaces_taken(taken: Sequence[str]) -> Refusal:
    """Approval found other holders on the spaces. `taken`: facility and period of each."""
    return Refusal(
        "spaces_taken",
        _("What is asked for is not free any more: %(taken)s.") % {"taken": "; ".join(taken)},
        _("Approve the other visits only, or propose another time or space."),
        status=HTTPStatus.CONFLICT,
    )


def rivals_unseen(number: int) -> Refusal:
    """Approving excludes applications that the officer has not been shown."""
    return Refusal(
        "rivals_unseen",
        ngettext(
            "%(number)d other application wants the same spaces at the same time.",
            "%(number)d other applications want the same spaces at the same time.",
            number,
        )
        % {"number": number},
        _("Look at them below, then approve again. As they are, they cannot be approved after it."),
        status=HTTPStatus.CONFLICT,
    )


def nothing_left() -> Refusal:
    """An approval of no visit is a refusal."""
    return Refusal(
        "nothing_left",
        _("No visit is chosen to be approved."),
        _("Choose at least one visit, or do not approve the application, with the reason."),
    )


def why_missing() -> Refusal:
    """What is not approved has a reason that the person is told.

    Administrative Procedures Act, art. 23.
    """
    return Refusal(
        "why_missing",
        _("A reason is needed for what is not approved."),
        _("Give the reason. The person reads it."),
    )


def nothing_asked() -> Refusal:
    """A request for more without an item."""
    return Refusal(
        "nothing_asked",
        _("Nothing is asked for yet."),
        _("Write what is needed, and until when."),
    )


def answer_by_out_of_reach(first: datetime, last: datetime) -> Refusal:
    """The deadline of an item lies in the past, or at the use itself."""
    return Refusal(
        "answer_by_out_of_reach",
        _("The answer must be due between %(first)s and %(last)s.")
        % {"first": formats.moment(first), "last": formats.moment(last)},
        _("Choose another deadline."),
    )


def question_over() -> Refusal:
    """The item was withdrawn, answered before, or its deadline has passed."""
    return Refusal(
        "question_over",
        _("This is not asked any more: it was answered or withdrawn, or its time is over."),
        _("See below how the application stands. If you have something to add, call the officer."),
        status=HTTPStatus.CONFLICT,
    )


def answer_missing() -> Refusal:
    """An answer without a word, a paper or a choice."""
    return Refusal(
        "answer_missing",
        _("There is no answer yet."),
        _("Write the answer, or add the paper that is asked for."),
    )


def changed_too_late(until: datetime) -> Refusal:
    """The policy's last day for changes is over.

    Seongnam ordinance on the use of open spaces in public facilities, art. 8.
    """
    return Refusal(
        "changed_too_late",
        _("This could be changed until %(moment)s.") % {"moment": formats.moment(until)},
        _("You may still withdraw it, or call the officer."),
        status=HTTPStatus.CONFLICT,
    )


def change_is_open() -> Refusal:
    """One version at a time is decided."""
    return Refusal(
        "change_is_open",
        _("A change of this application is being reviewed already."),
        _("Wait until it is decided, or withdraw that change first."),
        status=HTTPStatus.CONFLICT,
    )


def nothing_changed() -> Refusal:
    """A change that asks for what stands."""
    return Refusal(
        "nothing_changed",
        _("Nothing is different from what was handed in before."),
        _("Change something, or go back to the application."),
    )


def not_an_officer(name: str) -> Refusal:
    """Applications are handed over to those who may decide."""
    return Refusal(
        "not_an_officer",
        _("This person does not decide applications: %(name)s.") % {"name": name},
        _("Choose another colleague."),
    )


def change_is_whole() -> Refusal:
    """A change replaces what stands: half of it would be what nobody asked for."""
    return Refusal(
        "change_is_whole",
        _("A change is approved whole or not at all: what was approved before stands meanwhile."),
        _("Ask for another version of it, or do not approve it, with the reason."),
    )


def document_is_busy() -> Refusal:
    """Too many documents are being made at this moment."""
    return Refusal(
        "document_is_busy",
        _("The PDF could not be made just now."),
        _("Try again in a minute. Nothing is lost, and nothing has changed."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )

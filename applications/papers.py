"""The verbs of papers: add, remove, hand in with an application; and tidying their files.

A file is written before its row, under a name that nobody can guess, and goes again when the row
is refused. No file work is done inside a transaction.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from applications import paper_rules
from applications.models import Application, Draft, Paper, Question
from applications.reviewing import OPEN
from bookings.models import Booking
from lib import clock, stored_files, uploads
from lib.bad_file import BadFile
from lib.refusal import Refused


def add(
    person: User,
    upload: UploadedFile[Any] | None,
    purpose: str,
    *,
    draft: Draft | None = None,
    booking: Booking | None = None,
    question: Question | None = None,
) -> Paper:
    """Keep a file with a draft, or with what was handed in while that is being reviewed.

    Raises `Refused`: by what the file really is, or when no paper is expected.
    """
    if upload is None or not upload.size:
        raise Refused(paper_rules.no_paper())
    if upload.size > uploads.LARGEST:
        raise Refused(paper_rules.paper_too_large())
    file: BinaryIO = upload.file  # type: ignore[assignment]
    try:
        kind = uploads.kind_of(file)
    except BadFile as bad:
        raise Refused(paper_rules.REASONS[bad.reason]()) from None
    stored, digest = stored_files.write(Path(settings.PAPERS_DIR), file)
    paper = Paper(
        draft=draft,
        booking=booking,
        question=question,
        purpose=purpose,
        name=uploads.shown_name(upload.name or "", kind),
        kind=kind,
        size=upload.size,
        sha256=digest,
        stored=stored,
        by=person,
        at=clock.now(),
    )
    try:
        return _add(person, paper)
    except BaseException:
        path_of(paper).unlink(missing_ok=True)
        raise


@transaction.atomic
def _add(person: User, paper: Paper) -> Paper:
    """Under the lock on the person: two windows do not go beyond the limit together."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _refuse_what_is_not_expected(person, paper)
    own = Paper.objects.filter(draft=paper.draft, booking=paper.booking)
    if own.count() >= paper_rules.MOST:
        raise Refused(paper_rules.too_many_papers())
    together = own.aggregate(bytes=Sum("size"))["bytes"] or 0
    if together + paper.size > paper_rules.LARGEST_TOGETHER:
        raise Refused(paper_rules.too_many_papers())
    paper.save()
    return paper


def _refuse_what_is_not_expected(person: User, paper: Paper) -> None:
    draft, booking = paper.draft, paper.booking
    if draft and Draft.objects.filter(pk=draft.pk, person=person).exists():
        return
    is_own = booking is not None and booking.person_id == person.pk
    if is_own and Application.objects.filter(booking=booking, state__in=OPEN).exists():
        return
    raise Refused(paper_rules.paper_not_expected())


def remove(person: User, paper: Paper) -> None:
    """Take a paper out of a draft, or of an answer that is not sent yet.

    Raises `Refused` for what was handed in.
    """
    _remove(person, paper)
    path_of(paper).unlink(missing_ok=True)


@transaction.atomic
def _remove(person: User, paper: Paper) -> None:
    """Under the lock on the person, as it is now: another window may have handed it in."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = Paper.objects.select_related("draft", "booking", "question__application")
    current = rows.filter(pk=paper.pk).first()
    if current is None or not _may_be_removed(person, current):
        raise Refused(paper_rules.paper_not_expected())
    current.delete()


def _may_be_removed(person: User, paper: Paper) -> bool:
    if paper.draft:
        return paper.draft.person_id == person.pk
    question = paper.question
    is_unsent = question and question.application.is_open and question.is_open(clock.now())
    return bool(is_unsent and paper.booking and paper.booking.person_id == person.pk)


def delete(papers: Iterable[Paper]) -> None:
    """Delete papers whose time has come. Outside any transaction.

    Rows first: a file without a row is tidied later, a row without a file would be a riddle.
    """
    gone = list(papers)
    Paper.objects.filter(pk__in=[paper.pk for paper in gone]).delete()
    for paper in gone:
        path_of(paper).unlink(missing_ok=True)


def hand_in(draft: Draft, booking: Booking) -> None:
    """The draft's papers become those of the booking: rows only, in the verb's transaction."""
    Paper.objects.filter(draft=draft).update(draft=None, booking=booking)


def path_of(paper: Paper) -> Path:
    """Where the file lies, outside the web root."""
    return Path(settings.PAPERS_DIR) / paper.stored


def tidy() -> int:
    """Delete the files that no row speaks of, when they are not quite new; how many."""
    folder = Path(settings.PAPERS_DIR)
    return stored_files.tidy(
        folder, lambda stored: Paper.objects.filter(stored=stored).exists(), clock.now()
    )

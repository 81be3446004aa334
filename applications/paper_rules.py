"""What is refused of papers: one function each, a stable code, a sentence and a next step."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from lib import bad_file, uploads
from lib.refusal import Refusal

MOST = 20  # papers of one application
LARGEST_TOGETHER = 60 * uploads.MEGABYTE  # bytes


def no_paper() -> Refusal:
    """The button was pressed without a file."""
    return Refusal(
        "no_paper",
        _("No file was chosen, or it is empty."),
        _("Choose a file first."),
    )


def paper_too_large() -> Refusal:
    """More than one file may have."""
    return Refusal(
        "paper_too_large",
        _("This file is too large: at most %(size)d MB.")
        % {"size": uploads.LARGEST // uploads.MEGABYTE},
        _("Make it smaller, for example by saving it as a PDF with smaller pictures."),
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def too_many_papers() -> Refusal:
    """More than an application may have."""
    return Refusal(
        "too_many_papers",
        _("One application takes up to %(most)d papers, %(size)d MB together.")
        % {"most": MOST, "size": LARGEST_TOGETHER // uploads.MEGABYTE},
        _("Take one out first, or put several into one PDF."),
    )


def paper_unknown() -> Refusal:
    """By its content it is none of the kinds that are taken, whatever its name says."""
    return Refusal(
        "paper_unknown",
        _("By its content this file is not a PDF, HWPX, HWP, office file or picture."),
        _("Save it as PDF or HWPX and choose that file."),
    )


def paper_damaged() -> Refusal:
    """It begins like a known kind, and does not go on like one."""
    return Refusal(
        "paper_damaged",
        _("This file is damaged or not complete."),
        _("Open it on your computer, save it again, and choose the new file."),
    )


def paper_locked() -> Refusal:
    """Nobody could read it."""
    return Refusal(
        "paper_locked",
        _("This file is locked with a password."),
        _("Save it without a password and choose that file."),
    )


def paper_has_macros() -> Refusal:
    """It holds programs, or other files."""
    return Refusal(
        "paper_has_macros",
        _("This file holds programs (macros) or other packed files."),
        _("Save it as PDF and choose that file."),
    )


def paper_unpacks_too_large() -> Refusal:
    """A small file that becomes a very large one."""
    return Refusal(
        "paper_unpacks_too_large",
        _("What is packed in this file is far too large."),
        _("Save it as PDF and choose that file."),
    )


def paper_is_old_office() -> Refusal:
    """DOC, XLS and PPT may hide programs."""
    return Refusal(
        "paper_is_old_office",
        _("This is a file of an old office program (DOC, XLS, PPT)."),
        _("Save it as DOCX, XLSX, PPTX, HWPX or PDF and choose that file."),
    )


def paper_not_expected() -> Refusal:
    """The application is decided, or nobody asks for a paper."""
    return Refusal(
        "paper_not_expected",
        _("No paper can be added here any more."),
        _("See how the application stands. If you have something to add, call the officer."),
        status=HTTPStatus.CONFLICT,
    )


REASONS = {
    bad_file.EMPTY: no_paper,
    bad_file.UNKNOWN: paper_unknown,
    bad_file.DAMAGED: paper_damaged,
    bad_file.LOCKED: paper_locked,
    bad_file.MACROS: paper_has_macros,
    bad_file.TOO_MUCH_INSIDE: paper_unpacks_too_large,
    bad_file.OLD_OFFICE: paper_is_old_office,
}

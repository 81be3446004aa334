"""Where an application stands, in words: the headline, what comes next, and the steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.progress import STANDING, UNDECIDED_YET, Progress, Standing
from applications.questions_shown import ShownQuestion
from applications.reviewing import Reviewed
from bookings.models import Booking
from lib import formats


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. Exactly one is current."""

    label: str
    note: str
    how: str  # done, active, or empty: still to come


def headline_of(stands: Standing) -> str:
    """The heading of the page, in the active language."""
    if stands.change is not None:
        return _("Approved, and a change is being reviewed")
    return {
        Progress.REVIEWING: _("Your application is being reviewed"),
        Progress.ASKED: _("Something is asked of you"),
        Progress.APPROVED: _("Your application is approved"),
        Progress.IN_PART: _("Your application is approved in part"),
        Progress.UNPAID: _("Approved: please pay the fee"),
        Progress.REFUSED: _("Your application was not approved"),
        Progress.WITHDRAWN: _("You have withdrawn this application"),
        Progress.CANCELLED: _("You have cancelled what was approved"),
        Progress.CLOSED: _("City Hall had to cancel this"),
        Progress.UNDECIDED: _("This application was not decided in time"),
        Progress.NOT_PAID: _("The approval has lapsed: the fee was not paid in time"),
    }[stands.progress]


def lead_of(stands: Standing, booking: Booking, asked: Sequence[ShownQuestion]) -> str:
    """What happens next, and by when. `asked`: the open questions, the most urgent first."""
    if asked:
        return _("Please answer below by %(until)s. The time for the decision waits for you.") % {
            "until": asked[0].until
        }
    if stands.change is not None:
        return _(
            "What was approved stands until the change is decided. To be decided by: %(due)s"
        ) % {"due": formats.day(stands.change.due_on)}
    due = formats.day(stands.latest.due_on)
    if stands.progress == Progress.ASKED:
        return _(
            "Not everything was answered in time. An officer decides with what is there. To be "
            "decided by: %(due)s"
        ) % {"due": due}
    if stands.progress == Progress.REVIEWING:
        return _("To be decided by: %(due)s. We write to you as soon as it is decided.") % {
            "due": due
        }
    return _after_the_decision(stands)


def _after_the_decision(stands: Standing) -> str:
    if stands.progress in STANDING and stands.latest.state == Reviewed.REFUSED:
        return _("The last change was not approved. What was approved before stands.")
    return {
        Progress.APPROVED: _("Bring the permit, and keep to its conditions."),
        Progress.IN_PART: _("What was not approved is marked below, with the reason."),
        Progress.UNPAID: _("When it is paid, the spaces are yours for good."),
        Progress.REFUSED: _("The reason is below, and how to object."),
        Progress.WITHDRAWN: _("Nothing of it is held or reviewed any more."),
        Progress.CANCELLED: _("The spaces are free for others again."),
        Progress.CLOSED: _("We are sorry. Please call the department below."),
        Progress.UNDECIDED: _("We are sorry. Please call the department below."),
        Progress.NOT_PAID: _("The spaces are free for others. You may apply again."),
    }.get(stands.progress, "")


def steps_of(stands: Standing, booking: Booking) -> list[Step]:
    """Received, reviewed, decided; in words, and with the dates that are known."""
    received = Step(_("Received"), formats.moment(booking.created_at), "done")
    if stands.progress in UNDECIDED_YET:
        due = _("to be decided by %(due)s") % {"due": formats.day(stands.latest.due_on)}
        label = _("Being reviewed")
        if stands.progress == Progress.ASKED:
            label = str(stands.progress.label)
        return [received, Step(label, due, "active"), Step(_("Decision"), "", "")]
    decided_at = stands.told.decided_at
    when = formats.moment(decided_at) if decided_at else ""
    reviewed = Step(_("Reviewed"), "", "done")
    if stands.change is not None:
        due = _("to be decided by %(due)s") % {"due": formats.day(stands.change.due_on)}
        return [
            received,
            Step(_("Approved"), when, "done"),
            Step(_("Change being reviewed"), due, "active"),
        ]
    return [received, reviewed, Step(str(stands.progress.label), when, "active")]

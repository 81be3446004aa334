"""Where an application stands for who handed it in: one word out of its booking and its versions.

As it is at the moment asked about: what nobody decided, and what nobody paid, is over when its time
is over, whether that was noted yet or not. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.reviewing import OPEN, Reviewed
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking


class Progress(models.TextChoices):
    """What the person is told."""

    REVIEWING = "reviewing", _("Being reviewed")
    ASKED = "asked", _("More information asked")
    APPROVED = "approved", _("Approved")
    IN_PART = "in_part", _("Approved in part")
    UNPAID = "unpaid", _("Approved, fee to be paid")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    CLOSED = "closed", _("Cancelled by City Hall")
    UNDECIDED = "undecided", _("Lapsed: not decided in time")
    NOT_PAID = "not_paid", _("Lapsed: fee not paid in time")


TONES: dict[Progress, str] = {
    Progress.REVIEWING: "information",
    Progress.ASKED: "warning",
    Progress.APPROVED: "success",
    Progress.IN_PART: "success",
    Progress.UNPAID: "warning",
    Progress.REFUSED: "danger",
    Progress.CLOSED: "danger",
}
# An officer has yet to decide.
UNDECIDED_YET = frozenset({Progress.REVIEWING, Progress.ASKED})
# It stands.
STANDING = frozenset({Progress.APPROVED, Progress.IN_PART, Progress.UNPAID})


@dataclass(frozen=True, slots=True)
class Standing:
    """The versions that matter, and what they amount to."""

    progress: Progress
    latest: Application  # handed in last
    approved: Application | None  # the version that was approved last, if any was
    change: Application | None  # a change of what is approved that an officer has yet to decide

    @property
    def told(self) -> Application:
        """The version that the progress is about."""
        is_of_the_approved = self.progress in STANDING or self.progress == Progress.NOT_PAID
        return self.approved if self.approved and is_of_the_approved else self.latest


def standing_of(booking: Booking, now: datetime) -> Standing:
    """Where it stands now. The booking comes with visits, records and versions: `own.py`."""
    versions = sorted(booking.applications.all(), key=lambda one: one.number)
    latest, approved = versions[-1], _approved(versions)
    progress = _progress(booking, versions, approved, now)
    has_change = progress in STANDING and latest.state in OPEN
    return Standing(progress, latest, approved, latest if has_change else None)


def _approved(versions: Sequence[Application]) -> Application | None:
    """What was approved has a permit, whatever became of it later."""
    return next((one for one in reversed(versions) if hasattr(one, "permit")), None)


def _progress(
    booking: Booking, versions: Sequence[Application], approved: Application | None, now: datetime
) -> Progress:
    latest = versions[-1]
    if booking.state == Decided.SUBMITTED:
        has_begun = any(
            visit.starts_at <= now
            for visit in booking.visits.all()
            if visit.attendance != Attended.CANCELLED
        )
        if has_begun:
            return Progress.UNDECIDED
        return Progress.ASKED if latest.state == Reviewed.ASKED else Progress.REVIEWING
    if booking.state == Decided.APPROVED:
        return _of_what_stands(approved, now)
    if booking.state == Decided.REFUSED:
        return Progress.REFUSED
    if booking.state == Decided.LAPSED:
        return Progress.NOT_PAID if approved else Progress.UNDECIDED
    return _of_what_was_cancelled(booking, approved)


def _of_what_stands(approved: Application | None, now: datetime) -> Progress:
    charge = getattr(approved, "charge", None)
    if charge and charge.is_overdue(now):
        return Progress.NOT_PAID
    if charge and charge.to_pay:
        return Progress.UNPAID
    return Progress.IN_PART if approved and approved.left_out else Progress.APPROVED


def _of_what_was_cancelled(booking: Booking, approved: Application | None) -> Progress:
    """By the city, or by the person: before it was approved, they withdrew it."""
    if not any(record.what == "cancelled" for record in booking.records.all()):
        return Progress.CLOSED
    return Progress.CANCELLED if approved else Progress.WITHDRAWN

"""What was done to an application, in plain words for its person: officers are "City Hall"."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import Booking, Record
from lib import formats

# What was done, in words, and whether the reason beside it is for its person to read. What is not
# named here is not theirs to know, like into whose hands an officer gave it.
WORDS: dict[str, tuple[str, bool]] = {
    "applied": (gettext_noop("Application handed in"), False),
    "change_applied": (gettext_noop("Change handed in"), False),
    "change_withdrawn": (gettext_noop("Change withdrawn"), False),
    "cancelled": (gettext_noop("Withdrawn"), False),
    "asked_more": (gettext_noop("More information asked"), True),
    "proposed": (gettext_noop("Another time or space proposed"), True),
    "question_withdrawn": (gettext_noop("Not asked any more"), True),
    "answered": (gettext_noop("Answered"), False),
    "proposal_accepted": (gettext_noop("Proposal accepted"), False),
    "proposal_declined": (gettext_noop("Proposal declined"), False),
    "approved": (gettext_noop("Approved"), False),
    "approved_in_part": (gettext_noop("Approved in part"), True),
    "refused": (gettext_noop("Not approved"), True),
    "change_refused": (gettext_noop("Change not approved"), True),
    "lapsed": (gettext_noop("Lapsed: not decided in time"), False),
    "closed": (gettext_noop("Cancelled by City Hall"), True),
    "charged": (gettext_noop("Fee set"), True),
    "reduction_confirmed": (gettext_noop("Proof of a reduction seen"), True),
    "paid": (gettext_noop("Fee paid"), True),
    "payment_warned": (gettext_noop("Reminded of the fee"), True),
    "payment_lapsed": (gettext_noop("Lapsed: fee not paid in time"), True),
    "refund_due": (gettext_noop("To be paid back"), True),
    "refunded": (gettext_noop("Paid back"), True),
    "event_published": (gettext_noop("Published in the event calendar"), False),
    "event_taken_back": (gettext_noop("Taken back from the event calendar"), False),
    "arrived": (gettext_noop("Arrived"), False),
    "absent": (gettext_noop("Did not come"), False),
    "absence waived": (gettext_noop("Absence waived"), True),
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line of the history."""

    when: str
    who: str
    what: str
    why: str


def history_of(booking: Booking, records: Iterable[Record]) -> list[ShownStep]:
    """In the active language, the latest first."""
    told = [_step(booking, record) for record in records if record.what in WORDS]
    return told[::-1]


def _step(booking: Booking, record: Record) -> ShownStep:
    words, has_reason = WORDS[record.what]
    return ShownStep(
        when=formats.moment(record.at),
        who=_who(booking, record),
        what=_(words),
        why=record.why if has_reason else "",
    )


def _who(booking: Booking, record: Record) -> str:
    if record.who_id is None:
        return _("By itself")
    return _("You") if record.who_id == booking.person_id else _("City Hall")

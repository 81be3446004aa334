"""An application, and a draft, as a card in a list of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, Draft
from applications.progress import TONES, UNDECIDED_YET, Progress, Standing, standing_of
from bookings.attendance import Attended
from bookings.models import Booking, Visit
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What a list says of one application."""

    reference: str
    title: str
    places: str
    when: str
    state: str
    tone: str
    note: str  # what comes next, and by when


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What a list says of something that is not handed in yet."""

    reference: str
    title: str  # empty: nothing was typed yet
    changes: str  # the reference of what it changes
    saved_at: str


def card_of(booking: Booking, now: datetime) -> ShownCard:
    """In the active language. The booking comes from `own.with_standing`, with its visits."""
    stands = standing_of(booking, now)
    standing = [one for one in booking.visits.all() if one.attendance != Attended.CANCELLED]
    visits = sorted(standing or booking.visits.all(), key=lambda one: one.starts_at)
    return ShownCard(
        reference=booking.reference,
        title=booking.purpose,
        places=", ".join(dict.fromkeys(str(one.facility.name) for one in visits)),
        when=_when(visits),
        state=str(stands.progress.label),
        tone=TONES.get(stands.progress, "gray"),
        note=_note(stands),
    )


def _when(visits: list[Visit]) -> str:
    if not visits:
        return ""
    first, others = formats.period(visits[0].span), len(visits) - 1
    if not others:
        return first
    more = ngettext("and %(number)d more visit", "and %(number)d more visits", others)
    return f"{first}, {more % {'number': others}}"


def _note(stands: Standing) -> str:
    number: int = getattr(stands.latest, "open_questions", 0)
    if number:
        return ngettext("%(number)d answer is due", "%(number)d answers are due", number) % {
            "number": number
        }
    if stands.progress == Progress.UNPAID and stands.approved is not None:
        return _("Pay by %(moment)s") % {"moment": formats.moment(stands.approved.charge.due_at)}
    if stands.change is not None:
        return _("A change is being reviewed, until %(due)s") % {"due": _due(stands.change)}
    if stands.progress in UNDECIDED_YET:
        return _("To be decided by %(due)s") % {"due": _due(stands.latest)}
    return ""


def _due(application: Application) -> str:
    return formats.day(application.due_on)


def draft_cards(drafts: Iterable[Draft]) -> list[DraftCard]:
    """In the active language."""
    return [
        DraftCard(
            draft.reference,
            next(iter(draft.typed.get("title", [])), "").strip(),
            draft.changes.reference if draft.changes else "",
            formats.moment(draft.saved_at),
        )
        for draft in drafts
    ]

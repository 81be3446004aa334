"""The form of an application as its page shows it: each row with what is known of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.judging import Judged
from lib import clock, formats
from lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class OtherDay:
    """The same on another day, free as far as is known."""

    day: date
    period: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What a check has found about a row."""

    refusal: Refusal | None
    others: tuple[OtherDay, ...]
    told: str  # that it may be asked for, and how many others have done so


def shown_row(judged: Judged) -> ShownRow:
    """In the active language."""
    others = tuple(
        OtherDay(start.span.starts_at.astimezone(clock.SEOUL).date(), formats.period(start.span))
        for start in judged.alternatives
    )
    return ShownRow(judged.refusal, others, "" if judged.refusal else _told(judged.rivals))


def _told(rivals: int) -> str:
    if not rivals:
        return _("This can be applied for.")
    return ngettext(
        "This can be applied for. %(number)d other has applied for the same time.",
        "This can be applied for. %(number)d others have applied for the same time.",
        rivals,
    ) % {"number": rivals}

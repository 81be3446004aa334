"""What is different between two versions of an application, line by line, as words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.asked_shown import all_facts
from applications.asking import AskedVisit, Asking
from lib import formats


@dataclass(frozen=True, slots=True)
class Difference:
    """One line. Empty before: it is new; empty after: it was taken out."""

    label: str
    before: str
    after: str


def differences(before: Asking, after: Asking, name_of: Callable[[str], str]) -> list[Difference]:
    """What changed, visits first, in the active language. `name_of`: a facility's name by slug."""
    return [*_visits(before, after, name_of), *_details(before, after)]


def _details(before: Asking, after: Asking) -> list[Difference]:
    pairs = zip(all_facts(before.details), all_facts(after.details), strict=True)
    return [
        Difference(old.label, old.value, new.value) for old, new in pairs if old.value != new.value
    ]


def _visits(before: Asking, after: Asking, name_of: Callable[[str], str]) -> list[Difference]:
    """Visits that are the same are left out; of those that differ, one for one by facility."""
    gone = [one for one in before.visits if one not in after.visits]
    come = [one for one in after.visits if one not in before.visits]
    found = []
    for old in gone:
        new = next((one for one in come if one.slug == old.slug), None)
        if new:
            come.remove(new)
        label = name_of(old.slug)
        found.append(Difference(label, _told(old), _told(new) if new else ""))
    return [*found, *(Difference(name_of(new.slug), "", _told(new)) for new in come)]


def _told(visit: AskedVisit) -> str:
    people = _("people") + f" {visit.people:,}"
    around = f"-{visit.setup_minutes}/+{visit.clearing_minutes}"
    parts = [formats.period(visit.span), people]
    if visit.setup_minutes or visit.clearing_minutes:
        told = _("set-up and clearing (minutes)")
        parts.append(f"{told} {around}")
    return ", ".join(parts)

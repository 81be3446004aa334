"""What an application still lacks, for the officer: pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from applications.asking import Applicant, Details
from applications.models.draft import PaperPurpose
from facilities.models import Policy
from lib import formats

SAFETY_PLAN_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there, in words."""

    what: str
    why: str


def missing(
    details: Details, policies: Iterable[Policy], papers: Collection[str], first_use: date
) -> list[Missing]:
    """What is not there yet, the weightiest first. `papers`: purposes of those that are there."""
    rules = list(policies)
    found = []
    if needs_safety_plan(details, rules) and PaperPurpose.SAFETY_PLAN not in papers:
        due = formats.day(first_use - SAFETY_PLAN_DAYS)
        found.append(
            Missing(_("Safety plan"), _("for so many people, due: %(day)s") % {"day": due})
        )
    is_group = details.applicant == Applicant.ORGANISATION
    if is_group and PaperPurpose.ELIGIBILITY not in papers:
        found.append(Missing(_("Proof of eligibility"), _("an organisation applies")))
    if any(rule.is_listed for rule in rules) and not details.rain_plan.strip():
        found.append(Missing(_("Plan for rain"), _("it is outdoors")))
    if details.reduction:
        found.append(Missing(_("Proof of the reduction"), _("seen at the desk, no copy is kept")))
    return found


def needs_safety_plan(details: Details, policies: Iterable[Policy]) -> bool:
    """So many people at one moment or a day that the ordinance wants a safety plan.

    Seongnam ordinance on the safety of open-air events: from 500 at one moment or 1,000 a day, to
    be handed in seven days before.
    """
    return any(
        (rule.safety_plan_peak is not None and details.people_peak >= rule.safety_plan_peak)
        or (rule.safety_plan_day is not None and details.people_day >= rule.safety_plan_day)
        for rule in policies
    )

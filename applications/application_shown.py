"""An application as its person sees it: where it stands, and what can be done with it now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from applications.applying import last_change
from applications.asked_shown import facts_of
from applications.asking import Asking
from applications.changeable import refusal_of_a_change
from applications.differences import Difference, differences
from applications.history_shown import ShownStep, history_of
from applications.models import Application, Paper
from applications.permit_standing import Stands, standing
from applications.permits_found import newest_permit
from applications.progress import STANDING, TONES, UNDECIDED_YET, Standing, standing_of
from applications.progress_shown import Step, headline_of, lead_of, steps_of
from applications.questions_shown import ShownQuestion, questions_of
from applications.reviewing import Reviewed
from applications.visits_shown import ShownVisit, rows_of, visits_of
from bookings.attendance import Attended
from bookings.deadlines import deadline
from bookings.models import Booking
from facilities.catalogue import catalogue
from facilities.shown import Fact
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version, and what is different from the one before."""

    number: int
    received: str
    state: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of what is approved, while an officer reviews it."""

    due: str
    visits: list[ShownVisit]
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Doable:
    """What the person can do with it now, and until when."""

    change: bool
    change_until: str
    withdraw: bool
    withdraw_until: str
    withdraw_change: bool
    draft: str  # reference of a change that was begun


@dataclass(frozen=True, slots=True)
class Files:
    """Which documents there are."""

    receipt: bool
    permit: str  # its number
    decision: bool
    calendar: bool


@dataclass(frozen=True, slots=True)
class ShownApplication:
    """All that the page says."""

    reference: str
    title: str
    is_undecided: bool
    was_approved: bool  # whatever became of it later
    state: str
    tone: str
    headline: str
    lead: str
    why: str  # of what was not approved
    may_object: bool
    steps: list[Step]
    visits: list[ShownVisit]
    change: ShownChange | None
    conditions: list[str]
    facts: list[Fact]
    questions: list[ShownQuestion]
    versions: list[ShownVersion]
    history: list[ShownStep]
    can: Doable
    files: Files
    departments: list[Fact]
    papers: list[Paper] = field(default_factory=list)


def shown_application(booking: Booking, now: datetime) -> ShownApplication:
    """In the active language. The booking comes from `own.applications_of`."""
    stands = standing_of(booking, now)
    told, names = stands.told, _names(booking)
    questions = questions_of(booking, stands.latest, now, names)
    refused = stands.latest.state == Reviewed.REFUSED
    return ShownApplication(
        reference=booking.reference,
        title=booking.purpose,
        is_undecided=stands.progress in UNDECIDED_YET,
        was_approved=stands.approved is not None,
        state=str(stands.progress.label),
        tone=TONES.get(stands.progress, "gray"),
        headline=headline_of(stands),
        lead=lead_of(stands, booking, [one for one in questions if one.is_open]),
        why=stands.latest.why if refused else told.why,
        may_object=refused or bool(told.left_out),
        steps=steps_of(stands, booking),
        visits=_visits(booking, told, stands, now),
        change=_change(booking, stands, names, now),
        conditions=list(told.conditions) if stands.progress in STANDING else [],
        facts=facts_of(Asking.from_json(told.asked).details) if told.asked else [],
        questions=questions,
        versions=_versions(booking, names),
        history=history_of(booking, booking.records.all()),
        can=_doable(booking, stands, now),
        files=_files(booking, stands, now),
        departments=_departments(booking),
        papers=list(booking.papers.all()),
    )


def _names(booking: Booking) -> dict[str, str]:
    """Facilities by slug: those that are published, and those of the visits."""
    names = {visit.facility.slug: str(visit.facility.name) for visit in booking.visits.all()}
    return names | {one.facility.slug: str(one.facility.name) for one in catalogue().listings}


def _visits(
    booking: Booking, version: Application, stands: Standing, now: datetime
) -> list[ShownVisit]:
    """What is told of the version; of one whose contents were deleted in time, the bare visits."""
    if version.asked:
        return visits_of(booking, version, stands, now)
    return rows_of(booking, stands)


def _change(
    booking: Booking, stands: Standing, names: dict[str, str], now: datetime
) -> ShownChange | None:
    if stands.change is None or stands.approved is None or not stands.change.asked:
        return None
    before, after = (Asking.from_json(one.asked) for one in (stands.approved, stands.change))
    return ShownChange(
        due=formats.day(stands.change.due_on),
        visits=visits_of(booking, stands.change, stands, now),
        differences=differences(before, after, lambda slug: names.get(slug, slug)),
    )


def _versions(booking: Booking, names: dict[str, str]) -> list[ShownVersion]:
    """More than one: each with what is different from the one before, the latest first."""
    rows = sorted(booking.applications.all(), key=lambda one: one.number)
    if len(rows) < 2:
        return []
    shown = [
        ShownVersion(
            one.number,
            formats.moment(one.received_at),
            _state_of(rows, one),
            _differences(before, one, names),
        )
        for before, one in zip([None, *rows], rows, strict=False)
    ]
    return shown[::-1]


def _state_of(rows: Sequence[Application], one: Application) -> str:
    """A version whose place a newer one took was neither withdrawn nor is it what is approved."""
    newer = [other for other in rows if other.number > one.number]
    is_replaced = one.state == Reviewed.WITHDRAWN and not hasattr(one, "permit")
    if is_replaced and any(other.received_at == one.decided_at for other in newer):
        return _("Replaced by a change")
    if hasattr(one, "permit") and any(hasattr(other, "permit") for other in newer):
        return _("Replaced by a change")
    return str(one.get_state_display())


def _differences(
    before: Application | None, after: Application, names: dict[str, str]
) -> list[Difference]:
    if before is None or not (before.asked and after.asked):
        return []
    old, new = (Asking.from_json(one.asked) for one in (before, after))
    return differences(old, new, lambda slug: names.get(slug, slug))


def _doable(booking: Booking, stands: Standing, now: datetime) -> Doable:
    visits = list(booking.visits.all())
    is_live = stands.progress in UNDECIDED_YET | STANDING
    change_until, withdraw_until = last_change(visits), deadline(booking, visits)
    is_here = any(visit.attendance == Attended.ARRIVED for visit in visits)
    drafts = list(booking.drafts.all())
    can_change = refusal_of_a_change(booking, stands, now) is None
    return Doable(
        change=can_change,
        change_until=formats.moment(change_until),
        withdraw=is_live and now <= withdraw_until and not is_here,
        withdraw_until=formats.moment(withdraw_until),
        withdraw_change=stands.change is not None,
        draft=drafts[0].reference if drafts and can_change else "",
    )


def _files(booking: Booking, stands: Standing, now: datetime) -> Files:
    versions = [one for one in booking.applications.all() if one.asked]
    return Files(
        receipt=bool(versions),
        permit=_permit_number(booking, stands, now),
        decision=any(
            one.state == Reviewed.REFUSED or (one.state == Reviewed.APPROVED and one.left_out)
            for one in versions
        ),
        calendar=stands.progress in STANDING,
    )


def _permit_number(booking: Booking, stands: Standing, now: datetime) -> str:
    """While the permit is worth something, or once it was used up."""
    found = newest_permit(booking) if stands.approved else None
    if found is None or not found.application.asked:
        return ""
    worth = standing(found, now)
    return found.full_number if worth.is_in_force or worth.how == Stands.USED_UP else ""


def _departments(booking: Booking) -> list[Fact]:
    told = dict.fromkeys(
        (str(visit.facility.department), visit.facility.phone) for visit in booking.visits.all()
    )
    return [Fact(name, formats.phone(phone), url=f"tel:{phone}") for name, phone in told]

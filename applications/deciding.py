"""The verbs that decide an application: approve, refuse, hand over, let lapse."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from accounts.models import User
from accounts.roles import may_review
from applications import charging, letters, permits, rules
from applications.accounting import earlier_charge
from applications.in_the_way import case_of_version, in_the_way, standing_there
from applications.judging import Case, arounds_of
from applications.locking import close_questions, lock, lock_for, step
from applications.models import Application
from applications.reshaping import reshape
from applications.retelling import tell_event
from applications.reviewing import OPEN, Reviewed
from applications.rivals import rivals_of
from bookings.cancel import end_visits
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Record, Visit
from bookings.on_calendar import keep_in_step
from facilities import occupancy
from facilities.catalogue import anew, catalogue, hold_still
from facilities.occupancy import SpaceTaken
from lib import clock, formats
from lib.refusal import Refused

LAPSED_AT_A_TIME = 200


def approve(
    officer: User,
    application: Application,
    seen: int,
    *,
    conditions: Sequence[str] = (),
    left_out: frozenset[int] = frozenset(),
    rivals_seen: frozenset[str] = frozenset(),
    why: str = "",
) -> Application:
    """Approve all that is asked for, or all but `left_out` (numbers from 1) with the reason.

    Takes the spaces, writes the charge and the permit. `seen` is the revision that the officer
    saw, `rivals_seen` the references of the rivals that were shown. Raises `Refused`: with what is
    in the way, when somebody was quicker.
    """

    def once() -> Application:
        return _approve(officer, application, seen, conditions, left_out, rivals_seen, why)

    with suppress(SpaceTaken):
        return anew(once)
    case = case_of_version(application)
    wants = [one.want for place, one in enumerate(arounds_of(case)) if place + 1 not in left_out]
    occupancy.sweep(wants, case.now)
    try:
        return anew(once)
    except SpaceTaken:
        raise Refused(rules.spaces_taken(in_the_way(application, left_out))) from None


@transaction.atomic
def _approve(
    officer: User,
    application: Application,
    seen: int,
    conditions: Sequence[str],
    left_out: frozenset[int],
    rivals_seen: frozenset[str],
    why: str,
) -> Application:
    locked = lock_for(application, seen, Reviewed.APPROVED)
    hold_still(catalogue())
    case = case_of_version(locked)
    _refuse_an_approval(locked, case, left_out, rivals_seen, why)
    booking, now = locked.booking, case.now
    stood_before = booking.state == Decided.APPROVED
    proposed = locked.questions.filter(occupancy__isnull=False)
    held = list(proposed.values_list("occupancy_id", flat=True))
    visits = reshape(booking, case, now, left_out=left_out, besides=held)
    close_questions(locked, now)
    booking.state, booking.revision, booking.changed_at = (
        Decided.APPROVED,
        booking.revision + 1,
        now,
    )
    details = case.asking.details
    booking.purpose, booking.group_name = details.title[:200], details.organisation[:100]
    booking.save(update_fields=["state", "revision", "changed_at", "purpose", "group_name"])
    locked.state, locked.decided_at, locked.decided_by = Reviewed.APPROVED, now, officer
    locked.conditions, locked.left_out, locked.why = list(conditions), sorted(left_out), why.strip()
    step(locked, "state", "decided_at", "decided_by", "conditions", "left_out", "why")
    charge = charging.charge(locked, visits, now)
    if charge:
        _hold_until_paid(visits, charging.hold_until(charge), now)
    permit = permits.issue(officer, locked, now)
    what = "approved_in_part" if left_out else "approved"
    Record.objects.create(booking=booking, who=officer, what=what, at=now, why=why.strip()[:200])
    letters.write(
        "applications.approved",
        locked,
        all_visits(booking) if stood_before else visits,
        why=locked.why,
        conditions=locked.conditions,
        permit=permit.full_number,
        left_out=left_out_facts(case, left_out, booking),
        is_change=stood_before,
    )
    tell_event(officer, locked, now)
    keep_in_step(booking, now)
    return locked


def _refuse_an_approval(
    locked: Application,
    case: Case,
    left_out: frozenset[int],
    rivals_seen: frozenset[str],
    why: str,
) -> None:
    chosen = {*range(1, len(case.asking.visits) + 1)} - left_out
    if not chosen:
        raise Refused(rules.nothing_left())
    if left_out and not why.strip():
        raise Refused(rules.why_missing())
    if left_out and locked.is_change and locked.booking.state == Decided.APPROVED:
        raise Refused(rules.change_is_whole())
    if any(case.listings[number - 1] is None for number in chosen):
        gone = [case.asking.visits[n - 1].slug for n in chosen if case.listings[n - 1] is None]
        raise Refused(rules.spaces_taken(gone))
    if any(case.asking.visits[number - 1].span.starts_at <= case.now for number in chosen):
        raise Refused(rules.application_over(str(Reviewed.LAPSED.label)))
    before = earlier_charge(locked)
    if before and before.is_overdue(case.now):  # what it changes stands no more, noted or not
        raise Refused(rules.application_over(str(Reviewed.LAPSED.label)))
    unseen = {one.booking.reference for one in rivals_of(locked)} - rivals_seen
    if unseen:
        raise Refused(rules.rivals_unseen(len(unseen)))


def _hold_until_paid(visits: Sequence[Visit], until: datetime | None, now: datetime) -> None:
    """What is not paid in time is free again by itself."""
    for visit in visits:
        if visit.occupancy_id:
            occupancy.extend(visit.occupancy_id, until, now)


def left_out_facts(case: Case, left_out: Collection[int], booking: Booking) -> list[dict[str, str]]:
    """What was not approved, as a letter tells it: facility by slug's listing, span."""
    language = booking.person.language if booking.person else "ko"
    told = []
    for number in sorted(left_out):
        listing, asked = case.listings[number - 1], case.asking.visits[number - 1]
        name = getattr(listing.facility, f"name_{language}", "") if listing else asked.slug
        told.append({"facility": str(name), "period": formats.period(asked.span, language)})
    return told


@transaction.atomic
def try_approving(
    application: Application,
    seen: int,
    *,
    left_out: frozenset[int] = frozenset(),
    rivals_seen: frozenset[str] = frozenset(),
    why: str = "",
) -> None:
    """Raise what `approve` would raise now, and write nothing: before it is confirmed."""
    locked = lock_for(application, seen, Reviewed.APPROVED)
    _refuse_an_approval(locked, case_of_version(locked), left_out, rivals_seen, why)
    found, _every = standing_there(locked, left_out)
    if found:
        raise Refused(rules.spaces_taken(found))


@transaction.atomic
def refuse(officer: User, application: Application, seen: int, why: str) -> Application:
    """Not approved, with the reason that the person is told and how to object.

    A change that is not approved leaves what was approved before as it is. Administrative
    Procedures Act, art. 23 (reason) and 26 (how to object). Raises `Refused`.
    """
    if not why.strip():
        raise Refused(rules.why_missing())
    locked, now = lock_for(application, seen, Reviewed.REFUSED), clock.now()
    locked.why = why.strip()
    is_change_only = locked.booking.state == Decided.APPROVED
    visits = _close(locked, Reviewed.REFUSED, Decided.REFUSED, now, officer)
    what = "change_refused" if is_change_only else "refused"
    Record.objects.create(
        booking=locked.booking, who=officer, what=what, at=now, why=locked.why[:200]
    )
    letters.write(f"applications.{what}", locked, visits, why=locked.why)
    return locked


def all_visits(booking: Booking) -> list[Visit]:
    """Those that stand and those that fell away, as letters and calendars need them."""
    return list(Visit.objects.with_places().filter(booking=booking).order_by("number"))


def _close(
    locked: Application,
    state: Reviewed,
    decided: Decided,
    now: datetime,
    officer: User | None,
) -> list[Visit]:
    """The version is over, and with it the booking where it was the first; the visits it had."""
    booking = locked.booking
    locked.state, locked.decided_at, locked.decided_by = state, now, officer
    step(locked, "state", "decided_at", "decided_by", "why")
    visits = all_visits(booking)
    if booking.state == Decided.SUBMITTED:
        booking.state, booking.revision, booking.changed_at = decided, booking.revision + 1, now
        booking.save(update_fields=["state", "revision", "changed_at"])
        end_visits(visits, now)
    close_questions(locked, now)
    return visits


@transaction.atomic
def hand_over(
    officer: User, application: Application, seen: int, to: User, why: str = ""
) -> Application:
    """Give the application into a colleague's hands. Raises `Refused`."""
    if not may_review(to):
        raise Refused(rules.not_an_officer(to.name))
    locked = lock_for(application, seen)
    locked.officer = to
    step(locked, "officer")
    Record.objects.create(
        booking=locked.booking,
        who=officer,
        what="handed_over",
        at=clock.now(),
        why=f"→ {to.name} {why.strip()}".strip()[:200],
    )
    return locked


def lapse_undecided(now: datetime) -> int:
    """What nobody decided before it begins is over, and the person is told; how many.

    So is what is open although its booking stands no more: the city closed its spaces.
    """
    open_ones = Application.objects.filter(state__in=OPEN).alias(
        first=Min("booking__visits__starts_at", filter=~Q(booking__visits__attendance="cancelled"))
    )
    begun = open_ones.filter(Q(first__lte=now) | ~Q(booking__state__in=LIVE))
    lapsed = 0
    for application in begun.order_by("pk")[:LAPSED_AT_A_TIME]:
        lapsed += _lapse(application, now)
    return lapsed


@transaction.atomic
def _lapse(application: Application, now: datetime) -> bool:
    locked = lock(application)
    if not locked.is_open:
        return False
    stood = locked.booking.state in LIVE
    state = Reviewed.LAPSED if stood else Reviewed.CANCELLED
    was_first = locked.booking.state == Decided.SUBMITTED
    visits = _close(locked, state, Decided.LAPSED, now, None)
    if stood:
        Record.objects.create(booking=locked.booking, what="lapsed", at=now)
        letters.write("applications.lapsed", locked, visits, is_change=not was_first)
    return True

"""The verbs that hand in: an application, and a change of one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import letters, papers, rules
from applications.asking import Asking, in_order
from applications.due_dates import counts_from, due_on
from applications.judging import (
    Case,
    Judged,
    arounds_of,
    case_of,
    judge,
    judge_case,
    refusal_of_the_whole,
)
from applications.locking import close_questions, lock_person_and_booking, step
from applications.models import Application, Draft
from applications.priority import LAST, class_of
from applications.reshaping import holds_while_undecided, reshape
from applications.reviewing import OPEN, Reviewed
from bookings import rules as booking_rules
from bookings.attendance import Attended
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Contact, Record, Visit
from facilities import occupancy
from facilities.catalogue import anew, catalogue, hold_still
from facilities.occupancy import SpaceTaken
from lib import clock
from lib.refusal import Refused

__all__ = ["Judged", "judge", "last_change", "submit", "submit_change"]


def submit(person: User, draft: Draft, asking: Asking, key: str) -> Booking:
    """Hand in what a draft became: all of it, or nothing.

    `key` names this press of the button: the same key with the same contents gives the booking
    that it made before. Raises `Refused`.
    """
    asking = _with_papers(draft, asking)
    earlier = _earlier(person, asking, key)
    if earlier:
        return earlier
    with suppress(SpaceTaken):
        return anew(lambda: _submit(person, draft, asking, key))
    # What ran out of others' holds is in the way: it is swept where it is judged anew.
    case = case_of(asking, catalogue(), clock.now())
    occupancy.sweep([around.want for around in arounds_of(case)], case.now)
    try:
        return anew(lambda: _submit(person, draft, asking, key))
    except SpaceTaken:
        _refuse_what_is_refused(person, case)
        raise


@transaction.atomic
def _submit(person: User, draft: Draft, asking: Asking, key: str) -> Booking:
    known, now = catalogue(), clock.now()
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    hold_still(known)
    earlier = _earlier(locked, asking, key)
    if earlier:
        return earlier
    case = case_of(asking, known, now)
    _refuse_what_is_refused(locked, case)
    booking = _write_booking(locked, asking, key, now)
    until = min(visit.span.starts_at for visit in asking.visits)
    visits = reshape(booking, case, now, takes=holds_while_undecided, until=until)
    application = _write_application(booking, 1, asking, case, None)
    Record.objects.create(booking=booking, who=locked, what="applied", at=now)
    papers.hand_in(draft, booking)
    Draft.objects.filter(pk=draft.pk).delete()  # the instance keeps its key: it may be tried again
    letters.write("applications.received", application, visits)
    return booking


def _refuse_what_is_refused(person: User, case: Case, changes: Booking | None = None) -> None:
    """Raise the first refusal, with what could be had instead."""
    refusal = refusal_of_the_whole(case)
    if refusal:
        raise Refused(refusal)
    for judged in judge_case(person, case, changes):
        if judged.refusal:
            raise Refused(judged.refusal, judged.alternatives)


def _with_papers(draft: Draft, asking: Asking) -> Asking:
    """What is asked for in its order, with what papers go with it."""
    own = draft.papers.values_list("purpose", flat=True)
    handed_in = draft.changes.papers.values_list("purpose", flat=True) if draft.changes else ()
    purposes = tuple(sorted({*own, *handed_in}))
    return replace(asking, visits=in_order(asking.visits), purposes=purposes)


def _earlier(person: User, asking: Asking, key: str) -> Booking | None:
    """The booking that this key made before; refused when it was made of something else."""
    booking = Booking.objects.filter(person=person, key=key).first()
    if booking is None:
        return None
    # Papers went along with the first press: they are not there to be counted at the second.
    if booking.contents != replace(asking, purposes=()).digest():
        raise Refused(booking_rules.key_used_otherwise(booking.reference))
    return booking


def _write_booking(person: User, asking: Asking, key: str, now: datetime) -> Booking:
    details = asking.details
    booking = Booking.objects.create(
        person=person,
        state=Decided.SUBMITTED,
        purpose=details.title[:200],
        group_name=details.organisation[:100],
        is_application=True,
        key=key,
        contents=replace(asking, purposes=()).digest(),
        created_at=now,
        changed_at=now,
    )
    Contact.objects.create(
        booking=booking, name=details.contact_name, phone=details.phone, email=details.email
    )
    return booking


def _write_application(
    booking: Booking, number: int, asking: Asking, case: Case, officer: User | None
) -> Application:
    policies = [case.wish(place).policy for place in range(len(asking.visits))]
    counted = counts_from(case.now, case.known.holidays)
    return Application.objects.create(
        booking=booking,
        number=number,
        asked=asking.as_json(),
        officer=officer,  # a new version stays in the same hands
        received_at=case.now,
        priority=min((class_of(asking.details, one.priority) for one in policies), default=LAST),
        counts_from=counted,
        due_on=min(
            due_on(case.now, case.wish(place).day, policy, case.known.holidays, ())
            for place, policy in enumerate(policies)
        ),
    )


def submit_change(person: User, draft: Draft, asking: Asking, key: str) -> Application:
    """Hand in a change of what was handed in before, as a new version.

    Nobody has decided yet: the new version takes the place of the old one. Approved: the booking
    stays as it is until the change is approved. A second press with the same key changes nothing.
    Raises `Refused`.
    """
    if draft.changes is None:
        raise LookupError("this draft changes nothing")
    booking, asking = draft.changes, _with_papers(draft, asking)
    try:
        return anew(lambda: _submit_change(person, draft, booking, asking))
    except SpaceTaken:
        case = case_of(asking, catalogue(), clock.now(), booking)
        occupancy.sweep([around.want for around in arounds_of(case)], case.now)
        return anew(lambda: _submit_change(person, draft, booking, asking))


@transaction.atomic
def _submit_change(person: User, draft: Draft, booking: Booking, asking: Asking) -> Application:
    known, now = catalogue(), clock.now()
    booking = lock_person_and_booking(booking)
    hold_still(known)
    latest = booking.applications.select_for_update(no_key=True).latest("number")
    if not Draft.objects.filter(pk=draft.pk).exists():
        return latest  # pressed a second time
    _refuse_a_change(booking, latest, asking, now)
    case = case_of(asking, known, now, booking)
    _refuse_what_is_refused(person, case, booking)
    if booking.state == Decided.SUBMITTED:
        latest.state, latest.decided_at = Reviewed.WITHDRAWN, now
        step(latest, "state", "decided_at")
        close_questions(latest, now)  # what was proposed is free for what is asked for instead
        until = min(visit.span.starts_at for visit in asking.visits)
        visits = reshape(booking, case, now, takes=holds_while_undecided, until=until)
        booking.purpose, booking.group_name = (
            asking.details.title[:200],
            asking.details.organisation[:100],
        )
        booking.revision, booking.changed_at = booking.revision + 1, now
        booking.save(update_fields=["purpose", "group_name", "revision", "changed_at"])
    else:
        visits = list(Visit.objects.with_places().filter(booking=booking).order_by("number"))
    application = _write_application(booking, latest.number + 1, asking, case, latest.officer)
    Record.objects.create(booking=booking, who=person, what="change_applied", at=now)
    papers.hand_in(draft, booking)
    Draft.objects.filter(pk=draft.pk).delete()  # the instance keeps its key: it may be tried again
    letters.write("applications.received", application, visits)
    return application


def _refuse_a_change(booking: Booking, latest: Application, asking: Asking, now: datetime) -> None:
    if booking.state not in LIVE:
        raise Refused(rules.application_over(str(booking.get_state_display())))
    if booking.state == Decided.APPROVED and latest.state in OPEN:
        raise Refused(rules.change_is_open())
    until = last_change(list(booking.visits.select_related("policy")))
    if now > until:
        raise Refused(rules.changed_too_late(until))
    if Asking.from_json(latest.asked) == asking:
        raise Refused(rules.nothing_changed())


def last_change(visits: Sequence[Visit]) -> datetime:
    """Until when a booking with these visits may be changed: the end of the policy's day.

    A visit that was left out, replaced or cancelled binds nobody any more.
    """
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED]
    return min(visit.policy.changes_until(visit.starts_at) for visit in standing or visits)

"""Rivals at the same moment, on real connections; beside them the same without the guard."""

from functools import partial
from typing import Any

import pytest

from accounts.models import User
from applications import deciding, locking
from applications.answering import answer
from applications.applying import submit, submit_change
from applications.asking_more import propose
from applications.deciding import approve, refuse
from applications.models import Application, Draft, Permit
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from bookings.decision import Decided
from bookings.models import Booking
from facilities import occupancy
from facilities.models import Building, Slot
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    asking,
    draft_of,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.rivals import Meeting, at_once, made, pausing, refusals
from tests.bookings.samples import policy
from tests.bookings.unguarded import no_locks, slots_without_key
from tests.places import at_seoul, span

__all__ = ["no_locks", "slots_without_key"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
FRIDAY = at_seoul(DAY.replace(day=4), "18:00")


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: Building) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b", "plaza-c"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture
def rivals(organiser: User, second_citizen: User) -> tuple[Application, Application]:
    """Zones A and B, and the whole plaza with a hall: each with something the other has not."""
    zones = (wants("plaza-a", ends="17:00"), wants("plaza-b", SATURDAY, ends="17:00"))
    whole = (wants("plaza", starts="12:00", ends="18:00"), wants("hannuri", people=50))
    return hand_in(organiser, *zones), hand_in(second_citizen, *whole)


def both_approve(officers: tuple[User, User], rivals: tuple[Application, Application]) -> list[Any]:
    """Each officer approves one of two rivals; both have judged, then both take."""
    seen = frozenset(one.booking.reference for one in rivals)
    with pausing(occupancy, "take", Meeting(2).before):
        return at_once(
            *(
                partial(approve, officer, one, 0, rivals_seen=seen)
                for officer, one in zip(officers, rivals, strict=True)
            )
        )


def half_approved() -> list[Application]:
    """Applications whose state, booking, slots and permit do not say the same."""
    wrong = []
    for one in Application.objects.select_related("booking"):
        stands = one.state == Reviewed.APPROVED
        has = [
            one.booking.state == Decided.APPROVED,
            Permit.objects.filter(application=one).exists(),
            one.booking.visits.filter(occupancy__expires_at=None, occupancy__isnull=False).count()
            == one.booking.visits.count(),
        ]
        if any(said != stands for said in has):
            wrong.append(one)
    return wrong


def test_two_officers_approve_rivals_and_one_wins(
    rivals: tuple[Application, Application], officer: User, administrator: User
) -> None:
    outcomes = both_approve((officer, administrator), rivals)
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["spaces_taken"]
    assert half_approved() == []
    assert sorted(fresh(one).state for one in rivals) == [Reviewed.APPROVED, Reviewed.SUBMITTED]
    assert [permit.number for permit in Permit.objects.all()] == [1]


def test_without_the_key_of_the_slots_both_are_approved(
    slots_without_key: None,
    rivals: tuple[Application, Application],
    officer: User,
    administrator: User,
) -> None:
    assert len(made(both_approve((officer, administrator), rivals))) == 2


def one_by_both(officers: tuple[User, User], application: Application) -> list[Any]:
    """One approves and one refuses the same application, from the same page."""
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        return at_once(
            partial(approve, officers[0], application, 0),
            partial(refuse, officers[1], application, 0, "까닭"),
        )


def test_two_officers_on_one_application_the_second_is_told(
    organiser: User, officer: User, administrator: User
) -> None:
    application = hand_in(organiser)
    outcomes = one_by_both((officer, administrator), application)
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["changed_meanwhile"]
    assert fresh(application).revision == 1
    stands = fresh(application).state == Reviewed.APPROVED
    assert Slot.objects.exists() == stands


@pytest.mark.usefixtures("no_locks")
def test_without_the_locks_nobody_is_told(
    organiser: User, officer: User, administrator: User
) -> None:
    application = hand_in(organiser)
    real = locking.lock_for

    def looked(*args: Any) -> Any:
        found = real(*args)
        meeting.wait()
        return found

    meeting = Meeting(2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deciding, "lock_for", looked)
        outcomes = at_once(
            partial(approve, officer, application, 0),
            partial(refuse, administrator, application, 0, "까닭"),
        )
    # Both decide, or the database ends one of them; nobody is told.
    assert not refusals(outcomes)


def test_an_approval_against_a_withdrawal(organiser: User, officer: User) -> None:
    application = hand_in(organiser)
    with pausing(locking, "lock_person_and_booking", Meeting(2).before):
        outcomes = at_once(
            partial(approve, officer, application, 0),
            partial(withdraw, organiser, application.booking),
        )
    made(outcomes)
    # Whoever came first, the organiser's word is the last one.
    assert Booking.objects.get().state == Decided.CANCELLED
    assert fresh(application).state in {Reviewed.WITHDRAWN, Reviewed.CANCELLED}
    assert not Slot.objects.exists()


def test_two_hand_in_for_a_hall_that_holds(organiser: User, second_citizen: User) -> None:
    """The hall is held while undecided: one is handed in, the other sees what is in the way."""
    wishes = (
        asking(wants("plaza-a", ends="17:00"), wants()),
        asking(wants(starts="11:00", ends="13:00")),
    )
    with pausing(occupancy, "take", Meeting(2).before):
        outcomes = at_once(
            *(
                partial(submit, person, draft_of(person), wish, "k")
                for person, wish in zip((organiser, second_citizen), wishes, strict=True)
            )
        )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"]
    assert Booking.objects.count() == 1


def test_two_changes_for_a_hall_that_holds(organiser: User, second_citizen: User) -> None:
    """Nobody has decided either: one takes the hall, the other sees that it is taken."""
    people = (organiser, second_citizen)
    zones = ("plaza-a", "plaza-b")
    booked = [
        hand_in(who, wants(zone, ends="14:00")) for who, zone in zip(people, zones, strict=True)
    ]
    wishes = (asking(wants()), asking(wants(starts="11:00", ends="13:00")))
    drafts = [draft_of(one.booking.person, one.booking) for one in booked if one.booking.person]
    with pausing(occupancy, "take", Meeting(2).before):
        outcomes = at_once(
            *(
                partial(submit_change, person, draft, wish, "k")
                for person, draft, wish in zip(people, drafts, wishes, strict=True)
            )
        )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["taken"]
    assert Draft.objects.count() == 1  # what was typed is not lost


def test_one_press_that_arrives_twice(organiser: User) -> None:
    draft = draft_of(organiser)
    outcomes = at_once(*(partial(submit, organiser, draft, asking(), "k") for _ in range(2)))
    first, second = made(outcomes)
    assert first == second
    assert Application.objects.count() == 1


def test_a_change_against_a_rival_for_its_new_time(
    organiser: User, second_citizen: User, officer: User, administrator: User
) -> None:
    mine = approved(officer, hand_in(organiser, wants("plaza-a", ends="14:00")))
    change = hand_in_change(organiser, mine.booking, wants("plaza-b", ends="14:00"))
    theirs = hand_in(second_citizen, wants("plaza-b", ends="15:00"))
    outcomes = both_approve((officer, administrator), (change, theirs))
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["spaces_taken"]
    standing = mine.booking.visits.get(attendance="expected")
    assert standing.occupancy
    assert Slot.objects.filter(occupancy=standing.occupancy).exists()


def test_an_answer_against_a_proposal_of_the_same_time_to_somebody_else(
    organiser: User, second_citizen: User, officer: User, administrator: User
) -> None:
    """What is held for one is kept for one: accepting it lets nobody in between."""
    mine = hand_in(organiser, wants("plaza-a", ends="14:00"))
    theirs = hand_in(second_citizen, wants("plaza-a", ends="14:00"))
    day = span(SATURDAY, "10:00", "14:00")
    question = propose(officer, mine, 0, 1, "plaza-b", day, "B", FRIDAY)
    outcomes = at_once(
        partial(answer, organiser, question, "", True),
        partial(propose, administrator, theirs, 0, 1, "plaza-b", day, "B", FRIDAY),
    )
    assert len(made(outcomes)) == 1
    assert refusals(outcomes) == ["spaces_taken"]
    moved = mine.booking.visits.get(attendance="expected")
    assert moved.facility.slug == "plaza-b"
    assert moved.occupancy

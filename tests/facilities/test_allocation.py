"""The guard of places: take, release, sweep, extend, other numbers."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from facilities import allocation
from facilities.allocation import SessionFull
from facilities.models import Allocation, Building, Session
from tests.bookings.sessions import session_of, with_places
from tests.places import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def session(noon: Building) -> Session:
    """14 places to book and 7 for who simply comes."""
    return with_places(session_of("fitness", date(2026, 11, 25), "14:00"), 14, 7)


def taken(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.taken, session.door_taken


def hold(session: Session, places: int = 1, until: datetime | None = LATER) -> Allocation:
    return allocation.take(session.pk, places, expires_at=until)


def test_take_notes_what_was_given(session: Session) -> None:
    given = hold(session, 3)
    assert (given.session_id, given.places, given.expires_at) == (session.pk, 3, LATER)
    assert not given.is_at_door
    assert taken(session) == (3, 0)


def test_take_gives_the_last_place_and_not_one_more(session: Session) -> None:
    hold(session, 10)
    hold(session, 4)
    with pytest.raises(SessionFull):
        hold(session)
    assert taken(session) == (14, 0)
    assert Allocation.objects.count() == 2


def test_take_gives_all_places_or_none(session: Session) -> None:
    hold(session, 12)
    with pytest.raises(SessionFull):
        hold(session, 3)
    assert taken(session) == (12, 0)
    hold(session, 2)


def test_neither_share_eats_the_other(session: Session) -> None:
    hold(session, 14)
    given = allocation.take(session.pk, 7, at_door=True)
    assert given.is_at_door
    assert taken(session) == (14, 7)
    with pytest.raises(SessionFull):
        allocation.take(session.pk, 1, at_door=True)


def test_a_cancelled_session_gives_nothing(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(cancelled_at=NOON)
    for at_door in (False, True):
        with pytest.raises(SessionFull):
            allocation.take(session.pk, 1, at_door=at_door)


def test_another_session_has_places_of_its_own(session: Session) -> None:
    other = Session.objects.filter(facility=session.facility).exclude(pk=session.pk)[0]
    hold(session, 14)
    hold(other, 14)
    assert taken(session) == taken(other) == (14, 0)


def test_release_gives_back_to_the_share_it_came_from(session: Session) -> None:
    booked, at_door = hold(session, 3), allocation.take(session.pk, 2, at_door=True)
    hold(session)
    allocation.release([booked.pk])
    assert taken(session) == (1, 2)
    allocation.release([at_door.pk])
    assert taken(session) == (1, 0)


def test_release_gives_nothing_back_twice(session: Session) -> None:
    given, other = hold(session, 3), hold(session, 5)
    allocation.release([given.pk])
    allocation.release([given.pk])
    assert taken(session) == (5, 0)
    assert Allocation.objects.get() == other


def test_release_of_several_sessions(session: Session) -> None:
    other = Session.objects.filter(facility=session.facility).exclude(pk=session.pk)[0]
    given = [hold(session, 2), hold(other, 3), hold(session)]
    allocation.release([one.pk for one in given])
    assert taken(session) == taken(other) == (0, 0)
    assert not Allocation.objects.exists()


def test_sweep_gives_back_what_ran_out_in_both_shares(session: Session) -> None:
    hold(session, 2, NOON)
    hold(session, 3, NOON + timedelta(seconds=1))
    hold(session, 4, None)
    allocation.take(session.pk, 1, expires_at=NOON, at_door=True)
    allocation.take(session.pk, 2, at_door=True)
    assert allocation.sweep(session, NOON) == 3
    assert taken(session) == (7, 2)
    assert allocation.sweep(session, NOON) == 0
    assert taken(session) == (7, 2)


def test_sweep_leaves_other_sessions(session: Session) -> None:
    other = Session.objects.filter(facility=session.facility).exclude(pk=session.pk)[0]
    hold(other, 2, NOON)
    assert allocation.sweep(session, NOON) == 0
    assert taken(other) == (2, 0)


def test_extend_lets_a_hold_last(session: Session) -> None:
    held = hold(session, 2)
    assert allocation.extend(held.pk, LATER + timedelta(hours=1), NOON) is True
    assert allocation.sweep(session, LATER) == 0
    assert allocation.extend(held.pk, None, LATER) is True
    assert allocation.sweep(session, LATER + timedelta(days=1)) == 0
    assert taken(session) == (2, 0)


def test_extend_does_not_bring_back_what_ran_out(session: Session) -> None:
    held = hold(session, 2)
    assert allocation.extend(held.pk, None, LATER) is False
    allocation.sweep(session, LATER)
    assert allocation.extend(held.pk, None, NOON) is False
    assert taken(session) == (0, 0)


def test_set_places_never_goes_below_what_is_taken(session: Session) -> None:
    hold(session, 5)
    allocation.take(session.pk, 2, at_door=True)
    assert allocation.set_places(session, 4, 7) is False
    assert allocation.set_places(session, 14, 1) is False
    session.refresh_from_db()
    assert (session.places, session.door_places) == (14, 7)
    assert allocation.set_places(session, 5, 2) is True
    session.refresh_from_db()
    assert (session.places, session.door_places) == (5, 2)
    with pytest.raises(SessionFull):
        hold(session)


def test_count_waiting_notes_the_parties(session: Session) -> None:
    allocation.count_waiting(session.pk, 3)
    session.refresh_from_db()
    assert session.waiting == 3


def test_lock_gives_the_rows_as_they_are_now_in_one_order(session: Session) -> None:
    other = Session.objects.filter(facility=session.facility).exclude(pk=session.pk)[0]
    hold(session, 2)
    locked = allocation.lock([max(session.pk, other.pk), min(session.pk, other.pk)])
    assert [one.pk for one in locked] == sorted([session.pk, other.pk])
    assert {one.pk: one.taken for one in locked} == {session.pk: 2, other.pk: 0}


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_a_fault(session: Session) -> None:
    with pytest.raises(TransactionManagementError):
        allocation.lock([session.pk])


@pytest.mark.parametrize("share", ["taken", "door_taken"])
@pytest.mark.parametrize("change", [+15, -1])
def test_whoever_writes_past_the_guard_is_stopped_by_the_database(
    session: Session, share: str, change: int
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**{share: F(share) + change})
    assert taken(session) == (0, 0)


def test_nothing_is_allocated_for_nobody(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(session, 0)

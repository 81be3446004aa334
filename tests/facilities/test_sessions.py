"""The sessions of a time with their free places, as they are at a moment: one query."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from facilities import allocation
from facilities.allocation import SessionFull
from facilities.generating import generate
from facilities.models import Allocation, Building, Facility, Session
from facilities.sessions import (
    SessionFacts,
    session_by_id,
    session_by_reference,
    sessions_between,
)
from lib import clock
from tests.bookings.samples import NOW
from tests.bookings.sessions import again, session_of, with_places
from tests.places import at_seoul

WEDNESDAY = date(2026, 11, 25)
SOON = NOW + timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _monday_morning(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOW)


@pytest.fixture
def session(city_hall: Building) -> Session:
    """Ten places to book and two of the door."""
    return with_places(session_of(), 10, 2)


def give(
    session: Session, places: int, until: datetime | None = None, *, at_door: bool = False
) -> Allocation:
    return allocation.take(session.pk, places, expires_at=until, at_door=at_door)


def facts(session: Session, now: datetime = NOW) -> SessionFacts:
    found = session_by_id(session.pk, now)
    assert found
    assert found == session_by_reference(session.reference, now)
    return found


def test_what_nobody_took_is_free(session: Session) -> None:
    assert (facts(session).free, facts(session).span) == (10, session.span)


def test_what_was_taken_is_not_free(session: Session) -> None:
    give(session, 3)
    give(session, 2, SOON)
    assert (facts(session).taken, facts(session).free) == (5, 5)


def test_what_ran_out_is_free_from_the_very_moment_on(session: Session) -> None:
    give(session, 3)
    give(session, 2, SOON)
    assert facts(session, SOON - timedelta(seconds=1)).free == 5
    found = facts(session, SOON)
    assert (found.taken, found.run_out, found.free) == (5, 2, 7)


def test_while_somebody_waits_what_ran_out_belongs_to_them(session: Session) -> None:
    give(session, 8, SOON)
    allocation.count_waiting(session.pk, 1)
    found = facts(session, SOON)
    assert (found.run_out, found.waiting, found.free) == (8, 1, 2)


def test_places_of_the_door_are_a_share_of_their_own(session: Session) -> None:
    give(session, 2, SOON, at_door=True)
    found = facts(session, SOON)
    assert (found.door_places, found.door_taken) == (2, 2)
    assert (found.taken, found.run_out, found.free) == (0, 0, 10)


def test_a_session_is_never_given_more_than_it_has(session: Session) -> None:
    give(session, 8)
    for places, at_door in ((3, False), (3, True)):
        with pytest.raises(SessionFull):
            give(session, places, at_door=at_door)
    assert (again(session).taken, again(session).door_taken) == (8, 0)
    give(session, 2)
    assert facts(session).free == 0


def test_a_cancelled_session_gives_nothing(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(cancelled_at=NOW)
    with pytest.raises(SessionFull):
        give(session, 1)
    assert facts(session).is_cancelled


def test_what_is_given_back_twice_is_given_back_once(session: Session) -> None:
    mine = give(session, 3)
    give(session, 2)
    with transaction.atomic():
        allocation.release([mine.pk])
        allocation.release([mine.pk])
    assert again(session).taken == 2


def test_what_ran_out_is_swept_once_and_the_rest_stays(session: Session) -> None:
    give(session, 3, SOON)
    give(session, 1, SOON, at_door=True)
    give(session, 2)
    with transaction.atomic():
        assert allocation.sweep(again(session), SOON - timedelta(seconds=1)) == 0
        assert allocation.sweep(again(session), SOON) == 4
        assert allocation.sweep(again(session), SOON) == 0
    assert (again(session).taken, again(session).door_taken) == (2, 0)
    assert facts(session, SOON).run_out == 0


def test_a_hold_that_ran_out_is_not_extended(session: Session) -> None:
    mine = give(session, 3, SOON)
    assert allocation.extend(mine.pk, None, SOON) is False
    assert allocation.extend(mine.pk, SOON + timedelta(hours=1), NOW) is True
    assert facts(session, SOON).free == 7


@pytest.mark.parametrize(
    ("places", "door_places", "is_done"), [(3, 1, True), (2, 1, False), (3, 0, False), (9, 9, True)]
)
def test_other_numbers_never_below_what_is_taken(
    session: Session, places: int, door_places: int, is_done: bool
) -> None:
    give(session, 3)
    give(session, 1, at_door=True)
    assert allocation.set_places(session, places, door_places) is is_done
    now = again(session)
    assert (now.places, now.door_places) == ((places, door_places) if is_done else (10, 2))


@pytest.mark.django_db(transaction=True)
def test_a_lock_without_a_transaction_is_refused(session: Session) -> None:
    """It would be given up at once, and nobody would notice."""
    with pytest.raises(TransactionManagementError):
        allocation.lock([session.pk])
    with transaction.atomic():
        assert allocation.lock([session.pk]) == [session]


def test_sessions_come_by_the_days_of_seoul_in_order() -> None:
    generate()
    play, fitness = (Facility.objects.get(slug=slug).pk for slug in ("play", "fitness"))
    found = sessions_between([play, fitness], WEDNESDAY, WEDNESDAY, NOW)
    assert len(found) == 7
    assert [one.span.starts_at for one in found] == sorted(one.span.starts_at for one in found)
    assert found[0].span.starts_at == at_seoul(WEDNESDAY, "09:00")
    assert len(sessions_between([fitness], WEDNESDAY, WEDNESDAY + timedelta(days=1), NOW)) == 8
    assert sessions_between([fitness], date(2027, 6, 1), date(2027, 6, 2), NOW) == []


def test_the_edges_of_a_day_are_its_midnights_in_seoul() -> None:
    """09:00 in Seoul is midnight in Greenwich: a session before it belongs to the same day."""
    early = with_places(session_of(), 1)
    moments = at_seoul(WEDNESDAY, "00:15"), at_seoul(WEDNESDAY, "01:00")
    Session.objects.filter(pk=early.pk).update(starts_at=moments[0], ends_at=moments[1])
    days = WEDNESDAY - timedelta(days=1), WEDNESDAY
    on_days = [
        {one.pk for one in sessions_between([early.facility_id], day, day, NOW)} for day in days
    ]
    assert [early.pk in pks for pks in on_days] == [False, True]


@pytest.mark.parametrize("number", [1, 60])
def test_one_query_however_many_and_however_much_ran_out(
    session: Session, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    generate()
    many = list(Session.objects.order_by("pk")[:number])
    for one in many:
        give(one, 1, SOON)
        give(one, 1)
    ids = list(Facility.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        found = sessions_between(ids, clock.today(), clock.today() + timedelta(days=60), SOON)
    assert sum(one.run_out for one in found) == number
    with django_assert_num_queries(1):
        session_by_reference(session.reference, SOON)


def test_nothing_asked_is_nothing_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert sessions_between([], WEDNESDAY, WEDNESDAY, NOW) == []


def test_a_session_that_is_not_there() -> None:
    assert session_by_id(0, NOW) is None
    assert session_by_reference("222222222222", NOW) is None
    assert session_by_reference("", NOW) is None

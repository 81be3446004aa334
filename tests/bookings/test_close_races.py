"""A closure, and who gives back meanwhile what stands beside that which is held for others: on
real connections, with everything locked ahead, and without."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from accounts.models import User
from bookings import close as closing
from bookings import rehousing
from bookings.asking import Asked
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.close import close
from bookings.models import Booking, Offer
from bookings.reserve import reserve
from bookings.room_queues import lock_room_queues
from bookings.waiting import join
from facilities import allocation
from facilities.catalogue import Catalogue
from facilities.models import Building, Facility, Session
from lib.spans import Span
from tests.bookings import rivals
from tests.bookings.closures import facility
from tests.bookings.rivals import LONGEST, at_once, made, pausing
from tests.bookings.samples import TUESDAY, asked, book, new_key, policy, request_for, residents
from tests.bookings.sessions import again, session_of, take
from tests.places import at_seoul, span

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Hold = Callable[[datetime], None]
Scenario = Callable[[User, Hold], list[Any]]


def closed_and_cancelled(
    officer: User, slug: str, when: Span, hit: Booking, beside: Booking
) -> list[Any]:
    """One thing is held instead of what was hit; before the next, somebody cancels beside it."""
    one_is_held = threading.Event()

    def holding(take_it: Callable[..., Any]) -> Callable[..., Any]:
        def held(*args: Any) -> Any:
            if one_is_held.is_set():
                time.sleep(rivals.PATIENCE)  # who cancels has locked what it gives back, or waits
            try:
                return take_it(*args)
            finally:
                one_is_held.set()

        return held

    def cancelled() -> Booking:
        assert beside.person
        one_is_held.wait(LONGEST)
        return cancel(beside.person, beside)

    seen = frozenset({hit.reference})
    jobs: list[Callable[[], object]] = [
        partial(close, officer, facility(slug), when, reason_ko="누수", seen=seen),
        cancelled,
    ]
    with pausing(rehousing, "_taken", holding):
        return at_once(*jobs)


def two_sessions(officer: User, at: Hold) -> list[Any]:
    """Held are the session after that which is closed, then the one before it. One has booked
    both, and locks them in the order of their ids."""
    policy("fitness", max_per_day=None, max_visits=2)
    holder, rival = residents(2)
    before, closed, after = (session_of(starts=begins) for begins in ("11:00", "14:00", "16:00"))
    assert before.pk < after.pk
    both = [Asked("fitness", one.span, 1, one.reference) for one in (before, after)]
    beside = reserve(rival, request_for(*both), new_key())
    return closed_and_cancelled(officer, "fitness", closed.span, take(holder, closed), beside)


def a_room_beside(officer: User, at: Hold) -> list[Any]:
    """탄천관 is held from 14:00; then a hold from 13:00 that ran out is swept. Who cancels from
    12:00 passes 12:00 to 15:00 on to somebody who waits for that."""
    for slug in ("moran", "tancheon"):
        policy(slug, max_per_day=None)
    only_two_rooms_are_left()
    holder, rival, let_go, lapsing, in_line = residents(5)
    hit = book(holder)
    beside = book(rival, asked("tancheon", starts="12:00", ends="13:00"))
    given_back = book(let_go, asked("tancheon", starts="13:00", ends="14:00"))
    join(lapsing, request_for(asked("tancheon", starts="13:00", ends="14:00")))
    cancel(let_go, given_back)
    join(in_line, request_for(asked("tancheon", starts="12:00", ends="15:00")))
    at(Offer.objects.get().expires_at)
    whole_day = span(TUESDAY, "09:00", "18:00")
    return closed_and_cancelled(officer, "moran", whole_day, hit, beside)


def only_two_rooms_are_left() -> None:
    """The room by the café would be held second."""
    room = facility("bookcafe-room")
    room.is_published = False
    room.save()


def test_who_cancels_two_sessions_and_a_closure_do_not_lock_each_other_out(
    city_hall: Building, officer: User, at: Hold
) -> None:
    outcomes = two_sessions(officer, at)

    closed, beside = made(outcomes)
    assert (closed.cancelled, closed.held) == (1, 2)
    offers = Offer.objects.order_by("pk")
    assert [offer.starts_at.hour for offer in offers] == [7, 2]  # UTC: 16:00, 11:00
    assert [again(offer.session).taken for offer in offers if offer.session] == [1, 1]
    assert {visit.attendance for visit in beside.visits.all()} == {Attended.CANCELLED}


def test_who_cancels_a_room_and_a_closure_do_not_lock_each_other_out(
    city_hall: Building, officer: User, at: Hold
) -> None:
    outcomes = a_room_beside(officer, at)

    closed, beside = made(outcomes)
    assert closed.cancelled == 1
    held = Offer.objects.get(instead_of__isnull=False)
    assert (held.facility.slug, held.starts_at) == ("tancheon", at_seoul(TUESDAY, "14:00"))
    assert beside.visits.get().attendance == Attended.CANCELLED


# The same, and only what is closed is locked ahead: each waits for what the other has.


@pytest.mark.postgres
@pytest.mark.parametrize("scenario", [two_sessions, a_room_beside])
def test_without_the_locks_ahead_each_waits_for_the_other(
    city_hall: Building,
    officer: User,
    at: Hold,
    scenario: Scenario,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def only_what_is_closed(
        known: Catalogue, closed: Facility, sessions: Sequence[Session], visits: object
    ) -> None:
        allocation.lock([session.pk for session in sessions])
        lock_room_queues(known, [closed.pk])

    monkeypatch.setattr(closing, "lock_queues", only_what_is_closed)
    monkeypatch.setattr(rivals, "PATIENCE", 2)  # seconds: a busy machine gets there too
    outcomes = scenario(officer, at)

    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in outcomes)

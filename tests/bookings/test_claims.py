"""What a visit holds and what is counted of it are the same, whatever happens in between."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from accounts.models import User
from bookings import attend
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decide import approve
from bookings.decision import Decided
from bookings.models import Booking, Offer, Visit
from bookings.offers import accept
from bookings.settling import settle_due
from bookings.shown import shown_booking
from facilities.generating import generate
from facilities.models import Allocation, Building, Holiday
from facilities.parties import Party
from lib import clock
from tests.bookings.door import code_of
from tests.bookings.samples import new_key, policy, residents
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul

pytestmark = pytest.mark.django_db
At = Callable[[datetime], None]


def test_who_is_here_does_not_cancel(
    city_hall: Building, citizen: User, desk: User, at: At
) -> None:
    session = session_of()
    policy_booking = take(citizen, session, 2)
    at(at_seoul(WEDNESDAY, "13:00"))
    attend.arrive(desk, policy_booking.visits.get())
    assert code_of(lambda: cancel(citizen, policy_booking)) == "is_here_already"
    assert not shown_booking(Booking.objects.with_visits().get()).can_cancel
    assert (again(session).taken, Visit.objects.get().attendance) == (2, Attended.ARRIVED)


def test_what_was_offered_is_what_is_held_whatever_the_rules_are_then(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    session = with_places(session_of("play", starts="10:00"), 1)
    booking = take(second_citizen, session, a_family())
    wait_for(citizen, session, a_family(2, 1, 1))
    cancel(second_citizen, booking)
    policy("play", place_for="person", valid_from=date(2026, 11, 23))
    visit = accept(citizen, Offer.objects.get()).visits.get()
    assert (visit.people, visit.places) == (4, 1)
    assert again(session).taken == 1 == Allocation.objects.get().places


def test_one_form_lets_a_party_in_once(city_hall: Building, desk: User, at: At) -> None:
    session = session_of("play", starts="10:00")
    at(session.starts_at)
    key = new_key()
    first = attend.walk_in(desk, session.reference, a_family(), key)
    assert attend.walk_in(desk, session.reference, a_family(), key) == first
    assert attend.walk_in(desk, session.reference, a_family(), new_key()) != first
    assert again(session).door_taken == 2


def test_undecided_at_its_start_it_is_over_though_nobody_noted_it(
    city_hall: Building, citizen: User, officer: User, desk: User, at: At
) -> None:
    session = with_places(session_of("promotion-hall", date(2026, 12, 2), "10:00"), 5)
    booking = take(citizen, session, 5)
    at(session.starts_at)
    shown = shown_booking(Booking.objects.with_visits().get(pk=booking.pk))
    assert shown.state_label == str(Decided.LAPSED.label)
    assert not shown.can_cancel
    assert code_of(lambda: approve(officer, booking)) == "already_decided"
    attend.walk_in(desk, session.reference, Party(5))
    assert again(session).taken == 5


def test_what_was_approved_is_held_for_good(
    city_hall: Building, citizen: User, officer: User, at: At
) -> None:
    session = session_of("promotion-hall", date(2026, 12, 2), "10:00")
    booking = take(citizen, session, 5)
    assert Allocation.objects.get().expires_at == session.starts_at
    approve(officer, booking)
    assert Allocation.objects.get().expires_at is None
    at(session.starts_at)
    settle_due(clock.now())
    assert again(session).taken == 5


def test_nothing_is_offered_on_a_day_that_became_a_holiday(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    session = with_places(session_of(), 1)
    booking = take(second_citizen, session)
    wait = wait_for(citizen, session)
    Holiday.objects.create(day=WEDNESDAY, name_ko="임시공휴일", name_en="Holiday")
    assert [span for _slug, span in generate().left] == [session.span]
    cancel(second_citizen, booking)
    wait.refresh_from_db()
    assert wait.state == "waiting"
    assert not Offer.objects.exists()


def test_an_offer_is_not_accepted_on_a_day_that_became_a_holiday(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    session = with_places(session_of(), 1)
    booking = take(second_citizen, session)
    wait_for(citizen, session)
    cancel(second_citizen, booking)
    Holiday.objects.create(day=WEDNESDAY, name_ko="임시공휴일", name_en="Holiday")
    assert code_of(lambda: accept(citizen, Offer.objects.get())) == "public_holiday"


def test_who_leaves_the_house_leaves_the_queue(city_hall: Building, citizen: User) -> None:
    (holder,) = residents(1)
    session = with_places(session_of(), 1)
    take(holder, session)
    wait_for(citizen, session)
    citizen.delete()
    assert again(session).waiting == 1
    assert settle_due(clock.now()) == 1
    assert again(session).waiting == 0

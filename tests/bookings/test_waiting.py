"""The waiting list of a session and of a room: join, leave, and where one stands."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings import waiting
from bookings.cancel import cancel
from bookings.models import Booking, Offer, Wait
from bookings.offers import accept
from bookings.queueing import Offered, Waited
from bookings.reserve import Asked
from bookings.waiting import join, leave, position, positions
from facilities.catalogue import SetUpChanged
from facilities.models import Building, Session
from tests.bookings.door import code_of
from tests.bookings.samples import (
    NOW,
    asked,
    book,
    policy,
    request_for,
    residents,
)
from tests.bookings.sessions import (
    a_family,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


@pytest.fixture
def full(city_hall: Building, organiser: User) -> Session:
    """Four places, all of them taken by the organiser."""
    session = with_places(session_of(), 4)
    take(organiser, session, 4)
    return again(session)


@pytest.fixture
def taken(city_hall: Building, organiser: User) -> Booking:
    """모란관, taken by the organiser on the sample Tuesday from 14:00 to 16:00."""
    return book(organiser)


def for_the_room(who: User, *visits: Asked) -> Wait:
    return join(who, request_for(*visits))


def test_a_party_joins_whole(full: Session, citizen: User) -> None:
    wait = wait_for(citizen, full, 3)
    assert (wait.session_id, wait.places, wait.state) == (full.pk, 3, Waited.WAITING)
    assert (wait.starts_at, wait.ends_at) == (full.starts_at, full.ends_at)
    assert wait.joined_at == NOW
    assert position(wait) == 1
    assert (again(full).waiting, again(full).taken) == (1, 4)
    assert not Offer.objects.exists()


def test_who_comes_later_stands_behind(full: Session) -> None:
    waits = [wait_for(person, full) for person in residents(3)]
    assert [position(wait) for wait in waits] == [1, 2, 3]
    assert positions(waits) == {wait.pk: number for number, wait in enumerate(waits, start=1)}
    assert again(full).waiting == 3


def test_two_queues_do_not_count_each_other(full: Session, taken: Booking, citizen: User) -> None:
    first, second = residents(2)
    other = with_places(session_of(starts="16:00"), 1)
    take(citizen, other)
    waits = [wait_for(first, full), wait_for(first, other), for_the_room(second)]
    assert [position(wait) for wait in waits] == [1, 1, 1]


def test_joining_again_keeps_the_place(full: Session, citizen: User, second_citizen: User) -> None:
    wait = wait_for(citizen, full, 2)
    wait_for(second_citizen, full)
    assert wait_for(citizen, full, 4) == wait
    assert (position(wait), again(full).waiting) == (1, 2)
    wait.refresh_from_db()
    assert wait.places == 2


def test_who_holds_an_offer_stands_there_still(
    full: Session, citizen: User, organiser: User
) -> None:
    wait = wait_for(citizen, full)
    cancel(organiser, Booking.objects.get())
    assert wait_for(citizen, full) == wait
    assert Offer.objects.get().wait == wait


def test_who_let_an_offer_run_out_may_join_again(
    full: Session, citizen: User, second_citizen: User, organiser: User, at: Hold
) -> None:
    wait = wait_for(citizen, full, 4)
    cancel(organiser, Booking.objects.get())
    wait_for(second_citizen, full, 4)
    # Nobody has noted that it ran out.
    at(Offer.objects.get().expires_at)
    later = wait_for(citizen, full, 4)
    assert later != wait
    wait.refresh_from_db()
    assert wait.state == Waited.LAPSED
    assert Offer.objects.get(state=Offered.OPEN).person == second_citizen
    assert position(later) == 1


def test_there_is_nothing_to_wait_for_where_the_party_fits(full: Session, citizen: User) -> None:
    session = with_places(full, 6)
    assert code_of(lambda: wait_for(citizen, session, 2)) == "free_now"
    wait_for(citizen, session, 3)
    assert again(session).waiting == 1


def test_what_ran_out_goes_to_who_waits_before_it_is_free(city_hall: Building, at: Hold) -> None:
    first, second, third = residents(3)
    session = with_places(session_of(), 2)
    booking = take(first, session, 2)
    wait_for(second, session, 2)
    cancel(first, booking)
    at(Offer.objects.get().expires_at)
    # The second party let it run out: it is free, and nobody waits.
    assert code_of(lambda: wait_for(third, session, 1)) == "free_now"
    take(third, session, 1)
    assert again(session).taken == 1


@pytest.mark.parametrize(
    ("people", "code"),
    [(0, "too_few_people"), (5, "party_too_large")],
)
def test_a_party_that_could_not_book_cannot_wait(
    full: Session, citizen: User, people: int, code: str
) -> None:
    assert code_of(lambda: wait_for(citizen, full, people)) == code
    assert not Wait.objects.exists()


def test_a_family_without_a_grown_up_cannot_wait(
    city_hall: Building, citizen: User, organiser: User
) -> None:
    session = with_places(session_of("play", starts="10:00"), 1)
    take(organiser, session, a_family())
    assert code_of(lambda: wait_for(citizen, session, a_family(0, 1))) == "no_guardian"
    assert wait_for(citizen, session, a_family(1, 1, 1)).places == 1


def test_who_has_the_day_cannot_wait(full: Session, citizen: User) -> None:
    take(citizen, session_of(starts="09:00"))
    assert code_of(lambda: wait_for(citizen, full)) == "most_a_day"


def test_for_a_session_that_has_begun_nobody_waits(full: Session, citizen: User, at: Hold) -> None:
    at(full.starts_at)
    assert code_of(lambda: wait_for(citizen, full)) == "in_the_past"


def test_for_a_cancelled_session_nobody_waits(full: Session, citizen: User) -> None:
    Session.objects.filter(pk=full.pk).update(cancelled_at=NOW)
    assert code_of(lambda: wait_for(citizen, full)) == "session_gone"


def test_for_a_room_one_waits_too(taken: Booking, citizen: User, second_citizen: User) -> None:
    wait = for_the_room(citizen)
    assert (wait.session, wait.places, position(wait)) == (None, 0, 1)
    # Another time that meets the first one's is the same queue; one beside it is not.
    met = for_the_room(second_citizen, asked(starts="15:00", ends="17:00"))
    assert position(met) == 2
    assert code_of(lambda: for_the_room(citizen, asked(starts="16:00", ends="17:00"))) == "free_now"


def test_for_a_free_room_nobody_waits(city_hall: Building, citizen: User) -> None:
    assert code_of(lambda: for_the_room(citizen)) == "free_now"


def test_for_what_no_rule_allows_nobody_waits(taken: Booking, stranger: User) -> None:
    assert code_of(lambda: for_the_room(stranger)) == "not_a_resident"
    off_the_grid = asked(starts="14:05", ends="15:05")
    assert code_of(lambda: for_the_room(stranger, off_the_grid)) == "off_grid"


def test_rooms_on_the_same_spaces_have_one_queue(city_hall: Building) -> None:
    """Who waits for the whole plaza came before who waits for one of its zones."""
    for slug in ("plaza", "plaza-a"):
        policy(slug, decision="at_once", min_minutes=60, setup_minutes=0, clearing_minutes=0)
    holder, *people = residents(4)
    day, other_day = date(2026, 12, 15), date(2026, 12, 16)
    booking = book(holder, asked("plaza-a", day))
    book(holder, asked("plaza-a", other_day))
    # The plaza has had more parties waiting than its zone.
    for person in people[:2]:
        for_the_room(person, asked("plaza", other_day))
    for_the_room(people[0], asked("plaza", day))
    for_the_room(people[2], asked("plaza-a", day))
    cancel(holder, booking)
    assert Offer.objects.get().person == people[0]


def test_joining_begins_anew_when_the_set_up_changed(
    full: Session, citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def changing(known: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise SetUpChanged

    monkeypatch.setattr(waiting, "hold_still", changing)
    wait_for(citizen, full)
    assert (len(tries), Wait.objects.count()) == (3, 1)


def test_who_leaves_lets_the_others_move_up(full: Session) -> None:
    first, second = residents(2)
    one, other = wait_for(first, full), wait_for(second, full)
    left = leave(first, one)
    assert (left.state, left.ended_at, left.asked) == (Waited.LEFT, NOW, {})
    assert (position(other), again(full).waiting) == (1, 1)


def test_leaving_twice_changes_nothing(full: Session, citizen: User, at: Hold) -> None:
    wait = wait_for(citizen, full)
    leave(citizen, wait)
    at(NOW + timedelta(minutes=1))
    assert leave(citizen, wait).ended_at == NOW


def test_who_left_may_join_again_behind(full: Session) -> None:
    first, second = residents(2)
    one, other = wait_for(first, full), wait_for(second, full)
    leave(first, one)
    assert position(wait_for(first, full)) == 2
    assert position(other) == 1


def test_who_leaves_with_an_offer_passes_it_on(full: Session, organiser: User) -> None:
    first, second = residents(2)
    wait = wait_for(first, full, 4)
    wait_for(second, full, 3)
    cancel(organiser, Booking.objects.get())
    left = leave(first, wait)
    assert left.state == Waited.LEFT
    declined, offered = Offer.objects.order_by("pk")
    assert (declined.state, declined.allocation) == (Offered.DECLINED, None)
    assert (offered.person, offered.state) == (second, Offered.OPEN)
    assert (again(full).taken, again(full).waiting) == (3, 0)


def test_what_became_a_booking_is_not_left(full: Session, citizen: User, organiser: User) -> None:
    wait = wait_for(citizen, full)
    cancel(organiser, Booking.objects.get())
    accept(citizen, Offer.objects.get())
    assert leave(citizen, wait).state == Waited.BOOKED
    assert again(full).taken == 1


def test_who_leaves_the_queue_of_a_room_passes_on_what_was_held(
    taken: Booking, organiser: User
) -> None:
    first, second = residents(2)
    wait = for_the_room(first)
    for_the_room(second, asked(starts="15:00", ends="17:00"))
    cancel(organiser, taken)
    assert Offer.objects.get().person == first
    leave(first, wait)
    assert Offer.objects.get(state=Offered.OPEN).person == second

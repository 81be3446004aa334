"""The queue of a room moves when it is free: to the first whose time fits, with a letter."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from bookings.cancel import cancel
from bookings.close import close
from bookings.models import Booking, Offer, Wait
from bookings.offers import accept
from bookings.queueing import Offered, Waited
from bookings.reserve import Asked
from bookings.retime import read_lines, retime
from bookings.settling import settle_due
from bookings.waiting import join
from facilities import closing, occupancy
from facilities.models import Building, Facility, Occupancy
from lib import clock
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.samples import NOW, TUESDAY, asked, book, policy, request_for, residents
from tests.bookings.session_house import set_up
from tests.bookings.sessions import WEDNESDAY
from tests.places import span

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


def free(booking: Booking) -> None:
    assert booking.person
    cancel(booking.person, booking)


def offered() -> list[str]:
    """To whom something is held at the moment, in the order in which it was offered."""
    offers = Offer.objects.filter(state=Offered.OPEN).order_by("pk")
    return list(offers.values_list("person__name", flat=True))


def letters() -> int:
    return Notice.objects.filter(kind="bookings.offered").count()


def wait_for_the_room(who: User, visit: Asked) -> Wait:
    return join(who, request_for(visit))


def test_a_room_goes_to_the_first_who_waits_for_it(city_hall: Building) -> None:
    holder, first, second = residents(3)
    booking = book(holder)
    waits = [wait_for_the_room(person, asked()) for person in (first, second)]
    cancel(holder, booking)
    offer = Offer.objects.get()
    assert (offer.wait, offer.facility.slug) == (waits[0], "moran")
    assert offer.occupancy
    assert offer.occupancy.expires_at == offer.expires_at
    assert letters() == 1


def test_of_a_room_the_rest_goes_to_who_it_is_enough_for(city_hall: Building) -> None:
    holder, first, second, third, fourth = residents(5)
    booking = book(holder, asked(starts="13:00", ends="16:00"))
    for person, starts, ends in (
        (first, "13:00", "14:00"),
        (second, "13:00", "15:00"),
        (third, "14:00", "16:00"),
        (fourth, "15:00", "17:00"),
    ):
        wait_for_the_room(person, asked(starts=starts, ends=ends))
    cancel(holder, booking)
    assert offered() == ["주민1", "주민3"]


def test_a_room_that_ran_out_goes_on(city_hall: Building, at: Hold) -> None:
    holder, first, second = residents(3)
    booking = book(holder)
    wait_for_the_room(first, asked())
    wait_for_the_room(second, asked(starts="15:00", ends="17:00"))
    cancel(holder, booking)
    expired_at = Offer.objects.get().expires_at
    at(expired_at)
    assert settle_due(expired_at) == 1
    assert offered() == ["주민2"]
    assert settle_due(expired_at) == 0
    assert Occupancy.objects.count() == 1
    assert letters() == 2


def test_what_is_given_back_whole_is_offered_whole(city_hall: Building, at: Hold) -> None:
    """Who asks for the end of what ran out does not keep it from who waits for its beginning."""
    policy("moran", max_minutes=240)
    holder, first, early, late = residents(4)
    booking = book(holder, asked(starts="13:00", ends="17:00"))
    wait_for_the_room(first, asked(starts="13:00", ends="17:00"))
    waiting = wait_for_the_room(early, asked(starts="13:00", ends="14:00"))
    cancel(holder, booking)
    at(Offer.objects.get().expires_at)
    book(late, asked(starts="16:00", ends="17:00"))
    assert Offer.objects.get(state=Offered.OPEN).wait == waiting


def test_the_claim_of_who_did_not_come_is_offered_whole(city_hall: Building, at: Hold) -> None:
    policy("moran", max_minutes=240, absent_after_minutes=30, closes_days_before=0)
    holder, early, late = residents(3)
    book(holder, asked(starts="13:00", ends="17:00"))
    waiting = wait_for_the_room(early, asked(starts="14:00", ends="15:00"))
    at(span(TUESDAY, "13:30", "14:00").starts_at)
    book(late, asked(starts="16:00", ends="17:00"))
    assert Offer.objects.get(state=Offered.OPEN).wait == waiting


def test_set_up_and_clearing_keep_a_neighbour_waiting_and_let_it_go(city_hall: Building) -> None:
    policy("moran", setup_minutes=30, clearing_minutes=30)
    holder, first = residents(2)
    booking = book(holder, asked(starts="14:00", ends="16:00"))
    waiting = wait_for_the_room(first, asked(starts="16:00", ends="17:00"))
    cancel(holder, booking)
    assert Offer.objects.get().wait == waiting


def test_the_clearing_of_what_ran_out_is_offered_too(city_hall: Building, at: Hold) -> None:
    """Who asks for the time behind it lets it go; who waits for the time before it needs that."""
    policy("moran", clearing_minutes=30)
    holder, first, early, late = residents(4)
    booking = book(holder, asked(starts="14:00", ends="15:00"))
    wait_for_the_room(first, asked(starts="14:00", ends="15:00"))
    waiting = wait_for_the_room(early, asked(starts="13:00", ends="14:00"))
    cancel(holder, booking)
    at(Offer.objects.get().expires_at)
    book(late, asked(starts="15:00", ends="16:00"))
    assert Offer.objects.get(state=Offered.OPEN).wait == waiting


def test_a_queue_that_hangs_together_is_settled_as_one(city_hall: Building, at: Hold) -> None:
    """What ran out elsewhere stands in the way of one who waits for that time too."""
    policy("moran", max_per_day=None)
    holder, other, first, second, both, late = residents(6)
    bookings = [
        (holder, book(holder, asked(starts="10:00", ends="11:00"))),
        (other, book(other, asked(starts="11:00", ends="12:00"))),
    ]
    wait_for_the_room(first, asked(starts="10:00", ends="11:00"))
    wait_for_the_room(second, asked(starts="11:00", ends="12:00"))
    waiting = wait_for_the_room(both, asked(starts="10:00", ends="12:00"))
    for person, booking in bookings:
        cancel(person, booking)
    assert offered() == ["주민2", "주민3"]
    at(Offer.objects.latest("expires_at").expires_at)
    with pytest.raises(Refused):
        book(late, asked(starts="11:00", ends="12:00"))
    assert Offer.objects.get(state=Offered.OPEN).wait == waiting


def test_what_ran_out_is_the_queues_before_it_is_anybodys(city_hall: Building, at: Hold) -> None:
    holder, first, second, stranger = residents(4)
    booking = book(holder)
    wait_for_the_room(first, asked())
    waiting = wait_for_the_room(second, asked(starts="15:00", ends="17:00"))
    cancel(holder, booking)
    at(Offer.objects.get().expires_at)
    with pytest.raises(Refused) as caught:
        book(stranger, asked())
    assert caught.value.refusal.code == "taken"
    assert Offer.objects.get(state=Offered.OPEN).wait == waiting
    # Beside it there is room.
    book(stranger, asked(starts="14:00", ends="15:00"))


def test_what_ran_out_and_nobody_waits_for_is_free_at_once(city_hall: Building, at: Hold) -> None:
    holder, first, stranger = residents(3)
    booking = book(holder)
    wait_for_the_room(first, asked())
    cancel(holder, booking)
    at(Offer.objects.get().expires_at)
    book(stranger, asked())
    assert Offer.objects.get().state == Offered.LAPSED


def test_a_closure_that_is_lifted_is_offered_by_the_worker(city_hall: Building) -> None:
    """It knows of no queue: whoever waited since before it is found within a minute."""
    holder, first = residents(2)
    booking = book(holder)
    waiting = wait_for_the_room(first, asked())
    # Closed in the moment in which it was given back.
    held = booking.visits.get().occupancy_id
    assert held
    occupancy.release([held])
    closure = closing.close(
        Facility.objects.get(slug="moran"), span(TUESDAY, "09:00", "18:00"), reason_ko="공사"
    )
    assert settle_due(NOW) == 0
    closing.reopen(closure)
    assert settle_due(NOW) == 1
    assert Offer.objects.get().wait == waiting
    assert settle_due(NOW) == 0


def test_who_waits_for_a_room_waits_until_it_begins(city_hall: Building, at: Hold) -> None:
    holder, first = residents(2)
    book(holder)
    waiting = wait_for_the_room(first, asked())
    begins = span(TUESDAY, "14:00", "16:00").starts_at
    at(begins - timedelta(seconds=1))
    settle_due(clock.now())
    waiting.refresh_from_db()
    assert waiting.state == Waited.WAITING
    at(begins)
    settle_due(clock.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.asked) == (Waited.ENDED, {})


def test_accepted_and_cancelled_it_goes_on(city_hall: Building) -> None:
    holder, first, second = residents(3)
    booking = book(holder)
    waits = [wait_for_the_room(person, asked()) for person in (first, second)]
    cancel(holder, booking)
    free(accept(first, Offer.objects.get(wait=waits[0])))
    assert Offer.objects.get(state=Offered.OPEN).wait == waits[1]
    assert Occupancy.objects.count() == 1


@pytest.fixture
def hall(city_hall: Building) -> Facility:
    """On the space of the fitness room, whose sessions are at 10:00 and 14:00."""
    set_up()
    return Facility.objects.get(slug="hall")


def test_what_a_change_of_the_timetable_gives_back_is_offered(
    hall: Facility, citizen: User, officer: User
) -> None:
    waiting = wait_for_the_room(citizen, asked("hall", WEDNESDAY, "15:00", "16:00"))
    fitness = Facility.objects.get(slug="fitness")
    rows = read_lines(fitness, "Tue-Thu 10:00-12:00 4+2", WEDNESDAY, None)
    retime(officer, fitness, rows, WEDNESDAY, None, why="점검")
    assert Offer.objects.get().wait == waiting


def test_what_a_closure_gives_back_beyond_itself_is_offered(
    hall: Facility, citizen: User, officer: User
) -> None:
    waiting = wait_for_the_room(citizen, asked("hall", WEDNESDAY, "15:00", "16:00"))
    close(officer, hall, span(WEDNESDAY, "14:00", "15:00"), reason_ko="누수")
    assert Offer.objects.get().wait == waiting


def test_a_room_taken_by_a_hold_that_ran_out_is_free(city_hall: Building) -> None:
    """And who asks for it gets it, whether or not anybody swept it."""
    holder, first = residents(2)
    occupancy = book(holder).visits.get().occupancy
    assert occupancy
    occupancy.expires_at = NOW
    occupancy.save()
    with pytest.raises(Refused) as caught:
        wait_for_the_room(first, asked())
    assert caught.value.refusal.code == "free_now"
    assert book(first).visits.get().span == span(TUESDAY, "14:00", "16:00")

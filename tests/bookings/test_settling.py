"""A queue moves when something is free: to the first party that fits whole, once, with a letter."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import models

from accounts.models import User
from bookings.attend import note_absences, walk_in
from bookings.cancel import cancel
from bookings.decide import refuse
from bookings.models import Booking, Offer, Wait
from bookings.queueing import Offered, Waited
from bookings.reserve import Asked
from bookings.settling import settle_due, settle_session
from bookings.waiting import join
from config.timetable import settle_queues
from facilities.catalogue import catalogue
from facilities.models import Allocation, Building, Facility, Occupancy, Session
from facilities.parties import Party
from lib import clock
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.samples import NOW, TUESDAY, request_for, residents
from tests.bookings.sessions import again, session_of, take, wait_for, with_places

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]


@pytest.fixture
def session(city_hall: Building) -> Session:
    """With six places."""
    return with_places(session_of(), 6)


@pytest.fixture
def holders(session: Session) -> list[Booking]:
    """All six places, taken by parties of one, two and three."""
    people = residents(9)[6:]
    return [take(person, session, size) for size, person in enumerate(people, start=1)]


def free(booking: Booking) -> None:
    assert booking.person
    cancel(booking.person, booking)


def offered() -> list[str]:
    """To whom something is held at the moment, in the order in which it was offered."""
    offers = Offer.objects.filter(state=Offered.OPEN).order_by("pk")
    return list(offers.values_list("person__name", flat=True))


def joined(session: Session, *sizes: int) -> list[Wait]:
    people = residents_of(len(sizes))
    return [wait_for(person, session, size) for person, size in zip(people, sizes, strict=True)]


def residents_of(number: int) -> list[User]:
    known = list(User.objects.filter(name__startswith="주민").order_by("pk"))
    return known[:number] if known else residents(number)


def letters() -> int:
    return Notice.objects.filter(kind="bookings.offered").count()


def wait_for_the_room(who: User, visit: Asked) -> Wait:
    return join(who, request_for(visit))


@pytest.mark.parametrize(
    ("freed", "sizes", "names"),
    [
        # The first party that fits, and whoever fits into the rest.
        ((3,), (3, 1), "0"),
        ((3,), (2, 1), "01"),
        ((3,), (2, 2, 1), "02"),
        ((3,), (1, 1, 1, 1), "012"),
        # Nobody is split: the large party waits on, and who fits goes before it.
        ((2,), (3, 2), "1"),
        ((2,), (3, 4), ""),
        ((1,), (2, 1), "1"),
        # Two that go free one after the other.
        ((1, 2), (3, 2), "0"),
        ((2, 1), (3, 2), "1"),
        ((2, 1), (4, 3), "1"),
    ],
)
def test_the_first_party_that_fits_whole_is_offered_it(
    session: Session,
    holders: list[Booking],
    freed: tuple[int, ...],
    sizes: tuple[int, ...],
    names: str,
) -> None:
    joined(session, *sizes)
    for size in freed:
        free(holders[size - 1])
    assert offered() == [f"주민{number}" for number in names]
    for offer in Offer.objects.all():
        assert offer.wait
        assert offer.places == offer.wait.places
    taken = sum(Allocation.objects.values_list("places", flat=True))
    assert again(session).taken == taken <= 6
    assert again(session).waiting == len(sizes) - len(names)
    assert letters() == len(names)


def test_what_is_held_is_nobody_elses(
    session: Session, holders: list[Booking], citizen: User
) -> None:
    joined(session, 2)
    free(holders[1])
    with pytest.raises(Refused) as caught:
        take(citizen, session, 1)
    assert caught.value.refusal.code == "session_full"
    assert again(session).taken == 6


def test_what_fits_nobody_is_free_for_who_comes(
    session: Session, holders: list[Booking], citizen: User
) -> None:
    joined(session, 4)
    free(holders[0])
    take(citizen, session, 1)
    assert again(session).taken == 6


def test_what_runs_out_goes_on_to_the_next(
    session: Session, holders: list[Booking], at: Hold
) -> None:
    first, second, third = joined(session, 2, 2, 1)
    free(holders[1])
    for wait, following in ((first, second), (second, third)):
        offer = Offer.objects.get(state=Offered.OPEN)
        assert offer.wait == wait
        at(offer.expires_at)
        assert settle_due(offer.expires_at) == 1
        wait.refresh_from_db()
        assert (wait.state, wait.ended_at) == (Waited.LAPSED, offer.expires_at)
        assert Offer.objects.get(state=Offered.OPEN).wait == following
    assert letters() == 3
    assert again(session).taken == 5


def test_run_again_it_changes_nothing(session: Session, holders: list[Booking], at: Hold) -> None:
    joined(session, 2, 2)
    free(holders[1])
    expired_at = Offer.objects.get().expires_at
    at(expired_at)
    assert settle_due(expired_at) == 1
    before = everything()
    for _again in range(3):
        assert settle_due(expired_at) == 0
        settle_session(session.pk, expired_at, catalogue())
    assert everything() == before
    assert letters() == 2


def everything() -> list[list[dict[str, object]]]:
    kinds: tuple[type[models.Model], ...] = (Session, Allocation, Occupancy, Offer, Wait, Notice)
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]


def test_a_worker_that_stood_still_catches_up_without_doubling(
    session: Session, holders: list[Booking], at: Hold
) -> None:
    joined(session, 2, 2, 2)
    free(holders[1])
    later = Offer.objects.get().expires_at + timedelta(hours=5)
    at(later)
    for _again in range(2):
        settle_queues.func()
    assert letters() == 2
    (offer,) = Offer.objects.filter(state=Offered.OPEN)
    assert offer.made_at == later


def test_who_books_does_not_overtake_what_ran_out(
    session: Session, holders: list[Booking], citizen: User, at: Hold
) -> None:
    """The worker stands still: the places that run out are the next party's all the same."""
    _first, second = joined(session, 2, 2)
    free(holders[1])
    at(Offer.objects.get().expires_at)
    with pytest.raises(Refused) as caught:
        take(citizen, session, 1)
    assert caught.value.refusal.code == "session_full"
    assert Offer.objects.get(state=Offered.OPEN).wait == second


def test_who_books_gets_what_ran_out_and_fits_nobody_who_waits(
    session: Session, holders: list[Booking], citizen: User, at: Hold
) -> None:
    joined(session, 2, 4)
    free(holders[1])
    at(Offer.objects.get().expires_at)
    take(citizen, session, 1)
    assert again(session).taken == 5
    assert again(session).waiting == 1
    assert not Offer.objects.filter(state=Offered.OPEN).exists()


def test_who_did_not_come_makes_room_for_the_queue(
    session: Session, holders: list[Booking], citizen: User, at: Hold
) -> None:
    """Offered until the last entry, which is half an hour before the end."""
    joined(session, 2, 1)
    absent_from = session.starts_at + timedelta(minutes=30)
    at(absent_from - timedelta(seconds=1))
    assert settle_due(clock.now()) == note_absences(clock.now()) == 0
    at(absent_from)
    settle_queues.func()
    assert offered() == ["주민0", "주민1"]
    assert again(session).taken == 3
    assert all(
        absent_from < offer.expires_at <= session.ends_at - timedelta(minutes=30)
        for offer in Offer.objects.all()
    )
    assert Notice.objects.filter(kind="bookings.absent").count() == 3


def test_who_simply_comes_gets_what_the_queue_leaves(
    session: Session, holders: list[Booking], desk: User, at: Hold
) -> None:
    joined(session, 3)
    at(session.starts_at + timedelta(minutes=30))
    with pytest.raises(Refused):
        walk_in(desk, session.reference, Party(4))
    walk_in(desk, session.reference, Party(3))
    assert offered() == ["주민0"]
    assert again(session).taken == 6


@pytest.mark.usefixtures("holders")
def test_after_the_last_entry_nobody_waits_any_more(session: Session, at: Hold) -> None:
    (wait,) = joined(session, 2)
    last = session.ends_at - timedelta(minutes=30)
    at(last)
    settle_due(last)
    wait.refresh_from_db()
    assert (wait.state, wait.asked, again(session).waiting) == (Waited.ENDED, {}, 0)
    assert letters() == 0


def test_what_an_officer_refuses_goes_to_the_queue(
    city_hall: Building, officer: User, citizen: User, second_citizen: User
) -> None:
    session = with_places(session_of("promotion-hall", TUESDAY, "10:00"), 8)
    submitted = take(citizen, session, 8)
    wait_for(second_citizen, session, 4)
    refuse(officer, submitted, "인력 부족")
    assert offered() == ["한마루"]
    assert again(session).taken == 4


def test_in_another_session_nobody_is_offered_anything(
    session: Session, holders: list[Booking], citizen: User, second_citizen: User
) -> None:
    other = with_places(session_of(starts="16:00"), 1)
    take(citizen, other)
    wait_for(second_citizen, other)
    free(holders[2])
    assert not Offer.objects.exists()


@pytest.mark.usefixtures("holders")
def test_a_queue_of_an_unpublished_facility_stays_until_it_is_over(
    session: Session,
) -> None:
    (wait,) = joined(session, 1)
    facility = Facility.objects.get(slug="fitness")
    facility.is_published = False
    facility.save()
    settle_session(session.pk, NOW, catalogue())
    wait.refresh_from_db()
    assert (wait.state, again(session).waiting) == (Waited.WAITING, 1)
    settle_session(session.pk, session.ends_at, catalogue())
    wait.refresh_from_db()
    assert (wait.state, again(session).waiting) == (Waited.ENDED, 0)

"""Places in a session: booked whole, guarded by a number, refused in words."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from accounts.models import User
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking
from bookings.reserve import reserve
from facilities.models import Allocation, Building, Session
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.samples import new_key, policy, residents
from tests.bookings.sessions import (
    a_family,
    again,
    places_in,
    session_of,
    take,
    with_places,
)
from tests.places import at_seoul

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


def refused(who: User, session: Session, people: object = 1) -> str:
    with pytest.raises(Refused) as caught:
        take(who, session, people)  # type: ignore[arg-type]
    return caught.value.refusal.code


def test_a_party_takes_its_places(city_hall: Building, citizen: User) -> None:
    session = session_of()
    booking = take(citizen, session, 3)
    visit = booking.visits.get()
    assert (visit.session_id, visit.places, visit.people) == (session.pk, 3, 3)
    assert (visit.starts_at, visit.ends_at) == (session.starts_at, session.ends_at)
    assert visit.absent_at == at_seoul(date(2026, 11, 25), "14:30")
    assert again(session).taken == 3
    assert Allocation.objects.get().expires_at == visit.absent_at
    assert Notice.objects.get().kind == "bookings.confirmed"


def test_a_family_takes_one_place_and_leaves_only_ages(city_hall: Building, citizen: User) -> None:
    session = session_of("play", starts="10:00")
    visit = take(citizen, session, a_family(2, 1, 2)).visits.get()
    assert (visit.people, visit.places) == (5, 1)
    assert (visit.guardians, visit.children_0_2, visit.children_3_5) == (2, 1, 2)
    assert again(session).taken == 1


def test_a_party_is_never_split(city_hall: Building) -> None:
    first, second, third = residents(3)
    session = with_places(session_of(), 5)
    take(first, session, 4)
    assert refused(second, session, 2) == "session_full"
    take(third, session, 1)
    assert again(session).taken == 5


def test_a_full_session_names_others_that_are_free(city_hall: Building) -> None:
    first, second = residents(2)
    session = with_places(session_of(), 1)
    take(first, session)
    with pytest.raises(Refused) as caught:
        take(second, session)
    assert caught.value.refusal.code == "session_full"
    assert len(caught.value.alternatives) == 3
    for start in caught.value.alternatives:
        assert start.session.free >= 1
        assert start.session.pk != session.pk


def test_the_same_press_books_once(city_hall: Building, citizen: User) -> None:
    session, key = session_of(), new_key()
    assert take(citizen, session, 2, key) == take(citizen, session, 2, key)
    assert again(session).taken == 2
    with pytest.raises(Refused) as caught:
        take(citizen, session, 3, key)
    assert caught.value.refusal.code == "key_used_otherwise"


def test_a_second_booking_on_the_same_day_is_refused(city_hall: Building, citizen: User) -> None:
    take(citizen, session_of(starts="09:00"))
    assert refused(citizen, session_of(starts="14:00")) == "most_a_day"


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (a_family(0, 0, 2), "no_guardian"),
        (a_family(1, 0, 0), "no_child"),
        (a_family(1, 0, 1, 1), "child_too_old"),
        (a_family(3, 2, 2), "party_too_large"),
        (a_family(0, 0, 0), "too_few_people"),
    ],
)
def test_a_family_that_may_not_come_in(
    city_hall: Building, citizen: User, party: object, code: str
) -> None:
    session = session_of("play", starts="10:00")
    assert refused(citizen, session, party) == code
    assert again(session).taken == 0


def test_a_party_larger_than_the_session(city_hall: Building, citizen: User) -> None:
    policy("fitness", max_party=None)
    assert refused(citizen, session_of(), 21) == "party_too_large"


def test_small_tours_are_booked_at_once_large_ones_are_decided(
    city_hall: Building, citizen: User, second_citizen: User
) -> None:
    session = session_of("promotion-hall", date(2026, 12, 2), "10:00")
    assert take(citizen, session, 4).state == Decided.APPROVED
    asked = take(second_citizen, session, 5)
    assert asked.state == Decided.SUBMITTED
    assert again(session).taken == 9  # held while it is decided
    assert asked.visits.get().attendance == Attended.EXPECTED
    assert Notice.objects.latest("pk").kind == "bookings.received"


def test_a_week_opens_on_the_tuesday_before_at_nine(
    city_hall: Building, citizen: User, at: Callable[[datetime], None]
) -> None:
    session = session_of("play", date(2026, 12, 5), "15:00")
    at(at_seoul(TUESDAY, "08:59"))
    with pytest.raises(Refused) as caught:
        take(citizen, session, a_family())
    assert caught.value.refusal.code == "too_early"
    assert "2026. 11. 24.(화) 09:00" in caught.value.refusal.message
    at(at_seoul(TUESDAY, "09:00"))
    take(citizen, session, a_family())


def test_it_closes_with_the_day_before(
    city_hall: Building, citizen: User, at: Callable[[datetime], None]
) -> None:
    session = session_of("play", starts="10:00")
    at(at_seoul(date(2026, 11, 25), "00:00"))
    assert refused(citizen, session, a_family()) == "too_late"


def test_a_session_that_has_begun_is_over_for_booking(
    city_hall: Building, citizen: User, at: Callable[[datetime], None]
) -> None:
    session = session_of()
    at(session.starts_at)
    assert refused(citizen, session) == "in_the_past"


def test_a_session_that_is_not_there(city_hall: Building, citizen: User) -> None:
    session = session_of()
    other = places_in(session)
    asked = other.visits[0]
    wrong = places_in(session_of("play", starts="10:00")).visits[0]
    for visit in (
        type(asked)(asked.slug, asked.span, 1, "222222222222", asked.party),
        type(asked)(asked.slug, asked.span, 1, wrong.session, asked.party),
    ):
        with pytest.raises(Refused) as caught:
            reserve(citizen, type(other)((visit,), "", "", "나들이", "0", "a@b.kr"), new_key())
        assert caught.value.refusal.code == "session_gone"
    assert not Booking.objects.exists()

"""What counts for a person's limits."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from bookings.cancel import cancel
from bookings.history import counted_visits
from facilities.catalogue import catalogue
from facilities.models import Facility
from facilities.wish import Wish
from tests.bookings.samples import NOW, TUESDAY, asked, book
from tests.places import listing, span

pytestmark = pytest.mark.usefixtures("city_hall")


def wish_for(day: date) -> Wish:
    return Wish(listing("moran"), span(day, "14:00", "16:00"), NOW, catalogue().holidays, 5)


def days(person: User, *wishes: date) -> list[date]:
    """The days that count for 모란관 and its group."""
    visits = counted_visits(person, [wish_for(day) for day in wishes])
    return sorted(visits.history(catalogue().group_of(listing("moran"))).days)


def test_live_visits_of_the_group_count(citizen: User, second_citizen: User) -> None:
    book(citizen, asked("moran", day=date(2026, 12, 1)))
    book(citizen, asked("tancheon", day=date(2026, 12, 2)))
    book(citizen, asked("bookcafe-room", day=date(2026, 12, 3)))
    cancel(citizen, book(citizen, asked("moran", day=date(2026, 12, 4))))
    book(second_citizen, asked("moran", day=date(2026, 12, 8)))

    assert days(citizen, TUESDAY) == [date(2026, 12, 1), date(2026, 12, 2)]


@pytest.mark.parametrize("far", [date(2025, 12, 1), date(2027, 12, 1)])
def test_what_lies_near_counts_for_a_wish_far_off(citizen: User, far: date) -> None:
    """Alternatives are looked for between now and the wish."""
    book(citizen)

    assert days(citizen, far) == [TUESDAY]


def test_all_wishes_of_a_request_are_looked_around(citizen: User) -> None:
    book(citizen)

    assert days(citizen, date(2027, 6, 1), TUESDAY) == [TUESDAY]


def test_a_visit_of_the_same_request_counts_for_the_next(citizen: User) -> None:
    visits = counted_visits(citizen, [wish_for(TUESDAY)]).and_also(wish_for(TUESDAY))

    assert visits.history([Facility.objects.get(slug="moran").pk]).days == (TUESDAY,)
    assert visits.history([Facility.objects.get(slug="bookcafe-room").pk]).days == ()


def test_nobody_is_suspended_without_a_suspension(citizen: User) -> None:
    visits = counted_visits(citizen, [wish_for(TUESDAY + timedelta(days=1))])

    assert visits.history([]).suspended_until is None

"""Cards of facilities: each is made anew when its own room changed, and only then."""

from collections.abc import Callable, Sequence
from datetime import datetime, time

import pytest
from django.core.cache import caches
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from bookings.cancel import cancel
from facilities.cards import cards
from facilities.catalogue import Listing, catalogue
from facilities.models import Facility
from facilities.search import Found, search
from tests.bookings.samples import NOW, TUESDAY, asked, book, residents

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture(autouse=True)
def _monday_morning(at: Callable[[datetime], None]) -> None:
    caches["pages"].clear()
    at(NOW)


class Search:
    """The search of that Tuesday, remembering whom it was asked to look for."""

    def __init__(self) -> None:
        self.sought: list[str] = []

    def find(self, listings: Sequence[Listing]) -> list[Found]:
        self.sought = [item.facility.slug for item in listings]
        return search(catalogue(), listings, TUESDAY, time(14), 60, 5)

    def __call__(self) -> str:
        self.sought = []
        return cards(catalogue(), TUESDAY, TUESDAY, "these", self.find)


def place(html: str, slug: str) -> int:
    return html.index(f'href="/facilities/{slug}/')


def test_a_booking_lets_go_of_the_card_of_its_room_alone(citizen: User) -> None:
    looking = Search()
    free = looking()
    assert len(looking.sought) == len(catalogue().listings)
    assert looking() == free
    assert looking.sought == []

    booking = book(citizen, asked("moran"))

    assert looking() != free
    assert looking.sought == ["moran"]

    cancel(citizen, booking)

    assert looking() == free
    assert looking.sought == []


def test_the_free_ones_stand_first_kept_or_not() -> None:
    looking = Search()
    looking()
    for person, start in zip(residents(3), (9, 12, 15), strict=True):
        book(person, asked("moran", starts=f"{start:02}:00", ends=f"{start + 3:02}:00"))

    html = looking()

    assert looking.sought == ["moran"]
    phone_only = next(item for item in catalogue().listings if not item.is_bookable_on(TUESDAY))
    assert place(html, "tancheon") < place(html, "moran") < place(html, phone_only.facility.slug)


def test_a_change_of_the_set_up_lets_go_of_all() -> None:
    looking = Search()
    looking()

    Facility.objects.get(slug="moran").save()
    looking()

    assert len(looking.sought) == len(catalogue().listings)


def test_kept_cards_cost_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    looking = Search()
    looking()
    known = catalogue()
    with django_assert_num_queries(2):
        cards(known, TUESDAY, TUESDAY, "these", looking.find)

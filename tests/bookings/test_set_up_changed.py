"""The set-up changes while somebody books: the booking goes by what is in force at the end."""

from collections.abc import Callable, Collection
from datetime import datetime

import pytest

from accounts.models import User
from bookings.reserve import reserve
from facilities import occupancy
from facilities.catalogue import SetUpChanged, catalogue, hold_still
from facilities.models import Facility, Slot, Space
from facilities.models.places import stamp_set_up
from facilities.occupancy import Want
from lib.refusal import Refused
from tests.bookings.samples import NOW, asked, book, new_key, policy, request_for

pytestmark = [pytest.mark.usefixtures("city_hall"), pytest.mark.django_db]


@pytest.fixture
def _monday_morning(at: Callable[[datetime], None]) -> None:
    at(NOW)


class Meanwhile:
    """Does something once, between the look at the set-up and the transaction."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, something: Callable[[], None]) -> None:
        look, self.done = occupancy.is_any_taken, False

        def looked(wants: Collection[Want], now: datetime) -> bool:
            if not self.done:
                self.done = True
                something()
            return look(wants, now)

        monkeypatch.setattr(occupancy, "is_any_taken", looked)


@pytest.mark.usefixtures("_monday_morning")
def test_a_facility_moved_meanwhile_takes_its_new_space(
    citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Space.objects.get(code="tancheon")

    def move() -> None:
        Facility.objects.get(slug="moran").spaces.set([elsewhere])
        stamp_set_up()

    Meanwhile(monkeypatch, move)
    reserve(citizen, request_for(), new_key())

    assert set(Slot.objects.values_list("space_id", flat=True)) == {elsewhere.pk}


@pytest.mark.usefixtures("_monday_morning")
def test_a_rule_made_stricter_meanwhile_is_the_one_that_counts(
    citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorten() -> None:
        policy("moran", max_minutes=60)

    Meanwhile(monkeypatch, shorten)
    with pytest.raises(Refused) as caught:
        reserve(citizen, request_for(), new_key())

    assert caught.value.refusal.code == "too_long"
    assert not Slot.objects.exists()


def test_an_old_look_is_told_from_a_new_one() -> None:
    known = catalogue()
    hold_still(known)
    stamp_set_up()
    with pytest.raises(SetUpChanged):
        hold_still(known)


@pytest.mark.usefixtures("_monday_morning")
def test_an_unpublished_facility_still_counts_for_the_limits_it_shares(citizen: User) -> None:
    book(citizen)
    moran = Facility.objects.get(slug="moran")
    moran.is_published = False
    moran.save()

    with pytest.raises(Refused) as caught:
        reserve(citizen, request_for(asked("tancheon", starts="09:00", ends="10:00")), new_key())

    assert caught.value.refusal.code == "most_a_day"

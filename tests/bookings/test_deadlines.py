"""Until when a booking may be cancelled."""

from datetime import date

import pytest

from accounts.models import User
from bookings.deadlines import deadline
from bookings.decision import Decided
from tests.bookings.samples import TUESDAY, asked, book, policy
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")


def test_the_deadline_lies_so_many_minutes_before_the_start(citizen: User) -> None:
    booking = book(citizen)
    assert deadline(booking, list(booking.visits.all())) == at_seoul(TUESDAY, "13:00")


def test_of_several_visits_the_earliest_deadline_counts(citizen: User) -> None:
    policy("bookcafe-room", cancel_minutes_before=3 * 24 * 60)
    booking = book(citizen, asked(), asked("bookcafe-room", day=date(2026, 12, 3)))

    assert deadline(booking, list(booking.visits.all())) == at_seoul(date(2026, 11, 30), "14:00")


def test_what_nobody_has_decided_is_withdrawn_until_it_would_begin(citizen: User) -> None:
    policy("moran", officer_from_people=5)
    booking = book(citizen)
    assert booking.state == Decided.SUBMITTED
    assert deadline(booking, list(booking.visits.all())) == at_seoul(TUESDAY, "14:00")

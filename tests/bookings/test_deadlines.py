"""Until when a booking may be cancelled."""

from datetime import date

import pytest

from accounts.models import User
from bookings.deadlines import deadline, next_deadline, still_cancellable, visit_deadline
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


def test_each_visit_has_a_deadline_of_its_own(citizen: User) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 8)))
    visits = list(booking.visits.order_by("number"))

    assert [visit_deadline(booking, visit) for visit in visits] == [
        at_seoul(TUESDAY, "13:00"),
        at_seoul(date(2026, 12, 8), "13:00"),
    ]


@pytest.mark.parametrize(
    ("day", "clock_time", "still", "following"),
    [
        (TUESDAY, "13:00", [1, 2], (TUESDAY, "13:00")),
        (TUESDAY, "13:15", [2], (date(2026, 12, 8), "13:00")),
        (date(2026, 12, 8), "13:15", [], (date(2026, 12, 8), "13:00")),
    ],
)
def test_what_may_still_be_cancelled_and_until_when(
    citizen: User,
    day: date,
    clock_time: str,
    still: list[int],
    following: tuple[date, str],
) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 8)))
    visits, now = list(booking.visits.order_by("number")), at_seoul(day, clock_time)

    assert [visit.number for visit in still_cancellable(booking, visits, now)] == still
    assert next_deadline(booking, visits, now) == at_seoul(*following)


def test_what_was_applied_for_is_taken_back_whole_or_not_at_all(citizen: User) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 8)))
    booking.is_application = True
    visits = list(booking.visits.order_by("number"))

    assert still_cancellable(booking, visits, at_seoul(TUESDAY, "13:00")) == visits
    assert still_cancellable(booking, visits, at_seoul(TUESDAY, "13:15")) == []

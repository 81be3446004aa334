"""A series: the report of its dates before anything is written, and all or the rest booked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.models import Booking, Visit
from bookings.reserve import Asked
from bookings.series import Report, SeriesRefused, book, report
from facilities.models import Closure, Facility, Slot
from facilities.models.places import stamp_set_up
from facilities.recurring import Every, Rule, days_of
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings import samples
from tests.bookings.samples import TUESDAY, asked, new_key, policy, request_for
from tests.places import span

pytestmark = pytest.mark.usefixtures("city_hall")
WEEK = timedelta(days=7)


def weekly(
    times: int, slug: str = "moran", starts: str = "14:00", ends: str = "16:00"
) -> list[Asked]:
    """Tuesdays in a row."""
    days = days_of(Rule(Every.WEEK, TUESDAY, times), times)
    return [asked(slug, day, starts, ends) for day in days]


def codes(found: Report) -> list[str]:
    """The refusal of each date; empty for one that is free."""
    return [line.refusal.code if line.refusal else "" for line in found.lines]


def far_ahead(**changes: object) -> None:
    """Let the small rooms be booked far ahead and as often as one likes."""
    for slug in ("moran", "tancheon"):
        policy(slug, **{"opens_days_before": 200, "max_per_month": None, **changes})


def test_what_is_free_can_be_booked_as_one(citizen: User) -> None:
    visits = weekly(4)

    found = report(citizen, visits)

    assert codes(found) == [""] * 4
    assert not Booking.objects.exists()
    assert not Slot.objects.exists()
    booking = book(citizen, request_for(*visits), new_key())
    assert [visit.span for visit in booking.visits.order_by("number")] == [
        one.span for one in visits
    ]
    assert Notice.objects.count() == 1


def test_every_date_says_what_is_in_its_way(citizen: User, second_citizen: User) -> None:
    far_ahead()
    samples.book(second_citizen, asked(day=TUESDAY + WEEK))
    moran = Facility.objects.get(slug="moran")
    closed = span(TUESDAY + 2 * WEEK, "10:00", "18:00")
    stamp_set_up()
    Closure.objects.create(
        facility=moran, starts_at=closed.starts_at, ends_at=closed.ends_at, reason_ko="수리"
    )
    days = [TUESDAY, TUESDAY + WEEK, TUESDAY + 2 * WEEK, date(2026, 12, 25), date(2027, 12, 7)]

    found = report(citizen, [asked(day=day) for day in days])

    assert codes(found) == ["", "taken", "closure", "public_holiday", "too_early"]


def test_the_limits_of_the_person_count_along_the_series(citizen: User) -> None:
    days = [date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8), date(2026, 12, 10)]
    samples.book(citizen, asked(day=date(2026, 12, 2)))

    found = report(citizen, [asked(day=day) for day in days])

    assert codes(found) == ["", "", "", "most_a_month"]


def test_a_date_that_clashes_does_not_count(citizen: User, second_citizen: User) -> None:
    policy("moran", max_per_month=2)
    samples.book(second_citizen, asked(day=TUESDAY + WEEK))

    found = report(citizen, weekly(4))

    assert codes(found) == ["", "taken", "", "most_a_month"]


def test_instead_of_a_taken_date_the_same_time_in_the_room_beside(
    citizen: User, second_citizen: User
) -> None:
    samples.book(second_citizen, asked(day=TUESDAY + WEEK))

    line = report(citizen, weekly(2)).lines[1]

    assert line.instead
    assert line.instead.listing.facility.slug == "tancheon"
    assert line.instead.span == line.asked.span


def test_else_another_time_of_the_day(citizen: User, second_citizen: User, organiser: User) -> None:
    samples.book(second_citizen, asked(day=TUESDAY + WEEK))
    samples.book(organiser, asked("tancheon", day=TUESDAY + WEEK))

    line = report(citizen, weekly(2)).lines[1]

    assert line.instead
    assert line.instead.listing.facility.slug == "moran"
    assert line.instead.span in {
        span(TUESDAY + WEEK, "12:00", "14:00"),
        span(TUESDAY + WEEK, "16:00", "18:00"),
    }


def test_on_a_public_holiday_there_is_nothing_instead(citizen: User) -> None:
    far_ahead()

    (line,) = report(citizen, [asked(day=date(2026, 12, 25))]).lines

    assert line.instead is None


def test_all_that_is_free_and_all_instead_can_be_booked_together(
    citizen: User, second_citizen: User, organiser: User
) -> None:
    far_ahead(max_per_month=5)
    for person, slug in ((second_citizen, "moran"), (organiser, "tancheon")):
        samples.book(person, asked(slug, day=TUESDAY + WEEK))
        samples.book(person, asked(slug, day=TUESDAY + 3 * WEEK))

    found = report(citizen, [*weekly(4), asked(day=TUESDAY + timedelta(days=1))])

    assert [line.number for line in found.clashes] == [2, 4]
    chosen = [line.asked_instead or line.asked for line in found.lines]
    booking = book(citizen, request_for(*chosen), new_key())
    assert booking.visits.count() == 5


def test_nothing_instead_goes_beyond_a_limit(citizen: User, second_citizen: User) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, max_per_month=3)
    samples.book(second_citizen, asked(day=TUESDAY))

    found = report(citizen, weekly(4))

    assert codes(found) == ["taken", "", "", ""]
    (line,) = found.clashes
    # The three others are the limit of both small rooms: what is left is the room by the café.
    assert line.instead is None or line.instead.listing.facility.slug == "bookcafe-room"


def test_a_date_twice_clashes_with_itself(citizen: User) -> None:
    policy("moran", max_per_day=None)

    assert codes(report(citizen, [asked(), asked()])) == ["", "taken"]


@pytest.mark.parametrize(("most", "allowed"), [(3, True), (2, False)])
def test_more_visits_than_the_policy_takes_are_refused(
    citizen: User, most: int, allowed: bool
) -> None:
    policy("moran", max_visits=most)
    visits = weekly(3)

    if allowed:
        assert codes(report(citizen, visits)) == [""] * 3
        assert book(citizen, request_for(*visits), new_key()).visits.count() == 3
        return
    for doing in (
        lambda: report(citizen, visits),
        lambda: book(citizen, request_for(*visits), new_key()),
    ):
        with pytest.raises(Refused) as caught:
            doing()
        assert caught.value.refusal.code == "too_many_visits"
    assert not Booking.objects.exists()


def test_who_comes_too_late_sees_which_dates(citizen: User, second_citizen: User) -> None:
    visits = weekly(4)
    report(citizen, visits)
    for week in (1, 3):
        samples.book(second_citizen, asked(day=TUESDAY + week * WEEK))

    with pytest.raises(SeriesRefused) as caught:
        book(citizen, request_for(*visits), new_key())

    assert caught.value.refusal.code == "taken"
    assert [line.number for line in caught.value.report.clashes] == [2, 4]
    assert not Booking.objects.filter(person=citizen).exists()


def test_a_second_press_gives_the_same_booking(citizen: User) -> None:
    key, visits = new_key(), weekly(4)

    first = book(citizen, request_for(*visits), key)
    second = book(citizen, request_for(*visits), key)

    assert first == second
    assert Visit.objects.count() == 4


def test_who_may_not_book_is_told_for_every_date(stranger: User) -> None:
    assert codes(report(stranger, weekly(2))) == ["not_a_resident"] * 2


def test_twelve_dates_cost_no_more_questions_than_one(citizen: User, second_citizen: User) -> None:
    far_ahead()
    samples.book(second_citizen, asked(day=TUESDAY + WEEK))
    report(citizen, weekly(1))  # the set-up is in memory now
    costs = []
    for times in (1, 12):
        with CaptureQueriesContext(connection) as queries:
            found = report(citizen, weekly(times))
        assert len(found.lines) == times
        costs.append(len(queries))
    assert costs == [3, 3]


def test_twelve_dates_are_booked_with_no_more_questions_than_one(
    citizen: User, second_citizen: User
) -> None:
    far_ahead()
    days = [TUESDAY + timedelta(days=1) + week * WEEK for week in range(12)]
    visits = [asked(day=day) for day in days]
    samples.book(citizen, asked("tancheon"))
    costs = []
    for person, of_these in ((citizen, visits[:1]), (second_citizen, visits[1:])):
        with CaptureQueriesContext(connection) as queries:
            book(person, request_for(*of_these), new_key())
        costs.append(len(queries))
    assert costs[0] == costs[1]

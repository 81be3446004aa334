"""The rules about the person: each refused beside what is just allowed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from http import HTTPStatus

import pytest

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Suspension
from bookings.reserve import Asked, reserve
from facilities.models import Facility, OpeningHours
from lib.refusal import Refused
from tests.bookings.samples import NOW, TUESDAY, asked, book, new_key, policy, request_for
from tests.places import at_seoul, span

Hold = Callable[[datetime], None]

pytestmark = pytest.mark.usefixtures("city_hall")


def code_of(person: User, wish: Asked) -> str:
    """Of the refusal; empty when it was booked."""
    try:
        reserve(person, request_for(wish), new_key())
    except Refused as refused:
        return refused.refusal.code
    return ""


def suspend(person: User, starts_at: datetime, ends_at: datetime) -> Suspension:
    return Suspension.objects.create(
        person=person, starts_at=starts_at, ends_at=ends_at, reason="두 번 오지 않음"
    )


# Suspended


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (0, 1, "suspended"),  # begins this very moment
        (-3600, 1, "suspended"),  # ends in a second
        (-3600, 0, ""),  # has just ended
        (1, 3600, ""),  # begins in a second
    ],
)
def test_a_suspension_holds_from_its_first_moment_to_before_its_last(
    citizen: User, starts: int, ends: int, code: str
) -> None:
    suspend(citizen, NOW + timedelta(seconds=starts), NOW + timedelta(seconds=ends))

    assert code_of(citizen, asked()) == code


def test_a_lifted_suspension_holds_no_more(citizen: User) -> None:
    row = suspend(citizen, NOW - timedelta(days=1), NOW + timedelta(days=29))
    row.lifted_at = NOW - timedelta(hours=1)
    row.save(update_fields=["lifted_at"])

    assert code_of(citizen, asked()) == ""


def test_the_suspension_of_another_is_nothing_to_me(citizen: User, second_citizen: User) -> None:
    suspend(second_citizen, NOW - timedelta(days=1), NOW + timedelta(days=29))

    assert code_of(citizen, asked()) == ""


def test_of_two_suspensions_the_later_end_is_told_and_nothing_is_offered(citizen: User) -> None:
    suspend(citizen, NOW - timedelta(days=1), NOW + timedelta(days=3))
    suspend(citizen, NOW - timedelta(days=1), at_seoul(date(2026, 12, 24), "09:00"))

    with pytest.raises(Refused) as caught:
        book(citizen)

    refusal = caught.value.refusal
    assert refusal.status == HTTPStatus.FORBIDDEN
    assert "2026. 12. 24.(목) 09:00" in refusal.message
    assert "두 번 오지 않음" in refusal.message
    assert caught.value.alternatives == ()


def test_a_suspended_person_may_still_cancel(citizen: User) -> None:
    booking = book(citizen)
    suspend(citizen, NOW, NOW + timedelta(days=30))

    assert cancel(citizen, booking).state == "cancelled"


# Residents only


@pytest.mark.parametrize(
    ("residency", "code"),
    [("none", "not_a_resident"), ("resident", ""), ("works_or_studies", "")],
)
def test_a_room_for_residents(stranger: User, residency: str, code: str) -> None:
    stranger.residency = residency
    stranger.save(update_fields=["residency"])

    assert code_of(stranger, asked()) == code


def test_a_room_for_everybody(stranger: User) -> None:
    assert code_of(stranger, asked("bookcafe-room", day=date(2026, 12, 2))) == ""


def test_who_is_no_resident_is_offered_what_is_for_everybody(stranger: User) -> None:
    with pytest.raises(Refused) as caught:
        book(stranger)

    slugs = {start.listing.facility.slug for start in caught.value.alternatives}
    assert slugs == {"bookcafe-room"}


# So many a day


def test_one_a_day_over_both_rooms(citizen: User) -> None:
    book(citizen, asked("moran"))

    assert code_of(citizen, asked("moran", starts="09:00", ends="10:00")) == "most_a_day"
    assert code_of(citizen, asked("tancheon", starts="09:00", ends="10:00")) == "most_a_day"
    assert code_of(citizen, asked("moran", day=TUESDAY + timedelta(days=1))) == ""
    assert code_of(citizen, asked("moran", day=TUESDAY - timedelta(days=1))) == ""


def test_a_room_outside_the_group_does_not_count(citizen: User) -> None:
    book(citizen, asked("bookcafe-room", day=date(2026, 12, 2)))

    assert code_of(citizen, asked("moran", day=date(2026, 12, 2))) == ""


def test_two_a_day(citizen: User) -> None:
    policy("moran", max_per_day=2)
    book(citizen, asked(starts="09:00", ends="10:00"))

    assert code_of(citizen, asked(starts="11:00", ends="12:00")) == ""
    assert code_of(citizen, asked(starts="13:00", ends="14:00")) == "most_a_day"


def test_another_person_has_a_day_of_their_own(citizen: User, second_citizen: User) -> None:
    book(citizen)

    assert code_of(second_citizen, asked(starts="09:00", ends="10:00")) == ""


# So many a week, from Monday to Sunday


def test_two_a_week(citizen: User) -> None:
    def book_cafe(day: int) -> Asked:
        return asked("bookcafe-room", day=date(2026, 11, day))

    assert code_of(citizen, book_cafe(24)) == ""
    assert code_of(citizen, book_cafe(27)) == ""
    assert code_of(citizen, book_cafe(26)) == "most_a_week"
    assert code_of(citizen, book_cafe(30)) == ""  # the next Monday


# So many a month of the calendar


def test_four_a_month_and_the_next_month_begins_anew(citizen: User, at: Hold) -> None:
    at(at_seoul(date(2026, 12, 10), "10:00"))
    for day in (14, 15, 16, 17):
        book(citizen, asked(day=date(2026, 12, day)))

    assert code_of(citizen, asked(day=date(2026, 12, 31))) == "most_a_month"
    assert code_of(citizen, asked("tancheon", day=date(2026, 12, 18))) == "most_a_month"
    assert code_of(citizen, asked(day=date(2027, 1, 4))) == ""


def test_a_cancelled_one_gives_the_month_back(citizen: User) -> None:
    bookings = [book(citizen, asked(day=date(2026, 12, day))) for day in (1, 2, 3, 4)]
    assert code_of(citizen, asked(day=date(2026, 12, 8))) == "most_a_month"

    cancel(citizen, bookings[0])

    assert code_of(citizen, asked(day=date(2026, 12, 8))) == ""


def test_what_was_attended_this_month_counts_too(citizen: User, at: Hold) -> None:
    for day in (1, 2, 3, 4):
        book(citizen, asked(day=date(2026, 12, day)))

    at(at_seoul(date(2026, 12, 10), "10:00"))

    assert code_of(citizen, asked(day=date(2026, 12, 15))) == "most_a_month"


# Days and months are Seoul's


@pytest.fixture
def _open_at_night(city_hall: object) -> None:
    """모란관 from midnight to 23:45, any day, one a day and one a month."""
    room = Facility.objects.get(slug="moran")
    room.holiday_rule = "open"
    room.save()
    for hours in OpeningHours.objects.filter(facility=room):
        hours.delete()
    for weekday in range(7):
        OpeningHours.objects.create(
            facility=room, weekday=weekday, opens_at="00:00", closes_at="23:45"
        )
    policy("moran", max_per_day=1, max_per_month=None, step_minutes=15, min_minutes=15)


@pytest.mark.usefixtures("_open_at_night")
def test_a_day_ends_at_midnight_in_seoul(citizen: User) -> None:
    """08:00 and 10:00 in Seoul are two days in UTC; 23:00 and 00:15 are one."""
    book(citizen, asked(starts="08:00", ends="08:30"))

    assert code_of(citizen, asked(starts="10:00", ends="10:30")) == "most_a_day"
    assert code_of(citizen, asked(starts="23:15", ends="23:45")) == "most_a_day"
    assert code_of(citizen, asked(starts="00:00", ends="00:15")) == "most_a_day"
    after = TUESDAY + timedelta(days=1)
    assert code_of(citizen, asked(day=after, starts="00:00", ends="00:15")) == ""
    before = TUESDAY - timedelta(days=1)
    assert code_of(citizen, asked(day=before, starts="23:15", ends="23:45")) == ""


@pytest.mark.usefixtures("_open_at_night")
def test_a_month_begins_at_midnight_in_seoul(citizen: User) -> None:
    """The first of December, 00:00 in Seoul, is still November in UTC."""
    policy("moran", valid_from=date(2026, 11, 23), max_per_day=None, max_per_month=1)
    book(citizen, asked(day=date(2026, 12, 1), starts="00:00", ends="00:15"))

    assert code_of(citizen, asked(day=date(2026, 12, 9))) == "most_a_month"
    assert code_of(citizen, asked(day=date(2026, 11, 30), starts="23:15", ends="23:45")) == ""
    assert span(date(2026, 12, 1), "00:00", "00:15").starts_at.month == 11  # in UTC


@pytest.mark.usefixtures("_open_at_night")
def test_a_week_begins_on_monday_at_midnight_in_seoul(citizen: User) -> None:
    policy("moran", valid_from=date(2026, 11, 23), max_per_day=None, max_per_week=1)
    monday = date(2026, 11, 30)
    book(citizen, asked(day=monday, starts="00:00", ends="00:15"))

    sunday = monday - timedelta(days=1)
    last = asked(day=monday + timedelta(days=6), starts="23:00", ends="23:30")
    assert code_of(citizen, last) == "most_a_week"
    assert code_of(citizen, asked(day=sunday, starts="23:00", ends="23:30")) == ""

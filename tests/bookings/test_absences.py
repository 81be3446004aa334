"""Who did not come: how absences are counted, and what follows from the minute on."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from bookings.absences import Absence, Standing, completes_a_limit, standing
from bookings.attend import arrive, waive
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Booking, Visit
from facilities.generating import generate
from facilities.models import Building, Facility
from lib.refusal import Refused
from notices.models import Notice
from tests.bookings.samples import asked, book, policy
from tests.bookings.sessions import WEDNESDAY, a_family, session_of, take
from tests.places import at_seoul

Hold = Callable[[datetime], None]

FIRST = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def missed(day: int, allowed: int | None = 3, days: int = 14) -> Absence:
    """An absence so many days after the first."""
    return Absence(FIRST + day * DAY, 1, allowed, days)


def on(day: float) -> datetime:
    return FIRST + day * DAY


def test_nothing_missed_is_nothing_counted() -> None:
    assert standing([], FIRST) == Standing(0, None, None)


def test_absences_are_counted_from_their_moment_on() -> None:
    absences = [missed(7), missed(0)]
    assert standing(absences, FIRST - timedelta(seconds=1)).counted == 0
    assert standing(absences, FIRST).counted == 1
    assert standing(absences, on(7)) == Standing(2, 3, None)


def test_the_limit_suspends_for_the_days_of_the_policy() -> None:
    absences = [missed(0), missed(1), missed(2)]
    assert standing(absences, on(2)) == Standing(0, 3, on(16))
    assert standing(absences, on(16) - timedelta(seconds=1)).suspended_until == on(16)
    assert standing(absences, on(16)) == Standing(0, 3, None)


def test_after_a_suspension_counting_begins_anew() -> None:
    absences = [missed(0), missed(1), missed(2), missed(40)]
    assert standing(absences, on(40)) == Standing(1, 3, None)
    assert standing([*absences, missed(41), missed(42)], on(42)).suspended_until == on(56)


def test_an_absence_counts_for_a_year() -> None:
    absences = [missed(0), missed(300)]
    assert standing(absences, on(364.9)).counted == 2
    assert standing(absences, on(365)).counted == 1
    assert standing([*absences, missed(365)], on(365)) == Standing(2, 3, None)


def test_what_led_to_a_suspension_is_not_counted_again_when_the_first_of_it_is_old() -> None:
    absences = [missed(0), missed(31), missed(60), missed(364)]
    assert standing(absences, on(364)).counted == 1
    assert standing(absences, on(366)) == Standing(1, 3, None)


def test_a_shorter_suspension_does_not_end_a_longer_one() -> None:
    absences = [missed(0, 1, 60), missed(10, 1, 14)]
    assert standing(absences, on(10)).suspended_until == on(60)
    assert completes_a_limit(absences[:1], absences[1]) == on(60)


def test_where_no_limit_is_set_absences_have_no_consequence() -> None:
    absences = [missed(day, None) for day in range(9)]
    assert standing(absences, on(9)) == Standing(0, None, None)
    assert completes_a_limit(absences, missed(9, None)) is None
    # At one moment under two policies: a person is judged all the same.
    assert standing([missed(0, None), missed(0)], on(1)) == Standing(1, 3, None)


def test_only_the_absence_that_completes_the_limit_says_so() -> None:
    before = [missed(0), missed(1)]
    assert completes_a_limit([], before[0]) is None
    assert completes_a_limit(before[:1], before[1]) is None
    assert completes_a_limit(before, missed(2)) == on(16)
    assert completes_a_limit([*before, missed(2)], missed(3)) is None
    assert completes_a_limit([], missed(0, 1, 0)) is None  # no days of suspension


def refusal_for(who: User, booking: Callable[[], Booking]) -> str:
    """The code of the refusal; empty when it is booked, and the booking is taken back."""
    try:
        made = booking()
    except Refused as refused:
        return refused.refusal.code
    cancel(who, made)
    return ""


def visit_of(booking: Booking) -> Visit:
    return booking.visits.get()


def test_suspended_from_the_minute_on_although_no_worker_ran(
    city_hall: Building, citizen: User, at: Hold
) -> None:
    take(citizen, session_of("play", starts="10:00"), a_family())
    other = session_of("play", date(2026, 11, 28), "10:00")

    def again() -> Booking:
        return take(citizen, other, a_family())

    at(at_seoul(WEDNESDAY, "10:29"))
    assert refusal_for(citizen, again) == ""
    at(at_seoul(WEDNESDAY, "10:30"))
    with pytest.raises(Refused) as caught:
        again()
    assert caught.value.refusal.code == "suspended_by_absences"
    assert "2026. 12. 25.(금) 10:30" in caught.value.refusal.message
    assert not caught.value.alternatives
    assert not Notice.objects.filter(kind="bookings.absent").exists()
    # Elsewhere it has no consequence.
    take(citizen, session_of("fitness", date(2026, 11, 27)))


def test_it_ends_by_itself_to_the_minute(city_hall: Building, citizen: User, at: Hold) -> None:
    take(citizen, session_of("play", starts="10:00"), a_family())
    last = date(2026, 12, 25)
    at(at_seoul(last, "10:29"))
    generate()
    session = session_of("play", date(2026, 12, 29), "10:00")
    assert refusal_for(citizen, lambda: take(citizen, session, a_family())) == (
        "suspended_by_absences"
    )
    at(at_seoul(last, "10:30"))
    assert take(citizen, session, a_family()).state == Decided.APPROVED


def test_who_arrives_in_time_is_not_absent(city_hall: Building, citizen: User, at: Hold) -> None:
    booking = take(citizen, session_of("play", starts="10:00"), a_family())
    at(at_seoul(WEDNESDAY, "10:29"))
    arrive(citizen, visit_of(booking))
    at(at_seoul(WEDNESDAY, "12:00"))
    assert take(citizen, session_of("play", date(2026, 11, 28), "10:00"), a_family())


def test_a_cancelled_booking_is_no_absence(city_hall: Building, citizen: User, at: Hold) -> None:
    cancel(citizen, take(citizen, session_of("play", starts="10:00"), a_family()))
    at(at_seoul(WEDNESDAY, "12:00"))
    assert take(citizen, session_of("play", date(2026, 11, 28), "10:00"), a_family())


def test_a_waiver_lifts_it_at_once(
    city_hall: Building, citizen: User, officer: User, at: Hold
) -> None:
    booking = take(citizen, session_of("play", starts="10:00"), a_family())
    other = session_of("play", date(2026, 11, 28), "10:00")
    at(at_seoul(WEDNESDAY, "11:00"))
    assert refusal_for(citizen, lambda: take(citizen, other, a_family())) == (
        "suspended_by_absences"
    )
    waive(officer, visit_of(booking), "아이가 아팠습니다.")
    assert take(citizen, other, a_family()).state == Decided.APPROVED


def test_the_policy_that_it_was_booked_under_counts(
    city_hall: Building, citizen: User, at: Hold
) -> None:
    take(citizen, session_of("play", starts="10:00"), a_family())
    policy("play", absences_allowed=None)
    at(at_seoul(WEDNESDAY, "10:30"))
    other = session_of("play", date(2026, 11, 28), "10:00")
    assert refusal_for(citizen, lambda: take(citizen, other, a_family())) == (
        "suspended_by_absences"
    )


@pytest.mark.parametrize("is_published", [True, False])
def test_facilities_that_share_their_limits_share_absences(
    city_hall: Building, citizen: User, at: Hold, is_published: bool
) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, absent_after_minutes=30)
    book(citizen, asked("moran", date(2026, 12, 1)))
    book(citizen, asked("tancheon", date(2026, 12, 2)))
    moran = Facility.objects.get(slug="moran")
    moran.is_published = is_published
    moran.save()

    def again() -> Booking:
        return book(citizen, asked("tancheon", date(2026, 12, 8)))

    at(at_seoul(date(2026, 12, 2), "14:29"))
    assert refusal_for(citizen, again) == ""
    at(at_seoul(date(2026, 12, 2), "14:30"))
    assert refusal_for(citizen, again) == "suspended_by_absences"
    assert book(citizen, asked("bookcafe-room", date(2026, 12, 8)))


def test_absences_of_another_person_do_not_count(
    city_hall: Building, citizen: User, second_citizen: User, at: Hold
) -> None:
    take(citizen, session_of("play", starts="10:00"), a_family())
    at(at_seoul(WEDNESDAY, "11:00"))
    assert take(second_citizen, session_of("play", date(2026, 11, 28), "10:00"), a_family())


def test_what_was_never_decided_is_no_absence(city_hall: Building, citizen: User, at: Hold) -> None:
    """An officer would have had to decide, and nobody did: that is not the person's fault."""
    policy("play", officer_from_people=1)
    booking = take(citizen, session_of("play", starts="10:00"), a_family())
    assert booking.state == Decided.SUBMITTED
    at(at_seoul(WEDNESDAY, "11:00"))
    assert take(citizen, session_of("play", date(2026, 11, 28), "10:00"), a_family())

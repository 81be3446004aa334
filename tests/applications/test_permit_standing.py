"""How a permit stands at a moment: told by what is there when it is read, by no mark alone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from applications.charging import record_payment
from applications.models import Application, Permit
from applications.permit_standing import Standing, Stands, standing, whole_span
from applications.permits_found import permits
from applications.unpaid import lapse_unpaid
from applications.withdrawing import withdraw
from bookings.attendance import Attended
from bookings.models import Booking, Visit
from lib import clock
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold
from tests.bookings.samples import policy
from tests.places import at_seoul

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city_hall")]

MINUTE = timedelta(minutes=1)
HALL = wants()  # 10:00 to 12:00, an hour before and half an hour after by its policy
PLAZA = wants("plaza-a", SATURDAY, "12:00", "17:00")


def of(application: Application) -> Permit:
    """Its permit, read as pages read it."""
    return permits().get(application=application)


def at_the_moment(application: Application) -> Standing:
    return standing(of(application), clock.now())


def charged(**more: object) -> None:
    """Let the hall cost something."""
    policy("onnuri", fee_won=10_000, **more)


def test_in_force_from_the_first_set_up_to_the_last_clearing(
    organiser: User, officer: User
) -> None:
    permit = of(approved(officer, hand_in(organiser, HALL, PLAZA)))
    begins, ends = at_seoul(DAY, "09:00"), at_seoul(SATURDAY, "19:00")
    told = {
        begins - MINUTE: Stands.NOT_BEGUN,
        begins: Stands.IN_FORCE,
        at_seoul(DAY, "22:00"): Stands.IN_FORCE,  # between its days
        ends - MINUTE: Stands.IN_FORCE,
        ends: Stands.USED_UP,
    }
    assert {at: standing(permit, at).how for at in told} == told
    assert standing(permit, begins - MINUTE).is_in_force
    assert not standing(permit, ends).is_in_force
    assert not standing(permit, begins).is_partly_cancelled


def test_its_visits_come_in_the_order_of_time(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser, PLAZA, HALL))
    stands = at_the_moment(application)
    assert [visit.facility.slug for visit in stands.visits] == ["onnuri", "plaza-a"]
    assert stands.fell_away == ()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(minutes=st.integers(-60 * 24 * 40, 60 * 24 * 40))
def test_time_only_moves_it_forward(kept_permit: Permit, minutes: int) -> None:
    """Not yet begun, in force, used up: by the ends of what its visits take, at every minute."""
    now = at_seoul(DAY, "12:00") + timedelta(minutes=minutes)
    spans = [whole_span(visit) for visit in kept_permit.booking.visits.all()]
    has_begun = any(span.starts_at <= now for span in spans)
    is_over = all(span.ends_at <= now for span in spans)
    expected = Stands.USED_UP if is_over else Stands.IN_FORCE if has_begun else Stands.NOT_BEGUN
    assert standing(kept_permit, now).how == expected


@pytest.fixture
def kept_permit(organiser: User, officer: User) -> Permit:
    return of(approved(officer, hand_in(organiser, HALL, PLAZA)))


def test_withdrawn_it_is_cancelled(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser, HALL))
    withdraw(organiser, application.booking)
    stands = at_the_moment(application)
    assert (stands.how, stands.visits) == (Stands.CANCELLED, ())


@pytest.mark.parametrize(
    "undone",
    [
        lambda one: Booking.objects.filter(pk=one.booking_id).update(state="cancelled"),
        lambda one: Application.objects.filter(pk=one.pk).update(state="cancelled"),
        lambda one: Permit.objects.filter(application=one).update(replaced_at=clock.now()),
        lambda one: Visit.objects.filter(booking=one.booking_id).update(
            attendance=Attended.CANCELLED
        ),
    ],
    ids=["booking", "application", "mark", "visits"],
)
def test_each_of_these_alone_ends_it(organiser: User, officer: User, undone: object) -> None:
    """Whichever was noted first, or was noted by whoever knows nothing of permits."""
    application = approved(officer, hand_in(organiser, HALL, PLAZA))
    assert callable(undone)
    undone(application)
    assert at_the_moment(application).how == Stands.CANCELLED


def test_a_permit_that_lost_its_mark_is_not_in_force(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser, HALL))
    withdraw(organiser, application.booking)
    Permit.objects.update(replaced_at=None)
    assert at_the_moment(application).how == Stands.CANCELLED


def test_replaced_it_says_by_which(organiser: User, officer: User) -> None:
    first = approved(officer, hand_in(organiser, HALL))
    second = hand_in_change(organiser, first.booking, wants(starts="14:00", ends="16:00"))
    assert at_the_moment(first).how == Stands.NOT_BEGUN, "until the change is approved"
    approved(officer, second)
    old = at_the_moment(first)
    assert (old.how, old.visits) == (Stands.REPLACED, ())
    assert old.replaced_by == fresh(second).permit
    assert at_the_moment(second).how == Stands.NOT_BEGUN
    Permit.objects.update(replaced_at=None)
    assert at_the_moment(first).how == Stands.REPLACED, "the mark alone decides nothing"


def test_what_a_change_gave_up_has_not_fallen_away(organiser: User, officer: User) -> None:
    first = approved(officer, hand_in(organiser, HALL, PLAZA))
    second = approved(officer, hand_in_change(organiser, first.booking, PLAZA))
    stands = at_the_moment(second)
    assert [visit.facility.slug for visit in stands.visits] == ["plaza-a"]
    assert not stands.is_partly_cancelled


def test_what_was_left_out_was_never_permitted(organiser: User, officer: User) -> None:
    application = hand_in(organiser, HALL, PLAZA)
    approved(officer, application, left_out=frozenset({1}), why="공연이 있습니다.")
    stands = at_the_moment(application)
    assert [visit.facility.slug for visit in stands.visits] == ["plaza-a"]
    assert stands.fell_away == ()


def test_partly_cancelled_it_says_what_still_stands(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser, HALL, PLAZA))
    hall = Visit.objects.get(booking=application.booking, facility__slug="onnuri")
    hall.attendance = Attended.CANCELLED
    hall.save()
    stands = at_the_moment(application)
    assert (stands.how, stands.is_partly_cancelled) == (Stands.NOT_BEGUN, True)
    assert [visit.facility.slug for visit in stands.visits] == ["plaza-a"]
    assert stands.fell_away == (hall,)
    # The day of the hall permits nothing any more.
    assert standing(of(application), at_seoul(DAY, "10:00")).how == Stands.NOT_BEGUN


def test_not_paid_in_time_it_has_lapsed_whether_noted_or_not(
    organiser: User, officer: User, at: Hold
) -> None:
    charged()
    application = approved(officer, hand_in(organiser, HALL))
    due_at = application.charge.due_at
    at(due_at - MINUTE)
    assert at_the_moment(application).is_in_force
    at(due_at)
    assert at_the_moment(application).how == Stands.LAPSED
    lapse_unpaid(due_at + MINUTE)
    assert fresh(application).booking.state == "lapsed"
    assert at_the_moment(application).how == Stands.LAPSED


def test_paid_in_time_it_stays(organiser: User, officer: User, at: Hold) -> None:
    charged()
    application = approved(officer, hand_in(organiser, HALL))
    record_payment(officer, application.charge, fresh(application).revision)
    at(application.charge.due_at + timedelta(days=1))
    assert at_the_moment(application).is_in_force


def test_emptied_it_still_tells_how_it_stands(organiser: User, officer: User) -> None:
    """What was asked is forgotten one day; what was permitted is a fact that stays."""
    application = approved(officer, hand_in(organiser, HALL))
    Application.objects.update(asked={})
    long_after: datetime = at_seoul(date(2027, 12, 1), "10:00")
    assert standing(of(application), long_after).how == Stands.USED_UP


def test_reading_one_costs_the_same_for_few_visits_and_for_many(
    organiser: User, officer: User, django_assert_num_queries: object
) -> None:
    one = approved(officer, hand_in(organiser, HALL))
    many = approved(
        officer,
        hand_in(
            organiser,
            *(wants("plaza-b", DAY.replace(day=day), ends="17:00") for day in range(7, 19)),
        ),
    )
    for application, visits in ((one, 1), (many, 12)):
        with django_assert_num_queries(5):  # type: ignore[operator]
            stands = standing(of(application), clock.now())
            assert len({visit.policy_id for visit in stands.visits}) == 1
        assert len(stands.visits) == visits

"""The verb that keeps the sessions of the weeks ahead in step with the timetable."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from bookings.cancel import cancel
from facilities import closing
from facilities.generating import generate, last_day
from facilities.models import (
    Building,
    Facility,
    Holiday,
    Occupancy,
    Policy,
    Session,
    Slot,
    WeeklySession,
)
from facilities.models.places import Basis
from facilities.models.policies import Decision
from lib import clock
from lib.refusal import Refused
from tests.bookings.samples import NOW
from tests.bookings.sessions import session_of, take
from tests.places import at_seoul, listing, span

Hold = Callable[[datetime], None]

WEDNESDAY = date(2026, 11, 25)
OF_FITNESS = ["09:00", "11:00", "14:00", "16:00"]
OF_PLAY = ["10:00", "12:30", "15:00"]


@pytest.fixture(autouse=True)
def _monday_morning(city_hall: Building, at: Hold) -> None:
    at(NOW)


def starts_on(slug: str, day: date) -> list[str]:
    """The sessions that take place on that day, in Seoul's time."""
    rows = Session.objects.filter(facility__slug=slug, cancelled_at=None)
    moments = [row.starts_at.astimezone(clock.SEOUL) for row in rows.order_by("starts_at")]
    return [f"{at:%H:%M}" for at in moments if at.date() == day]


def facility(slug: str) -> Facility:
    return Facility.objects.get(slug=slug)


def state() -> list[object]:
    """All that a run may change."""
    return [
        list(Session.objects.order_by("pk").values()),
        list(Slot.objects.order_by("space_id", "starts_at").values_list("space_id", "starts_at")),
        Occupancy.objects.count(),
    ]


def test_the_weeks_of_the_window_and_one_more_are_made() -> None:
    made = generate().made
    assert made == Session.objects.count()
    assert starts_on("fitness", WEDNESDAY) == OF_FITNESS
    assert starts_on("play", WEDNESDAY) == OF_PLAY
    last = last_day(listing("fitness"))
    assert last == date(2026, 12, 7)
    assert starts_on("fitness", last) == OF_FITNESS
    assert starts_on("fitness", last + timedelta(days=1)) == []
    session = session_of("play", starts="10:00")
    assert (session.places, session.door_places, session.taken) == (7, 7, 0)
    assert session.ends_at == at_seoul(WEDNESDAY, "12:00")


def test_every_day_that_may_be_booked_has_its_sessions(at: Hold) -> None:
    """Also on the last day of the week that opens as a whole."""
    at(at_seoul(date(2026, 11, 24), "09:00"))
    Policy.objects.filter(facility__slug="play").update(opens_days_before=1)
    generate()
    assert starts_on("play", date(2026, 12, 5)) == OF_PLAY


def test_a_session_holds_its_spaces_with_the_cleaning() -> None:
    generate()
    held = session_of("play", starts="10:00").occupancy
    assert held
    assert (held.starts_at, held.ends_at) == (
        at_seoul(WEDNESDAY, "10:00"),
        at_seoul(WEDNESDAY, "12:30"),
    )
    assert held.slots.count() == 2 * 10  # on both rooms


def test_what_has_begun_is_not_made_and_not_taken_out(at: Hold) -> None:
    at(at_seoul(WEDNESDAY, "14:00"))
    generate()
    assert starts_on("fitness", WEDNESDAY) == ["16:00"]
    WeeklySession.objects.filter(facility__slug="fitness").update(valid_until=date(2026, 11, 24))
    at(at_seoul(WEDNESDAY, "16:00"))
    facility("fitness").save()  # the set-up has changed
    generate()
    assert starts_on("fitness", WEDNESDAY) == ["16:00"]
    assert starts_on("fitness", date(2026, 11, 26)) == []


def test_a_second_run_changes_nothing() -> None:
    generate()
    before = state()
    done = generate()
    assert (done.made, done.withdrawn, done.blocked) == (0, 0, [])
    assert state() == before


def test_a_second_run_asks_as_little_whatever_is_there(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    generate()
    assert Session.objects.count() > 100
    with django_assert_max_num_queries(5):
        generate()


def test_a_run_that_was_missed_is_made_up_for(at: Hold) -> None:
    generate()
    at(at_seoul(date(2026, 12, 9), "08:00"))
    generate()
    assert starts_on("fitness", date(2026, 12, 9)) == OF_FITNESS
    assert starts_on("fitness", date(2026, 12, 23)) == OF_FITNESS
    # What lay between is over: nobody could have come.
    assert starts_on("fitness", date(2026, 12, 8)) == []


def test_only_the_facilities_that_were_asked_for() -> None:
    generate(frozenset({facility("play").pk}))
    assert set(Session.objects.values_list("facility__slug", flat=True)) == {"play"}


def test_the_play_area_is_closed_on_sunday_and_monday() -> None:
    generate()
    for day in (date(2026, 11, 29), date(2026, 11, 30)):
        assert starts_on("play", day) == []
    for day in (date(2026, 11, 28), date(2026, 12, 1)):
        assert starts_on("play", day) == OF_PLAY


@pytest.mark.parametrize(
    ("slug", "day", "is_open"),
    [
        ("play", date(2027, 5, 1), False),  # Labour Day, a Saturday
        ("play", date(2027, 5, 4), True),
        ("play", date(2027, 5, 5), True),  # Children's Day
        ("fitness", date(2027, 5, 5), False),
        ("fitness", date(2027, 5, 3), False),  # a substitute holiday
        ("fitness", date(2027, 5, 4), True),
    ],
)
def test_public_holidays_by_the_rule_of_the_facility(
    at: Hold, slug: str, day: date, is_open: bool
) -> None:
    at(at_seoul(date(2027, 4, 23), "08:00"))
    generate()
    assert bool(starts_on(slug, day)) is is_open


def test_a_holiday_that_is_added_takes_out_what_nobody_booked(citizen: User) -> None:
    generate()
    booked = session_of(starts="11:00")
    booking = take(citizen, booked)
    Holiday.objects.create(day=WEDNESDAY, name_ko="임시공휴일", name_en="Temporary holiday")
    done = generate()
    assert starts_on("fitness", WEDNESDAY) == ["11:00"]
    assert starts_on("play", WEDNESDAY) == []
    assert done.withdrawn == 3 + 3 + 5  # of the play area and the tours too
    assert not Occupancy.objects.filter(session__cancelled_at__isnull=False).exists()
    assert generate().withdrawn == 0
    # When the last party has cancelled, the session goes too.
    cancel(citizen, booking)
    assert generate().withdrawn == 1
    assert starts_on("fitness", WEDNESDAY) == []


def test_a_holiday_that_is_taken_back_brings_them_back() -> None:
    generate()
    Holiday.objects.create(day=WEDNESDAY, name_ko="임시공휴일", name_en="Temporary holiday")
    session = session_of()
    generate()
    Holiday.objects.get(day=WEDNESDAY).delete()
    assert generate().made == 4 + 3 + 5
    assert starts_on("fitness", WEDNESDAY) == OF_FITNESS
    assert session_of().pk == session.pk  # the same row, and the same address


def test_a_session_for_which_somebody_waits_is_not_taken_out() -> None:
    generate()
    Session.objects.filter(pk=session_of().pk).update(waiting=1)
    Holiday.objects.create(day=WEDNESDAY, name_ko="임시공휴일", name_en="Temporary holiday")
    generate()
    assert starts_on("fitness", WEDNESDAY) == ["14:00"]


def test_closures_are_skipped_and_reopened_days_come_back() -> None:
    closure = closing.close(
        facility("fitness"), span(WEDNESDAY, "10:00", "15:00"), reason_ko="점검"
    )
    done = generate()
    assert starts_on("fitness", WEDNESDAY) == ["16:00"]
    assert done.blocked == []
    closing.reopen(closure)
    assert generate().made == 3
    assert starts_on("fitness", WEDNESDAY) == OF_FITNESS


def test_another_end_replaces_an_empty_session_at_once_and_leaves_a_booked_one(
    citizen: User,
) -> None:
    generate()
    take(citizen, session_of(starts="14:00"))
    rows = WeeklySession.objects.filter(facility__slug="fitness", weekday=2)
    rows.filter(starts_at__in=(time(14), time(16))).update(ends_at=time(17))
    rows.filter(starts_at=time(16)).delete()
    rows.filter(starts_at=time(9)).update(ends_at=time(10))
    facility("fitness").save()
    done = generate()
    assert starts_on("fitness", WEDNESDAY) == ["09:00", "11:00", "14:00"]
    assert session_of(starts="09:00").ends_at == at_seoul(WEDNESDAY, "10:00")
    assert session_of(starts="14:00").ends_at == at_seoul(WEDNESDAY, "16:00")
    assert done.made == 1 + 2  # the Wednesday after has both
    assert generate().made == 0


@pytest.mark.parametrize("how", ["no timetable", "by time", "by a draw", "no policy"])
def test_a_facility_that_has_sessions_no_more_loses_the_empty_ones(citizen: User, how: str) -> None:
    generate()
    take(citizen, session_of())
    fitness = facility("fitness")
    match how:
        case "no timetable":
            fitness.weekly_sessions.all().delete()
        case "by time":
            fitness.basis = Basis.TIME
        case "by a draw":
            Policy.objects.create(
                facility=fitness, valid_from=date(2026, 11, 22), decision=Decision.DRAW
            )
        case _:
            fitness.policies.update(valid_from=date(2027, 1, 1))
    fitness.save()
    generate()
    assert Session.objects.filter(facility=fitness, cancelled_at=None).get() == session_of()
    with pytest.raises(Refused) as caught:
        take(User.objects.create_user("saeron@example.com", name="새론"), session_of())
    assert caught.value.refusal.code == "not_bookable_here"


def test_a_facility_that_is_not_published_is_left_as_it_is() -> None:
    generate()
    fitness = facility("fitness")
    fitness.is_published = False
    fitness.save()
    before = state()
    generate()
    assert state() == before

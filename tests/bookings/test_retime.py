"""The verb that changes a weekly timetable: shown first, then done, for good or for a time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decision import Decided
from bookings.models import Offer
from bookings.queueing import Offered, Waited
from bookings.retime import preview, read_lines, retime
from facilities.generating import generate
from facilities.models import Facility, Occupancy, Session
from lib import clock
from notices.models import Notice
from tests.bookings.door import Hold, code_of, shares
from tests.bookings.samples import NOW, policy, residents
from tests.bookings.sessions import WEDNESDAY, again, session_of, take, wait_for, with_places
from tests.bookings.timetables import (
    AS_IT_WAS,
    AS_IT_WILL_BE,
    LINES,
    NEXT_WEDNESDAY,
    TOMORROW,
    changed,
    everything,
    fitness,
    of_day,
    starts,
)
from tests.places import at_seoul

__all__ = ["fitness"]

pytestmark = pytest.mark.usefixtures("city_hall")


def test_the_preview_shows_what_goes_and_what_changes(citizen: User, fitness: Facility) -> None:
    booking = take(citizen, session_of())
    before = everything()
    change = preview(fitness, read_lines(fitness, LINES, TOMORROW, None), TOMORROW, None)
    assert starts(change.going) == ["25 14:00", "25 16:00", "02 14:00", "02 16:00"]
    assert starts(one for one, _row in change.changing) == ["25 11:00", "02 11:00"]
    assert change.references == {booking.reference}
    assert change.too_full == ()
    assert everything() == before


def test_sessions_go_change_and_come(citizen: User, officer: User, fitness: Facility) -> None:
    assert of_day(WEDNESDAY) == AS_IT_WAS
    booking = take(citizen, session_of(), 2)
    other = take(residents(1)[0], session_of(starts="09:00"))
    changed(officer, fitness, booking)
    for day in (WEDNESDAY, NEXT_WEDNESDAY):
        assert of_day(day) == AS_IT_WILL_BE
    assert of_day(date(2026, 11, 26)) == AS_IT_WAS
    booking.refresh_from_db()
    assert booking.state == Decided.CANCELLED
    assert booking.visits.get().attendance == Attended.CANCELLED
    record = booking.records.get(what="closed")
    assert (record.who, record.why) == (officer, "기구 점검")
    assert other.visits.get().attendance == Attended.EXPECTED
    assert shares(session_of(starts="09:00")) == (1, 0)


def test_everybody_is_told_and_has_something_held(
    citizen: User, officer: User, fitness: Facility
) -> None:
    booking = take(citizen, session_of())
    changed(officer, fitness, booking)
    notice = Notice.objects.get(kind="bookings.closed")
    assert (notice.facts["reference"], notice.facts["why"]) == (booking.reference, "기구 점검")
    offers = Offer.objects.filter(instead_of=booking, state=Offered.OPEN)
    assert len(notice.facts["offers"]) == offers.count() == 2
    # The session that has just come is the nearest.
    assert offers.filter(starts_at=at_seoul(WEDNESDAY, "16:30")).exists()


def test_what_nobody_looked_at_is_not_cancelled(
    citizen: User, officer: User, fitness: Facility
) -> None:
    take(citizen, session_of())
    before = everything()
    assert code_of(lambda: changed(officer, fitness)) == "closure_hits_more"
    assert everything() == before


@pytest.mark.parametrize("at_door", [False, True])
def test_places_below_what_is_taken_are_refused_and_nothing_is_changed(
    citizen: User, officer: User, fitness: Facility, at_door: bool
) -> None:
    session = session_of(day=date(2026, 11, 26))
    if at_door:
        Session.objects.filter(pk=session.pk).update(door_places=4, door_taken=4)
    else:
        take(citizen, session, 4)
    lines = "Mon-Fri 14:00-16:00 3+3"
    change = preview(fitness, read_lines(fitness, lines, TOMORROW, None), TOMORROW, None)
    assert change.too_full == (session,)
    before = everything()
    assert code_of(lambda: changed(officer, fitness, lines=lines)) == "places_below_taken"
    assert everything() == before


def test_just_what_is_taken_is_enough(citizen: User, officer: User, fitness: Facility) -> None:
    session = session_of(day=date(2026, 11, 26))
    take(citizen, session, 4)
    changed(officer, fitness, lines="Mon-Fri 14:00-16:00 4")
    assert (again(session).places, again(session).taken) == (4, 4)
    assert code_of(lambda: take(residents(1)[0], session)) == "session_full"


def test_a_hold_that_ran_out_is_not_in_the_way(
    citizen: User, second_citizen: User, officer: User, fitness: Facility, at: Hold
) -> None:
    """Nobody holds the place any more, although no worker ran."""
    session = with_places(session_of(day=date(2026, 11, 26)), 1)
    booking = take(citizen, session)
    wait_for(second_citizen, session)
    cancel(citizen, booking)
    Session.objects.filter(pk=session.pk).update(places=2)
    take(citizen, again(session))
    at(Offer.objects.get().expires_at)
    first = clock.today() + timedelta(days=1)
    lines = "Mon-Fri 14:00-16:00 1"
    assert preview(fitness, read_lines(fitness, lines, first, None), first, None).too_full == ()
    changed(officer, fitness, lines=lines, first=first)
    assert shares(session) == (1, 0)
    assert Offer.objects.get().state == Offered.LAPSED


def test_more_places_are_offered_to_who_waits(
    citizen: User, second_citizen: User, officer: User, fitness: Facility
) -> None:
    session = with_places(session_of(day=date(2026, 11, 26)), 3)
    take(citizen, session, 2)
    wait = wait_for(second_citizen, session, 2)
    changed(officer, fitness, lines="Mon-Fri 14:00-16:00 4")
    wait.refresh_from_db()
    assert wait.state == Waited.OFFERED
    assert shares(session) == (4, 0)


def test_who_waits_for_a_session_that_goes(
    citizen: User, second_citizen: User, officer: User, fitness: Facility
) -> None:
    session = with_places(session_of(), 2)
    booking = take(citizen, session, 2)
    wait = wait_for(second_citizen, session)
    changed(officer, fitness, booking)
    wait.refresh_from_db()
    assert (wait.state, wait.ended_at) == (Waited.ENDED, NOW)
    assert again(session).waiting == 0


def test_an_offer_in_a_session_that_goes(
    citizen: User, second_citizen: User, officer: User, fitness: Facility
) -> None:
    session = with_places(session_of(), 2)
    booking = take(citizen, session, 2)
    wait = wait_for(second_citizen, session)
    cancel(citizen, booking)
    changed(officer, fitness)
    wait.refresh_from_db()
    assert wait.state == Waited.ENDED
    assert Offer.objects.get().state == Offered.WITHDRAWN
    assert shares(session) == (0, 0)


def test_for_a_time_the_old_timetable_comes_back_after_it(
    officer: User, fitness: Facility, at: Callable[[datetime], None]
) -> None:
    last = date(2026, 11, 30)
    changed(officer, fitness, lines="Wed 10:00-12:00 5", last=last)
    assert of_day(WEDNESDAY) == [("10:00", 5, 0)]
    assert of_day(date(2026, 11, 30)) == []
    assert of_day(date(2026, 12, 1)) == AS_IT_WAS
    assert of_day(NEXT_WEDNESDAY) == AS_IT_WAS
    at(at_seoul(date(2026, 12, 21), "10:00"))
    generate()
    assert of_day(date(2026, 12, 23)) == AS_IT_WAS


def test_for_good_it_stays(officer: User, fitness: Facility, at: Hold) -> None:
    changed(officer, fitness)
    at(at_seoul(date(2026, 12, 21), "10:00"))
    generate()
    assert of_day(date(2026, 12, 23)) == AS_IT_WILL_BE


def test_a_change_within_a_change(officer: User, fitness: Facility, at: Hold) -> None:
    """First one to last to 18 December; then a part of it is changed again."""
    changed(officer, fitness, lines="Wed 10:00-12:00 5", last=date(2026, 12, 18))
    changed(
        officer,
        fitness,
        lines="Wed 13:00-15:00 6",
        first=NEXT_WEDNESDAY,
        last=NEXT_WEDNESDAY,
    )
    at(at_seoul(date(2026, 12, 14), "10:00"))
    generate()
    assert of_day(WEDNESDAY) == [("10:00", 5, 0)]
    assert of_day(NEXT_WEDNESDAY) == [("13:00", 6, 0)]
    assert of_day(date(2026, 12, 16)) == [("10:00", 5, 0)]
    assert of_day(date(2026, 12, 23)) == AS_IT_WAS


def test_a_change_for_good_ends_those_that_were_to_come(officer: User, fitness: Facility) -> None:
    changed(officer, fitness, lines="Wed 10:00-12:00 5", first=NEXT_WEDNESDAY)
    changed(officer, fitness, lines="Wed 13:00-15:00 6", first=TOMORROW)
    for day in (WEDNESDAY, NEXT_WEDNESDAY):
        assert of_day(day) == [("13:00", 6, 0)]


def test_days_before_the_first_are_left_alone(officer: User, fitness: Facility) -> None:
    before = of_day(WEDNESDAY)
    changed(officer, fitness, lines="Wed 10:00-12:00 5", first=date(2026, 11, 26))
    assert of_day(WEDNESDAY) == before
    assert of_day(NEXT_WEDNESDAY) == [("10:00", 5, 0)]


@pytest.mark.parametrize("lines", ["", "\n \n"])
def test_no_lines_at_all_are_a_timetable_without_sessions(
    citizen: User, officer: User, fitness: Facility, lines: str
) -> None:
    booking = take(citizen, session_of())
    changed(officer, fitness, booking, lines=lines)
    assert of_day(WEDNESDAY) == []
    assert Session.objects.filter(facility=fitness, cancelled_at=None).count() == 3  # of today
    assert not Occupancy.objects.filter(session__cancelled_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 11, 1), None),
        (date(2026, 12, 2), date(2026, 12, 1)),
    ],
)
def test_it_does_not_reach_back(
    officer: User, fitness: Facility, first: date, last: date | None
) -> None:
    before = everything()
    rows = read_lines(fitness, LINES, TOMORROW, None)
    code = code_of(lambda: preview(fitness, rows, first, last))
    assert code == "timetable_reaches_back"
    code = code_of(lambda: retime(officer, fitness, rows, first, last, why="점검"))
    assert code == "timetable_reaches_back"
    assert everything() == before


def test_absent_people_of_the_past_are_left_alone(
    citizen: User, officer: User, fitness: Facility, at: Hold
) -> None:
    policy("fitness", max_per_day=2)
    missed = take(citizen, session_of())
    at(at_seoul(WEDNESDAY, "20:00"))
    changed(officer, fitness, first=date(2026, 11, 26))
    assert missed.visits.get().attendance == Attended.EXPECTED  # absent, and not noted yet
    missed.refresh_from_db()
    assert missed.state == Decided.APPROVED

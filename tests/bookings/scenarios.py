"""The races, played the same with the guard in place and with the guard taken out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from accounts.models import User
from bookings import reserve as verb
from bookings import rules
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.changing import cancel_visits, move_visits
from bookings.models import Booking, Visit
from bookings.reserve import Asked, reserve
from bookings.series import book as book_series
from facilities import occupancy
from tests.bookings.rivals import LONGEST, Meeting, at_once, pausing
from tests.bookings.samples import TUESDAY, asked, book, new_key, request_for
from tests.places import span

Outcomes = list[Any]
WEEK = timedelta(days=7)


def two_tabs(person: User) -> Outcomes:
    """One person, one a day over both rooms, one booking in each of two tabs."""
    wishes = (
        request_for(asked("moran")),
        request_for(asked("tancheon", starts="09:00", ends="10:00")),
    )
    with pausing(rules, "first_refusal", Meeting(2).after):
        return at_once(*(partial(reserve, person, wish, new_key()) for wish in wishes))


def two_persons(first: User, second: User) -> Outcomes:
    """Two persons, one room, times that share an hour: both judged, then both take."""
    wishes = (request_for(asked()), request_for(asked(starts="15:00", ends="17:00")))
    with pausing(occupancy, "take", Meeting(2).before):
        return at_once(
            *(
                partial(reserve, person, wish, new_key())
                for person, wish in zip((first, second), wishes, strict=True)
            )
        )


def pressed_twice(person: User) -> Outcomes:
    """One key, the same contents, at the same moment: the retry of an answer that was lost."""
    key, wish = new_key(), request_for()
    with pausing(verb, "_earlier", Meeting(2).after):
        return at_once(*(partial(reserve, person, wish, key) for _ in range(2)))


def cancelled_twice(person: User) -> Outcomes:
    """One booking, cancelled in two tabs: both have read it before either writes."""
    booking = book(person)
    with pausing(occupancy, "release", Meeting(2).before):
        return at_once(*(partial(cancel, person, booking) for _ in range(2)))


def cancelled_and_taken(holder: User, rivals: list[User]) -> Outcomes:
    """The holder cancels; after the room is let go and before that is certain, others want it."""
    booking = book(holder)
    let_go = threading.Event()
    meeting = Meeting(len(rivals) + 1)

    def releasing(release: Callable[..., None]) -> Callable[..., None]:
        def released(occupancy_ids: list[int]) -> None:
            release(occupancy_ids)
            let_go.set()
            meeting.wait()

        return released

    def taken_by(rival: User) -> Booking:
        let_go.wait(LONGEST)
        return reserve(rival, request_for(), new_key())

    with (
        # They come to the guard itself, past the quick look that would send them away.
        pausing(occupancy, "is_any_taken", lambda look: lambda wants, now: False),
        pausing(occupancy, "release", releasing),
        pausing(occupancy, "take", meeting.before),
    ):
        jobs: list[Callable[[], Booking]] = [partial(cancel, holder, booking)]
        return at_once(*jobs, *(partial(taken_by, rival) for rival in rivals))


def weekly(starts: str = "14:00", ends: str = "16:00", first: int = 0) -> list[Asked]:
    """모란관 on three Tuesdays, the first so many weeks after the sample one."""
    weeks = range(first, first + 3)
    return [asked(day=TUESDAY + week * WEEK, starts=starts, ends=ends) for week in weeks]


def series_and_single(first: User, second: User) -> Outcomes:
    """A series, and one visit in the middle of it: both judged, then both take."""
    series, single = request_for(*weekly()), request_for(asked(day=TUESDAY + WEEK))
    with at_the_guard(2):
        return at_once(
            partial(book_series, first, series, new_key()),
            partial(reserve, second, single, new_key()),
        )


def two_series(first: User, second: User) -> Outcomes:
    """Two series that share two of their dates, one of them asked for from the end."""
    one, other = weekly(), weekly(first=1)[::-1]
    with at_the_guard(2):
        return at_once(
            partial(book_series, first, request_for(*one), new_key()),
            partial(book_series, second, request_for(*other), new_key()),
        )


def moved_and_single(holder: User, rival: User) -> Outcomes:
    """A visit moves an hour back, across its own time; a rival wants that hour and the next."""
    booking = book(holder, *weekly())
    to = ("moran", span(TUESDAY, "13:00", "15:00"))
    with at_the_guard(2):
        return at_once(
            partial(move_visits, holder, booking, {1: to}),
            partial(reserve, rival, request_for(asked(starts="13:00", ends="15:00")), new_key()),
        )


def moved_and_series(holder: User, rival: User) -> Outcomes:
    """A visit moves to another day, to a time that is the first date of a series."""
    booking = book(holder, asked(day=TUESDAY + WEEK, starts="10:00", ends="12:00"))
    to = ("moran", span(TUESDAY, "14:00", "16:00"))
    with at_the_guard(2):
        return at_once(
            partial(move_visits, holder, booking, {1: to}),
            partial(book_series, rival, request_for(*weekly()), new_key()),
        )


def last_two_cancelled(person: User) -> Outcomes:
    """A booking of two visits; each is cancelled in a tab, and both have read it before."""
    booking = book(person, *weekly()[:2])
    with pausing(occupancy, "release", Meeting(2).before):
        return at_once(*(partial(cancel_visits, person, booking, [number]) for number in (1, 2)))


@contextmanager
def at_the_guard(number: int) -> Iterator[None]:
    """So many come to the guard itself together, past the quick look that would send them away."""
    meeting = Meeting(number)
    with (
        pausing(occupancy, "is_any_taken", lambda look: lambda wants, now: False),
        pausing(occupancy, "take", meeting.before),
        pausing(occupancy, "exchange", meeting.before),
    ):
        yield


def live_visits(**of: Any) -> list[Visit]:
    """The visits that hold a room."""
    return list(Visit.objects.filter(attendance=Attended.EXPECTED, **of).order_by("starts_at"))


def double_booked() -> list[tuple[Visit, Visit]]:
    """Pairs of live visits in one facility at one time."""
    visits = live_visits()
    return [
        (one, other)
        for index, one in enumerate(visits)
        for other in visits[index + 1 :]
        if one.facility_id == other.facility_id and one.span.overlaps(other.span)
    ]


def bookings_of(person: User) -> int:
    """How many bookings this person ever made."""
    return Booking.objects.filter(person=person).count()

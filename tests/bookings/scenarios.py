"""The races, played the same with the guard in place and with the guard taken out."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from accounts.models import User
from bookings import reserve as verb
from bookings import rules
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.models import Booking, Visit
from bookings.reserve import reserve
from facilities import occupancy
from tests.bookings.rivals import LONGEST, Meeting, at_once, pausing
from tests.bookings.samples import asked, book, new_key, request_for

Outcomes = list[Any]


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

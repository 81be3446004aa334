"""Was every word kept? The places of a session and what people were told, by plain SQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from bench.crowd import Crowd, Do
from facilities.models import Session

SECONDS_BETWEEN_LOOKS = 0.02
LIVE = (
    "booking.state IN ('submitted', 'approved') AND visit.attendance IN ('expected', 'arrived') "
    "AND visit.session_id = %(session)s"
)
VISITS = "bookings_visit AS visit JOIN bookings_booking AS booking ON booking.id = visit.booking_id"

# One statement, and so one moment, however much is written meanwhile.
PLACES = f"""
    SELECT places, taken, waiting,
        (SELECT coalesce(sum(places), 0) FROM facilities_allocation
            WHERE session_id = %(session)s AND NOT is_at_door),
        (SELECT coalesce(sum(visit.places), 0) FROM {VISITS} WHERE {LIVE}),
        (SELECT coalesce(sum(places), 0) FROM bookings_offer
            WHERE session_id = %(session)s AND state = 'open'),
        (SELECT count(*) FROM bookings_wait
            WHERE session_id = %(session)s AND state = 'waiting')
    FROM facilities_session WHERE id = %(session)s
"""  # noqa: S608

# What must not be there when all is quiet again.
NEVER = {
    "parties split, or with other places than they hold": f"""
        SELECT count(*) FROM {VISITS}
        LEFT JOIN facilities_allocation AS held ON held.id = visit.allocation_id
        WHERE {LIVE} AND (held.id IS NULL OR held.session_id <> visit.session_id
            OR held.places <> visit.places OR visit.people <> visit.places)
    """,  # noqa: S608
    "open offers that hold other places than they offer": """
        SELECT count(*) FROM bookings_offer AS offer
        LEFT JOIN facilities_allocation AS held ON held.id = offer.allocation_id
        WHERE offer.session_id = %(session)s AND offer.state = 'open'
            AND (held.id IS NULL OR held.places <> offer.places)
    """,
    "places held by nobody": """
        SELECT count(*) FROM facilities_allocation AS held
        WHERE held.session_id = %(session)s
            AND NOT EXISTS (SELECT 1 FROM bookings_visit WHERE allocation_id = held.id)
            AND NOT EXISTS (SELECT 1 FROM bookings_offer WHERE allocation_id = held.id)
    """,
    "people with two bookings": f"""
        SELECT count(*) FROM (SELECT booking.person_id FROM {VISITS} WHERE {LIVE}
            GROUP BY booking.person_id HAVING count(*) > 1) AS twice
    """,  # noqa: S608
    "parties that wait though they fit": """
        SELECT count(*) FROM bookings_wait AS wait
        JOIN facilities_session AS session ON session.id = wait.session_id
        WHERE session.id = %(session)s AND wait.state = 'waiting'
            AND wait.places <= session.places - session.taken
    """,
    # Whatever was enough for the later party was enough for the earlier one.
    "parties overtaken in the queue by one no smaller": """
        SELECT count(*) FROM bookings_wait AS earlier WHERE earlier.session_id = %(session)s
            AND earlier.state = 'waiting' AND EXISTS (
                SELECT 1 FROM bookings_offer AS offer
                JOIN bookings_wait AS later ON later.id = offer.wait_id
                WHERE later.session_id = earlier.session_id AND later.rank > earlier.rank
                    AND later.places >= earlier.places)
    """,
}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a session at one moment."""

    places: int
    taken: int
    counted_waiting: int
    allocated: int
    visits: int
    offers: int
    waiting: int

    def wrong(self) -> list[str]:
        """What does not hold."""
        found = []
        if self.taken > self.places:
            found.append(f"{self.taken} of {self.places} places taken")
        if not self.taken == self.allocated == self.visits + self.offers:
            found.append(
                f"{self.taken} taken, {self.allocated} allocated, {self.visits} of visits, "
                f"{self.offers} of offers"
            )
        if self.waiting != self.counted_waiting:
            found.append(f"{self.waiting} wait, {self.counted_waiting} counted")
        return found


def places(session: Session) -> Places:
    """As they are now."""
    return Places(*(int(figure) for figure in _rows(PLACES, session)[0]))


@dataclass(slots=True)
class Watch:
    """What was seen while others wrote."""

    looks: int = 0
    most: int = 0
    wrong: set[str] = field(default_factory=set)


@contextmanager
def watched(session: Session) -> Iterator[Watch]:
    """Look at the places again and again, on a connection of its own, until the block ends."""
    seen, over = Watch(), threading.Event()

    def watch() -> None:
        try:
            while not over.wait(SECONDS_BETWEEN_LOOKS):
                now = places(session)
                seen.looks += 1
                seen.most = max(seen.most, now.taken)
                seen.wrong.update(now.wrong())
        finally:
            connection.close()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def broken(crowd: Crowd) -> list[str]:
    """Every word that was not kept, about the places and to people. Empty: all were."""
    found = places(crowd.session).wrong()
    for what, statement in NEVER.items():
        number = _rows(statement, crowd.session)[0][0]
        if number:
            found.append(f"{number} {what}")
    return found + crowd.wrong + _bookings(crowd) + _waits(crowd) + _sizes(crowd)


def _bookings(crowd: Crowd) -> list[str]:
    """Who was told yes has it, who was told that it is cancelled has not, and nobody else has."""
    rows = _rows(
        f"SELECT booking.reference, booking.person_id, booking.state FROM {VISITS} "  # noqa: S608
        "WHERE visit.session_id = %(session)s",
        crowd.session,
    )
    there = {reference: (person, state) for reference, person, state in rows}
    told = crowd.told[Do.BOOK] | crowd.told[Do.ACCEPT]
    wanted = {
        reference: (
            crowd.browsers[who].person.pk,
            "cancelled" if reference in crowd.told[Do.CANCEL] else "approved",
        )
        for reference, who in told.items()
    }
    lost = [
        f"told yes, and there is {there.get(one)}"
        for one in wanted
        if wanted[one] != there.get(one)
    ]
    return lost + [f"a booking nobody was told of: {one}" for one in there.keys() - wanted.keys()]


def _waits(crowd: Crowd) -> list[str]:
    """Who was told to stand in the queue stands there, was offered places, or left."""
    rows = _rows(
        "SELECT reference, person_id, state FROM bookings_wait WHERE session_id = %(session)s",
        crowd.session,
    )
    there = {reference: (person, state) for reference, person, state in rows}
    offers = dict(
        _rows(
            "SELECT wait.reference, offer.state FROM bookings_offer AS offer "
            "JOIN bookings_wait AS wait ON wait.id = offer.wait_id "
            "WHERE offer.session_id = %(session)s",
            crowd.session,
        )
    )
    follows = {"open": "offered", "accepted": "booked", "declined": "left", "lapsed": "lapsed"}
    found = []
    for reference, who in crowd.told[Do.WAIT].items():
        left = "left" if reference in crowd.told[Do.LEAVE] else "waiting"
        state = follows[offers[reference]] if reference in offers else left
        if there.get(reference) != (crowd.browsers[who].person.pk, state):
            found.append(f"told to wait, now {state}, and there is {there.get(reference)}")
    return found + [
        f"a wait nobody was told of: {one}" for one in there.keys() - crowd.told[Do.WAIT]
    ]


def _sizes(crowd: Crowd) -> list[str]:
    """Each party has as many places as it asked for."""
    size = {
        browser.person.pk: temper.people
        for browser, temper in zip(crowd.browsers, crowd.tempers, strict=True)
    }
    rows = _rows(
        f"SELECT booking.person_id, visit.people, visit.places FROM {VISITS} "  # noqa: S608
        "WHERE visit.session_id = %(session)s UNION ALL "
        "SELECT person_id, places, places FROM bookings_offer WHERE session_id = %(session)s",
        crowd.session,
    )
    return [
        f"a party of {size[person]} has {places} places for {number}"
        for person, number, places in rows
        if not size[person] == number == places
    ]


def _rows(statement: str, session: Session) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"session": session.pk})
        return list(cursor.fetchall())

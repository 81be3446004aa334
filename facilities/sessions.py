"""The sessions of a time, with their free places as they are at a moment: one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from facilities.models import Allocation, Session
from lib import clock, plain_sql
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as rules and pages see it."""

    pk: int
    reference: str
    facility_id: int
    span: Span
    places: int
    taken: int
    door_places: int
    door_taken: int
    waiting: int  # parties
    run_out: int  # places whose hold has run out and that nobody has given back yet
    is_cancelled: bool

    @property
    def free(self) -> int:
        """Places that can be booked at this moment.

        What runs out belongs to those who wait, whether or not anybody has offered it to them yet.
        """
        return self.places - self.taken + (0 if self.waiting else self.run_out)


def sessions_between(
    facility_ids: Collection[int], first: date, last: date, now: datetime
) -> list[SessionFacts]:
    """The sessions of these facilities that begin on those days (Seoul), in order. One query."""
    if not facility_ids:
        return []
    return _read(*_within(facility_ids, first, last), now)


def places_stamps(
    facility_ids: Collection[int], first: date, last: date, now: datetime
) -> dict[int, list[tuple[int, ...]]]:
    """What moves whenever `sessions_between` would answer otherwise, by facility. One query."""
    found: dict[int, list[tuple[int, ...]]] = {}
    if facility_ids:
        where, values = _within(facility_ids, first, last)
        for facility_id, *stamp in _rows(_STAMP, where, values, now):
            found.setdefault(facility_id, []).append(tuple(map(int, stamp)))
    return found


def _within(
    facility_ids: Collection[int], first: date, last: date
) -> tuple[str, tuple[datetime, datetime]]:
    ids = ", ".join(str(int(pk)) for pk in facility_ids)
    days = (clock.seoul(first, time.min), clock.seoul(last + timedelta(days=1), time.min))
    return f"facility_id IN ({ids}) AND session.starts_at >= %s AND session.starts_at < %s", days


def session_by_reference(reference: str, now: datetime) -> SessionFacts | None:
    """The session of that reference. One query."""
    # PostgreSQL takes no NUL in a text: what was forged is no session.
    return next(iter(_read("session.reference = %s", (reference.replace("\0", " "),), now)), None)


def session_by_id(pk: int, now: datetime) -> SessionFacts | None:
    """The session of that id. One query."""
    return next(iter(_read("session.id = %s", (pk,), now)), None)


def _read(where: str, values: tuple[object, ...], now: datetime) -> list[SessionFacts]:
    rows = _rows(_COLUMNS, where, values, now)
    return [
        SessionFacts(
            pk=row[0],
            reference=row[1],
            facility_id=row[2],
            span=Span(plain_sql.moment(row[3]), plain_sql.moment(row[4])),
            places=row[5],
            taken=row[6],
            door_places=row[7],
            door_taken=row[8],
            waiting=row[9],
            run_out=int(row[10]),
            is_cancelled=bool(row[11]),
        )
        for row in rows
    ]


_PLACES = (
    "places, taken, door_places, door_taken, waiting, coalesce(run_out.places_held, 0), "
    "cancelled_at IS NOT NULL"
)
_COLUMNS = f"session.id, reference, facility_id, starts_at, ends_at, {_PLACES}"
_STAMP = f"facility_id, session.id, {_PLACES}"


def _rows(
    columns: str, where: str, values: tuple[object, ...], now: datetime
) -> list[tuple[Any, ...]]:
    """What has run out is little, and has an index of its own. `columns`, `where`: SQL of ours."""
    return plain_sql.rows(
        f"""
        SELECT {columns}
        FROM {Session._meta.db_table} AS session
        LEFT JOIN (
            SELECT session_id, sum(places) AS places_held
            FROM {Allocation._meta.db_table}
            WHERE expires_at <= %s AND NOT is_at_door GROUP BY session_id
        ) AS run_out ON run_out.session_id = session.id
        WHERE {where}
        ORDER BY starts_at, session.id
        """,  # noqa: S608
        (now, *values),
    )

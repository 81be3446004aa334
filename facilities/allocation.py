"""The guard of places: the only writer of what is taken of a session.

A session's places are a number, and taking some is one conditional statement: rivals queue behind
the session's row, and the database refuses the one too many. An allocation notes what was given,
for good or until a moment, and knows nothing of its holder.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from facilities.models import Allocation, Session


class SessionFull(Exception):
    """Not so many places are left in that share. Nothing was taken."""


def lock(session_ids: Collection[int]) -> list[Session]:
    """The sessions as they are now, locked in the order of their ids; nobody else changes them."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("lock() needs the verb's transaction")
    rows = Session.objects.select_for_update(no_key=True).filter(pk__in=session_ids)
    return list(rows.order_by("pk"))


def take(
    session_id: int, places: int, *, expires_at: datetime | None = None, at_door: bool = False
) -> Allocation:
    """Take so many places of one share, or none of them.

    Raises `SessionFull`. Call it inside the verb's transaction; nothing is looked at first.
    """
    share, most = ("door_taken", "door_places") if at_door else ("taken", "places")
    fitting = Session.objects.filter(
        **{"pk": session_id, "cancelled_at": None, f"{share}__lte": F(most) - places}
    )
    if not fitting.update(**{share: F(share) + places}):
        raise SessionFull
    return Allocation.objects.create(
        session_id=session_id, places=places, expires_at=expires_at, is_at_door=at_door
    )


def release(allocation_ids: Collection[int]) -> None:
    """Give places back. What was given back before is not given back twice."""
    of_these = Allocation.objects.filter(pk__in=allocation_ids)
    for session in lock(set(of_these.values_list("session_id", flat=True))):
        _give_back(session, list(of_these.filter(session=session)))


def sweep(session: Session, now: datetime) -> int:
    """Give back what ran out in a session that is locked; how many places."""
    return _give_back(session, list(session.allocations.filter(expires_at__lte=now)))


def run_out(session_ids: Collection[int], now: datetime) -> Counter[tuple[int, bool]]:
    """How many places ran out and are still to be given back, by session and share of the door."""
    held = Allocation.objects.filter(session__in=session_ids, expires_at__lte=now)
    places: Counter[tuple[int, bool]] = Counter()
    for session_id, is_at_door, number in held.values_list("session_id", "is_at_door", "places"):
        places[session_id, is_at_door] += number
    return places


def extend(allocation_id: int, until: datetime | None, now: datetime) -> bool:
    """Let a hold that still stands last until another moment, or for good. False: it ran out."""
    held = Allocation.objects.filter(pk=allocation_id).exclude(expires_at__lte=now)
    return held.update(expires_at=until) > 0


def count_waiting(session_id: int, parties: int) -> None:
    """Note how many parties wait for the session."""
    Session.objects.filter(pk=session_id).update(waiting=parties)


def set_places(session: Session, places: int, door_places: int) -> bool:
    """Give a session other numbers of places. False where more are taken: nothing changes."""
    fitting = Session.objects.filter(pk=session.pk, taken__lte=places, door_taken__lte=door_places)
    return fitting.update(places=places, door_places=door_places) > 0


def _give_back(session: Session, allocations: Collection[Allocation]) -> int:
    if not allocations:
        return 0
    booked = sum(one.places for one in allocations if not one.is_at_door)
    at_door = sum(one.places for one in allocations if one.is_at_door)
    Allocation.objects.filter(pk__in=[one.pk for one in allocations]).delete()
    Session.objects.filter(pk=session.pk).update(
        taken=F("taken") - booked, door_taken=F("door_taken") - at_door
    )
    return booked + at_door

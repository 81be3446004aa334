"""Taking the guard of places and queues out, piece by piece, for the length of one test."""

from typing import Any

import pytest
from django.db.models import F

from bookings import attend, offers, settling
from facilities import allocation
from facilities.allocation import SessionFull
from facilities.models import Allocation, Session
from tests.bookings import rivals
from tests.bookings.rivals import Meeting


@pytest.fixture
def read_then_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classic mistake: read how many are taken, look whether it fits, write the sum back."""
    monkeypatch.setattr(rivals, "PATIENCE", rivals.LONGEST / 4)
    all_have_read = Meeting(2)

    def careless(session_id: int, places: int, **how: Any) -> Allocation:
        session = Session.objects.get(pk=session_id)
        all_have_read.wait()
        if session.taken + places > session.places:
            raise SessionFull
        Session.objects.filter(pk=session_id).update(taken=session.taken + places)
        return Allocation.objects.create(session=session, places=places)

    monkeypatch.setattr(allocation, "take", careless)


@pytest.fixture
def taken_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether so many are left."""

    def careless(session_id: int, places: int, **how: Any) -> Allocation:
        Session.objects.filter(pk=session_id).update(taken=F("taken") + places)
        return Allocation.objects.create(session_id=session_id, places=places)

    monkeypatch.setattr(allocation, "take", careless)


@pytest.fixture
def queues_unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives back, accepts or arrives does not lock the queue that it concerns.

    Rivals do come then: they are waited for however busy the machine is.
    """
    monkeypatch.setattr(rivals, "PATIENCE", rivals.LONGEST / 4)
    for module in (settling, offers):
        monkeypatch.setattr(module, "lock_room_queues", lambda known, facility_ids: None)

    class Careless:
        def __getattr__(self, name: str) -> Any:
            return getattr(allocation, name)

        def lock(self, session_ids: set[int]) -> list[Session]:
            return list(Session.objects.filter(pk__in=session_ids).order_by("pk"))

    for module in (settling, offers, attend):
        monkeypatch.setattr(module, "allocation", Careless())

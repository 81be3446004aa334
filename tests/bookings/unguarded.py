"""Taking the guard out, piece by piece, for the length of one test."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from accounts.models import User
from bookings import reserve as verb
from bookings.models import Booking
from facilities.models import Slot
from facilities.wish import Wish
from tests.bookings import rivals

ON_SQLITE = "transaction_mode"


def all_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing keeps a rival from coming, so that it is waited for on a busy machine too."""
    monkeypatch.setattr(rivals, "PATIENCE", rivals.LONGEST / 4)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read where they would be locked; on SQLite transactions no longer queue at BEGIN."""
    all_come(monkeypatch)

    def plain(queryset: QuerySet[Any], **how: bool) -> QuerySet[Any]:
        return queryset.all()

    monkeypatch.setattr(QuerySet, "select_for_update", plain)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], ON_SQLITE, "DEFERRED")


@pytest.fixture
def looks_before_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classic mistake: judge first, and only then begin the transaction that writes."""
    judge, once = verb._judge, verb._reserve_once

    def careless(order: Any) -> Any:
        judge(order.person, order.known, order.wishes)
        return once(order)

    def trusting(person: User, known: Any, wishes: Sequence[Wish]) -> None:
        return None

    monkeypatch.setattr(verb, "_reserve_once", careless)
    monkeypatch.setattr(verb, "_judge", trusting)


@pytest.fixture
def key_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether this press of the button has made a booking already."""
    monkeypatch.setattr(verb, "_earlier", lambda person, request, key: None)


@contextmanager
def _exchanged(table: str) -> Iterator[None]:
    """In the place of a table one with its columns alone: no key, nothing unique, no check."""
    guarded = f"{table}_guarded"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {guarded}")
        cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM {guarded} WHERE 1 = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {guarded} RENAME TO {table}")


@pytest.fixture
def slots_without_key(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The table of slots takes anything, so that rivals no longer meet in it."""
    if connection.vendor == "postgresql":  # on SQLite they still queue at BEGIN
        all_come(monkeypatch)
    with _exchanged(Slot._meta.db_table):
        yield


@pytest.fixture
def bookings_without_key(transactional_db: None) -> Iterator[None]:
    """One person may have two bookings of one key."""
    constraints = Booking._meta.constraints
    (once,) = (one for one in constraints if one.name == "booking_one_per_key")
    # SQLite makes the table anew, as the model says.
    Booking._meta.constraints = [one for one in constraints if one is not once]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, once)
    yield
    Booking.objects.all().delete()  # what was made double would forbid the constraint
    Booking._meta.constraints = constraints
    with connection.schema_editor() as editor:
        editor.add_constraint(Booking, once)

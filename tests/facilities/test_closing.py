"""Closing a facility, moving a closure, lifting it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from facilities import closing, occupancy
from facilities.catalogue import closure_over
from facilities.models import Building, Closure, Facility, Occupancy, Slot
from lib.refusal import Refused
from lib.spans import Span
from tests.places import NOON, at_seoul, listing, span

TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def facility(slug: str = "moran") -> Facility:
    return Facility.objects.get(slug=slug)


def closed(starts: str = "09:00", ends: str = "18:00", slug: str = "moran") -> Closure:
    return closing.close(
        facility(slug), span(TUESDAY, starts, ends), reason_ko="청소", reason_en="Cleaning"
    )


def book(starts: str, ends: str, slug: str = "moran", hold_until: datetime | None = None) -> None:
    with transaction.atomic():
        occupancy.take(
            [occupancy.Want(listing(slug).space_ids, span(TUESDAY, starts, ends), hold_until)]
        )


def state() -> tuple[object, ...]:
    """All that a verb of this file may change."""
    return (
        list(Closure.objects.order_by("pk").values()),
        list(Occupancy.objects.order_by("pk").values()),
        list(Slot.objects.order_by("pk").values_list("space_id", "starts_at")),
    )


def refusal_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def test_close_takes_the_spaces_of_the_facility() -> None:
    closure = closed("09:00", "10:00", slug="plaza")
    assert closure.occupancy
    assert Slot.objects.count() == 4 * 4
    assert (closure.reason_ko, closure.reason_en) == ("청소", "Cleaning")  # type: ignore[attr-defined]


def test_close_is_seen_at_once_by_every_facility_on_the_spaces() -> None:
    assert closure_over(listing("plaza-a"), span(TUESDAY, "09:00", "10:00")) is None
    closed(slug="plaza")
    assert closure_over(listing("plaza-a"), span(TUESDAY, "09:00", "10:00"))
    assert closure_over(listing("plaza-a"), span(TUESDAY, "18:00", "19:00")) is None
    assert closure_over(listing("moran"), span(TUESDAY, "09:00", "10:00")) is None


def test_close_over_bookings_is_refused_and_says_how_many_and_when() -> None:
    book("10:00", "11:00")
    book("17:00", "18:00")
    before = state()
    with pytest.raises(Refused) as refused:
        closed()
    assert refusal_of(refused) == "space_in_use"
    assert "2" in refused.value.refusal.message
    assert "2026. 12. 1.(화)" in refused.value.refusal.message
    assert state() == before


def test_close_beside_a_booking_is_allowed() -> None:
    book("10:00", "11:00")
    closed("11:00", "18:00")
    closed("09:00", "10:00")


def test_close_sweeps_a_hold_that_has_run_out() -> None:
    book("10:00", "11:00", hold_until=NOON - timedelta(minutes=1))
    closed()
    assert Occupancy.objects.count() == 1


def test_close_respects_a_hold_that_still_runs() -> None:
    book("10:00", "11:00", hold_until=NOON + timedelta(minutes=1))
    with pytest.raises(Refused):
        closed()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Span(NOON + timedelta(minutes=7), NOON + timedelta(hours=1)), "off_grid"),
        (Span(NOON - timedelta(hours=2), NOON - timedelta(hours=1)), "in_the_past"),
        (Span(NOON, NOON + timedelta(days=367)), "closure_too_long"),
        (Span(NOON, datetime(9999, 12, 1, tzinfo=UTC)), "closure_too_long"),
    ],
)
def test_close_refuses_what_no_closure_may_be(wanted: Span, code: str) -> None:
    with pytest.raises(Refused) as refused:
        closing.close(facility(), wanted, reason_ko="청소")
    assert refusal_of(refused) == code
    assert not Occupancy.objects.exists()


def test_close_may_begin_a_moment_ago() -> None:
    closing.close(
        facility(), Span(NOON - timedelta(hours=1), NOON + timedelta(hours=5)), reason_ko="누수"
    )


def test_move_takes_the_new_time_and_gives_back_the_old() -> None:
    closure = closed("09:00", "12:00")
    stamp = Building.objects.get().stamp
    moved = closing.move(closure, span(TUESDAY, "11:00", "14:00"))
    assert Slot.objects.count() == 12
    assert moved.starts_at == at_seoul(TUESDAY, "11:00")
    assert Building.objects.get().stamp != stamp
    book("09:00", "11:00")


def test_move_onto_a_booking_is_refused_and_changes_nothing() -> None:
    closure = closed("09:00", "12:00")
    book("13:00", "14:00")
    before = state()
    with pytest.raises(Refused) as refused:
        closing.move(closure, span(TUESDAY, "10:00", "14:00"))
    assert refusal_of(refused) == "space_in_use"
    assert "1" in refused.value.refusal.message  # its own old time is not in the way
    assert state() == before


def test_a_closure_that_is_over_stays_as_it_is(at: Callable[[datetime], None]) -> None:
    closure = closed()
    at(at_seoul(TUESDAY, "18:00"))
    before = state()
    wanted = span(TUESDAY + timedelta(days=1), "09:00", "10:00")
    for verb in (
        lambda: closing.move(closure, wanted),
        lambda: closing.reopen(closure),
        lambda: closing.reword(closure, reason_ko="다른 까닭"),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refusal_of(refused) == "closure_is_over"
    assert state() == before


def test_the_beginning_of_a_closure_that_has_begun_stays(
    at: Callable[[datetime], None],
) -> None:
    closure = closed()
    at(at_seoul(TUESDAY, "12:00"))
    with pytest.raises(Refused) as refused:
        closing.move(closure, span(TUESDAY, "10:00", "18:00"))
    assert refusal_of(refused) == "closure_has_begun"
    closing.move(closure, span(TUESDAY, "09:00", "15:00"))
    assert Slot.objects.count() == 6 * 4


def test_reopen_before_it_begins_takes_the_closure_away() -> None:
    closing.reopen(closed())
    assert not Closure.objects.exists()
    assert not Occupancy.objects.exists()
    assert closure_over(listing("moran"), span(TUESDAY, "09:00", "10:00")) is None


@pytest.mark.parametrize(("now", "until"), [("12:00", "12:00"), ("12:01", "12:15")])
def test_reopen_in_the_middle_ends_it_with_the_quarter(
    at: Callable[[datetime], None], now: str, until: str
) -> None:
    closure = closed()
    at(at_seoul(TUESDAY, now))
    closing.reopen(closure)
    closure.refresh_from_db()
    assert closure.ends_at == at_seoul(TUESDAY, until)
    book("13:00", "14:00")


def test_reword_changes_the_words_alone() -> None:
    closure = closed()
    stamp = Building.objects.get().stamp
    closing.reword(closure, reason_ko="소독", reason_en="Disinfection")
    closure = Closure.objects.get()
    assert (closure.reason, closure.reason_en) == ("소독", "Disinfection")  # type: ignore[attr-defined]
    assert Slot.objects.count() == 9 * 4
    assert Building.objects.get().stamp != stamp


def test_a_closure_without_english_words_shows_the_korean() -> None:
    closure = closing.close(facility(), span(TUESDAY, "09:00", "10:00"), reason_ko="청소")
    assert Closure.objects.get(pk=closure.pk).reason == "청소"

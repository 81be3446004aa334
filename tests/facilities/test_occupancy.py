"""The guard: take, release, sweep, prune."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from facilities import closing, occupancy
from facilities.models import Building, Closure, Facility, Occupancy, Slot, Space
from facilities.occupancy import SpaceTaken, Want, take
from lib.spans import Span
from tests.places import NOON, at_seoul, span

DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _now(city_hall: Building, at: Callable[[datetime], None]) -> None:
    at(NOON)


def space(code: str = "moran") -> int:
    return Space.objects.get(code=code).pk


def wanted(
    starts: str = "10:00", ends: str = "11:00", *codes: str, until: datetime | None = None
) -> Want:
    spaces = tuple(space(code) for code in codes or ("moran",))
    return Want(spaces, span(DAY, starts, ends), until)


def took(*wants: Want) -> list[Occupancy]:
    with transaction.atomic():
        return take(wants)


def test_take_writes_one_slot_for_each_space_and_quarter() -> None:
    (taken,) = took(wanted("10:00", "11:30", "plaza-a", "plaza-b"))
    assert taken.slots.count() == 12
    assert taken.starts_at == at_seoul(DAY, "10:00")


def test_take_of_several_gives_one_occupancy_each() -> None:
    taken = took(wanted(), wanted("14:00", "15:00", "tancheon"))
    assert [one.slots.count() for one in taken] == [4, 4]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("10:00", "11:00"), ("10:45", "11:45"), ("09:15", "10:15"), ("09:00", "12:00")],
)
def test_take_over_another_is_refused(starts: str, ends: str) -> None:
    took(wanted())
    with pytest.raises(SpaceTaken):
        took(wanted(starts, ends))
    assert Occupancy.objects.count() == 1


@pytest.mark.parametrize(("starts", "ends"), [("09:00", "10:00"), ("11:00", "12:00")])
def test_take_beside_another_is_allowed(starts: str, ends: str) -> None:
    took(wanted())
    took(wanted(starts, ends))


def test_take_off_the_grid_takes_the_quarters_it_touches() -> None:
    begins = at_seoul(DAY, "10:00") + timedelta(minutes=14)
    took(Want((space(),), Span(begins, begins + timedelta(minutes=2))))
    with pytest.raises(SpaceTaken):
        took(wanted("10:15", "10:30"))


def test_take_takes_all_or_nothing() -> None:
    took(wanted("10:00", "11:00", "tancheon"))
    with pytest.raises(SpaceTaken):
        took(wanted("14:00", "15:00"), wanted("10:00", "11:00", "moran", "tancheon"))
    assert Slot.objects.filter(space=space()).count() == 0
    assert Occupancy.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_take_outside_a_transaction_is_a_fault() -> None:
    with pytest.raises(TransactionManagementError):
        take([wanted()])
    assert not Occupancy.objects.exists()


def test_release_gives_the_time_back() -> None:
    (taken,) = took(wanted())
    occupancy.release([taken.pk])
    took(wanted())


def test_sweep_removes_what_ran_out_and_stands_in_the_way() -> None:
    took(wanted(until=NOON))
    took(wanted("14:00", "15:00", until=NOON))
    assert occupancy.sweep([wanted("10:30", "12:00")], NOON) is True
    assert Occupancy.objects.count() == 1
    took(wanted())


def test_sweep_leaves_what_still_holds() -> None:
    took(wanted(until=NOON + timedelta(seconds=1)))
    took(wanted("14:00", "15:00"))
    assert occupancy.sweep([wanted("09:00", "18:00")], NOON) is False
    assert Occupancy.objects.count() == 2


def test_sweep_leaves_other_spaces() -> None:
    took(wanted("10:00", "11:00", "tancheon", until=NOON))
    assert occupancy.sweep([wanted()], NOON) is False


def test_sweep_for_nothing_removes_nothing() -> None:
    took(wanted(until=NOON))
    assert occupancy.sweep([], NOON) is False
    assert Occupancy.objects.count() == 1


def test_over_what_ran_out_reaches_as_far_as_a_sweep_would() -> None:
    took(wanted("10:00", "12:00", until=NOON))
    took(wanted("12:00", "13:00", until=NOON))  # touches the first, but is not met
    took(wanted("13:00", "14:00", until=NOON + timedelta(minutes=1)))
    took(wanted("08:00", "18:00", "tancheon", until=NOON))
    reached = occupancy.over_what_ran_out(wanted("11:30", "11:45"), NOON)
    assert reached == span(DAY, "10:00", "12:00")
    assert occupancy.over_what_ran_out(wanted("13:00", "14:00"), NOON) == span(
        DAY, "13:00", "14:00"
    )
    # What is met by what is met belongs to it.
    both = occupancy.over_what_ran_out(wanted("11:30", "12:15"), NOON)
    assert both == span(DAY, "10:00", "13:00")


def test_sweep_all_removes_every_hold_that_ran_out() -> None:
    took(wanted(until=NOON))
    took(wanted("10:00", "11:00", "tancheon", until=NOON + timedelta(minutes=1)))
    took(wanted("14:00", "15:00"))
    assert occupancy.sweep_all(NOON) == 1
    assert Occupancy.objects.count() == 2


def test_prune_deletes_what_ended_more_than_a_day_ago() -> None:
    took(wanted("10:00", "11:00"))
    took(wanted("11:00", "12:00", "moran", "tancheon"))
    end = at_seoul(DAY, "11:00") + timedelta(days=1)
    assert occupancy.prune(end) == 0
    assert occupancy.prune(end + timedelta(seconds=1)) == 1
    assert Slot.objects.count() == 8
    assert occupancy.prune(end + timedelta(days=1)) == 1
    assert not Slot.objects.exists()


def test_prune_leaves_a_long_occupancy_that_goes_on() -> None:
    day_after = DAY + timedelta(days=1)
    took(Want((space(),), Span(at_seoul(DAY, "10:00"), at_seoul(day_after, "10:00"))))
    took(wanted("09:00", "10:00"))
    assert occupancy.prune(at_seoul(day_after, "12:00")) == 1
    assert Occupancy.objects.count() == 1


def test_prune_goes_on_where_there_is_more_than_one_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(occupancy, "PRUNED_AT_A_TIME", 3)
    for hour in range(9, 17):
        took(wanted(f"{hour:02}:00", f"{hour + 1:02}:00"))
    assert occupancy.prune(at_seoul(DAY, "23:00") + timedelta(days=1)) == 8


def test_prune_keeps_the_closure_that_stood_there() -> None:
    closing.close(Facility.objects.get(slug="moran"), span(DAY, "09:00", "10:00"), reason_ko="청소")
    occupancy.prune(NOON + timedelta(days=365))
    assert Closure.objects.get().occupancy is None
    assert not Slot.objects.exists()


def test_taken_quarters_are_those_within_the_span_on_those_spaces() -> None:
    took(wanted("10:00", "11:00", "moran", "tancheon"))
    moran = space()
    assert occupancy.taken_quarters([moran], span(DAY, "10:30", "12:00"), NOON) == {
        (moran, at_seoul(DAY, "10:30")),
        (moran, at_seoul(DAY, "10:45")),
    }
    # Off the grid, the quarter that is touched belongs to it.
    begins = at_seoul(DAY, "10:45") + timedelta(minutes=5)
    touched = occupancy.taken_quarters([moran], Span(begins, at_seoul(DAY, "12:00")), NOON)
    assert touched == {(moran, at_seoul(DAY, "10:45"))}


def test_hold_that_ran_out_takes_nothing() -> None:
    took(wanted(until=NOON))
    assert not occupancy.taken_quarters([space()], span(DAY, "09:00", "18:00"), NOON)
    assert not occupancy.overlapping(wanted(), NOON).exists()
    assert not occupancy.in_use_from([space()], NOON)


def test_hold_that_still_runs_takes_its_time() -> None:
    took(wanted(until=NOON + timedelta(minutes=1)))
    assert len(occupancy.taken_quarters([space()], span(DAY, "09:00", "18:00"), NOON)) == 4
    assert occupancy.overlapping(wanted(), NOON).count() == 1
    assert occupancy.in_use_from([space()], NOON)


def test_in_use_from_looks_at_what_is_still_to_come() -> None:
    took(wanted("10:00", "11:00"))
    assert occupancy.in_use_from([space()], at_seoul(DAY, "10:59"))
    assert not occupancy.in_use_from([space()], at_seoul(DAY, "11:00"))
    assert not occupancy.in_use_from([space("tancheon")], NOON)


# Exchange


def exchanged(held: list[Occupancy], *wants: Want) -> list[Occupancy]:
    with transaction.atomic():
        return occupancy.exchange([one.pk for one in held], wants)


def starts_of(one: Occupancy) -> list[datetime]:
    return list(one.slots.order_by("starts_at").values_list("starts_at", flat=True))


def test_exchange_gives_back_the_old_and_takes_the_new() -> None:
    held = took(wanted())

    (new,) = exchanged(held, wanted("14:00", "15:00", "tancheon"))

    assert list(Occupancy.objects.all()) == [new]
    assert starts_of(new)[0] == at_seoul(DAY, "14:00")
    assert Slot.objects.count() == 4


@pytest.mark.parametrize(
    ("starts", "ends"), [("10:30", "11:30"), ("09:30", "10:30"), ("10:00", "11:00")]
)
def test_what_is_held_and_wanted_again_changes_hands(starts: str, ends: str) -> None:
    held = took(wanted())

    (new,) = exchanged(held, wanted(starts, ends))

    assert (len(starts_of(new)), starts_of(new)[0]) == (4, at_seoul(DAY, starts))
    assert Slot.objects.count() == 4


def test_two_trade_places() -> None:
    first, second = took(wanted(), wanted("14:00", "15:00"))

    new = exchanged([first, second], wanted("14:00", "15:00"), wanted())

    assert [starts_of(one)[0] for one in new] == [at_seoul(DAY, at) for at in ("14:00", "10:00")]
    assert Slot.objects.count() == 8


def test_exchange_onto_somebody_else_changes_nothing() -> None:
    held = took(wanted())
    took(wanted("11:30", "12:30"))

    with pytest.raises(SpaceTaken):
        exchanged(held, wanted("11:00", "12:00"))

    assert starts_of(held[0])[0] == at_seoul(DAY, "10:00")
    assert Slot.objects.count() == 8


def test_two_that_want_the_same_of_what_they_hold_are_refused() -> None:
    held = took(wanted(), wanted("14:00", "15:00"))

    with pytest.raises(SpaceTaken):
        exchanged(held, wanted(), wanted("10:30", "11:30"))

    assert Occupancy.objects.count() == 2


def test_a_look_at_several_sees_the_one_that_is_taken() -> None:
    took(wanted())
    free = [
        wanted("11:00", "12:00"),
        wanted("09:00", "10:00"),
        wanted("10:00", "11:00", "tancheon"),
    ]

    assert not occupancy.is_any_taken(free, NOON)
    assert occupancy.is_any_taken([*free, wanted("10:45", "11:00")], NOON)


def test_a_look_at_several_passes_over_what_ran_out() -> None:
    took(wanted(until=NOON + timedelta(hours=1)))
    wants = [wanted(), wanted("14:00", "15:00")]

    assert occupancy.is_any_taken(wants, NOON)
    assert not occupancy.is_any_taken(wants, NOON + timedelta(hours=1))

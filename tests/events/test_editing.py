"""Changing an event: moving it moves its slots, or changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan
from events.publication import Published
from events.publishing import cancel, postpone
from events.scope import Scope
from events.wanted import EventWanted
from facilities import occupancy
from facilities.models import Facility
from lib import clock
from lib.refusal import Refused
from tests.events.samples import (
    SATURDAY,
    code_of,
    festival,
    fresh,
    market,
    published,
    second_saturdays,
    slots,
)
from tests.places import at_seoul, span

WHY = "비가 와서 옮깁니다."


def test_a_text_alone_changes_no_slot(officer: User) -> None:
    event = published(officer)
    held = [one.occupancy_id for one in event.places.all()]
    wanted = wanted_of(event)
    edit(event, 1, Edit(officer, replace(wanted, about=replace(wanted.about, title_ko="새 이름"))))
    event = fresh(event)
    assert (event.title_ko, event.revision) == ("새 이름", 2)
    assert [one.occupancy_id for one in event.places.all()] == held
    assert event.moved_from is None
    assert event.programme.count() == 1


def test_moving_it_takes_the_new_and_gives_back_the_old(officer: User) -> None:
    event = published(officer)
    edit(event, 1, Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY))
    moved = fresh(event)
    assert moved.uid == event.uid
    assert moved.moved_from == event.starts_at
    assert moved.reason_ko == WHY
    assert {at.date() for _space, at in slots()} == {SATURDAY + timedelta(days=7)}
    assert len(slots()) == 12
    assert moved.places.get().occupancy_id


def test_moved_over_itself(officer: User) -> None:
    event = published(officer)
    wanted = wanted_of(event)
    later = replace(
        wanted,
        span=span(SATURDAY, "14:00", "17:00"),
        places=tuple(replace(p, span=span(SATURDAY, "14:00", "17:00")) for p in wanted.places),
    )
    edit(event, 1, Edit(officer, later, reason_ko=WHY))
    assert len(slots()) == 12


def test_something_in_the_way_and_nothing_changes(officer: User) -> None:
    event = published(officer)
    plan(officer, market(SATURDAY + timedelta(days=7), title_ko="먼저 온 장터"))
    before = slots()
    with pytest.raises(Refused) as refused:
        edit(event, 1, Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY))
    assert code_of(refused) == "event_space_taken"
    assert "먼저 온 장터" in refused.value.refusal.message
    assert slots() == before
    assert fresh(event).revision == 1


def test_what_was_announced_is_not_moved_without_a_reason(officer: User) -> None:
    event = published(officer)
    with pytest.raises(Refused) as refused:
        edit(event, 1, Edit(officer, wanted_of(event).shifted(7)))
    assert code_of(refused) == "event_reason_missing"
    draft = plan(officer, market(SATURDAY + timedelta(days=1)))
    edit(draft, 0, Edit(officer, wanted_of(draft).shifted(7)))
    assert fresh(draft).moved_from is None


def retitled(event: Event) -> EventWanted:
    wanted = wanted_of(event)
    return replace(wanted, about=replace(wanted.about, title_ko="다른 이름"))


def test_the_second_officer_is_told(officer: User) -> None:
    event = published(officer)
    edit(event, 1, Edit(officer, wanted_of(event)))  # nothing was changed: nothing is written
    edit(event, 1, Edit(officer, retitled(event)))
    with pytest.raises(Refused) as refused:
        edit(event, 1, Edit(officer, wanted_of(event)))
    assert code_of(refused) == "event_changed_meanwhile"


def test_from_here_on_gets_other_hours_on_its_own_days(officer: User) -> None:
    events = second_saturdays(officer, times=4)
    chosen = events[2]
    wanted = wanted_of(chosen)
    day = chosen.series_day
    assert day
    hours = span(day, "10:00", "15:00")
    later = replace(wanted, span=hours, places=tuple(replace(p, span=hours) for p in wanted.places))
    edit(chosen, 1, Edit(officer, later, scope=Scope.FROM_HERE, reason_ko=WHY))
    starts = [fresh(one).starts_at for one in events]
    assert [at.hour for at in starts] == [4, 4, 1, 1]
    assert [at.date() for at in starts] == [one.series_day for one in events]
    assert len(slots()) == 2 * 12 + 2 * 20


def test_all_leaves_out_what_is_over_or_cancelled_and_keeps_a_moved_day(officer: User) -> None:
    events = second_saturdays(officer, times=4)
    cancel(officer, events[1], 1, WHY)
    edit(events[2], 1, Edit(officer, wanted_of(events[2]).shifted(1), reason_ko=WHY))
    wanted = wanted_of(events[0])
    renamed = replace(wanted, about=replace(wanted.about, title_ko="새 이름"))
    edit(events[0], 1, Edit(officer, renamed, scope=Scope.ALL))
    after = [fresh(one) for one in events]
    assert [one.title_ko == "새 이름" for one in after] == [True, False, True, True]
    assert after[2].starts_at == events[2].starts_at + timedelta(days=1)


def test_several_dates_keep_their_days(officer: User) -> None:
    events = second_saturdays(officer)
    change = Edit(officer, wanted_of(events[0]).shifted(1), scope=Scope.ALL, reason_ko=WHY)
    with pytest.raises(Refused) as refused:
        edit(events[0], 1, change)
    assert code_of(refused) == "series_keeps_its_days"


def test_what_was_postponed_takes_place_at_another_time(officer: User) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    assert not slots()
    edit(event, 2, Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY))
    event = fresh(event)
    assert event.state == Published.PUBLISHED
    assert len(slots()) == 12


def test_what_was_cancelled_stays(officer: User) -> None:
    event = published(officer)
    cancel(officer, event, 1, WHY)
    with pytest.raises(Refused) as refused:
        edit(event, 2, Edit(officer, wanted_of(event)))
    assert code_of(refused) == "event_cannot_become"


def test_what_was_announced_goes_on_telling_who_and_where(officer: User) -> None:
    event = published(officer)
    wanted = wanted_of(event)
    nobody = replace(wanted, about=replace(wanted.about, organiser_ko=""))
    with pytest.raises(Refused) as refused:
        edit(event, 1, Edit(officer, nobody))
    assert code_of(refused) == "event_not_ready"
    with pytest.raises(Refused) as refused:
        edit(event, 1, Edit(officer, replace(wanted, places=()), reason_ko=WHY))
    assert code_of(refused) == "event_not_ready"
    assert fresh(event).revision == 1
    draft = plan(officer, market(SATURDAY, "plaza-b"))
    bare = replace(wanted_of(draft), places=())
    assert edit(draft, 0, Edit(officer, bare)) == [draft]


def test_a_text_is_corrected_though_the_place_is_not_offered_any_more(officer: User) -> None:
    event = published(officer)
    facility = Facility.objects.get(slug="plaza-a")
    facility.is_published = False
    facility.save()
    wanted = wanted_of(event)
    edit(event, 1, Edit(officer, replace(wanted, about=replace(wanted.about, title_ko="새 이름"))))
    assert fresh(event).title_ko == "새 이름"
    assert len(slots()) == 12
    with pytest.raises(Refused) as refused:
        edit(event, 2, Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY))
    assert code_of(refused) == "event_place_gone"


def test_what_is_running_and_partly_pruned_keeps_what_it_holds(
    officer: User, at: Callable[[datetime], None]
) -> None:
    event = published(officer, festival())
    at(at_seoul(SATURDAY + timedelta(days=2), "11:30"))
    occupancy.prune(clock.now())
    held = slots()
    assert len(held) == 2 * 4 * 8 * 4
    wanted = wanted_of(event)
    edit(event, 1, Edit(officer, replace(wanted, about=replace(wanted.about, title_ko="새 이름"))))
    assert slots() == held


def retimed(wanted: EventWanted, starts: str, ends: str) -> EventWanted:
    """The same on its day at another time, its places with it."""
    day = wanted.span.starts_at.astimezone(clock.SEOUL).date()
    at = span(day, starts, ends)
    return replace(wanted, span=at, places=tuple(replace(one, span=at) for one in wanted.places))


def of_its_own(officer: User, event: Event) -> Event:
    """A date with hours, a place, a text and a programme of its own."""
    wanted = retimed(wanted_of(event), "10:00", "12:00")
    own = replace(
        wanted,
        about=replace(wanted.about, text_ko="이날만 아침에 엽니다."),
        places=(replace(wanted.places[0], slug="plaza-b"),),
        programme=(),
    )
    edit(event, event.revision, Edit(officer, own))
    return fresh(event)


def test_a_text_for_all_leaves_a_date_what_is_its_own(officer: User) -> None:
    events = second_saturdays(officer, publish=False)
    own = of_its_own(officer, events[2])
    before = wanted_of(own)
    about = replace(wanted_of(events[0]).about, title_ko="여수동 나눔 장터")
    wanted = replace(wanted_of(events[0]), about=about)
    edit(events[0], fresh(events[0]).revision, Edit(officer, wanted, scope=Scope.ALL))
    after = wanted_of(fresh(own))
    assert after == replace(before, about=replace(before.about, title_ko="여수동 나눔 장터"))


def test_other_hours_for_all_reach_a_date_with_a_place_of_its_own(officer: User) -> None:
    events = second_saturdays(officer, publish=False)
    own = of_its_own(officer, events[2])
    wanted = retimed(wanted_of(events[0]), "14:00", "17:00")
    edit(events[0], fresh(events[0]).revision, Edit(officer, wanted, scope=Scope.ALL))
    after = wanted_of(fresh(own))
    assert after == retimed(wanted_of(own), "14:00", "17:00")
    assert [one.slug for one in after.places] == ["plaza-b"]
    assert fresh(own).places.get().occupancy is not None


def test_another_date_that_is_postponed_stays_so(officer: User) -> None:
    events = second_saturdays(officer)
    postpone(officer, events[2], 1, WHY)
    stands = wanted_of(events[2])
    wanted = retimed(wanted_of(events[0]), "14:00", "17:00")
    wanted = replace(wanted, about=replace(wanted.about, price_ko="1,000원"))
    edit(events[0], 1, Edit(officer, wanted, scope=Scope.ALL, reason_ko="시간을 늦춥니다."))
    after = fresh(events[2])
    assert (after.state, after.starts_at) == (Published.POSTPONED, stands.span.starts_at)
    assert after.price_ko == "1,000원"
    assert not after.places.filter(occupancy__isnull=False).exists()
    assert fresh(events[3]).starts_at == events[3].starts_at + timedelta(hours=1)


def test_what_was_postponed_gets_a_date_after_its_old_one(
    officer: User, at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    at(at_seoul(SATURDAY + timedelta(days=8), "09:00"))
    edit(event, 2, Edit(officer, wanted_of(event).shifted(28), reason_ko="새 날짜입니다."))
    again = fresh(event)
    assert (again.state, again.moved_from) == (Published.PUBLISHED, event.starts_at)
    assert len(slots()) == 12


def test_a_later_end_alone_is_no_move(officer: User) -> None:
    event = published(officer)
    edit(event, 1, Edit(officer, retimed(wanted_of(event), "13:00", "17:00"), reason_ko=WHY))
    assert fresh(event).moved_from is None
    assert fresh(event).reason_ko == WHY


def test_what_is_not_offered_any_more_is_not_taken_again(officer: User) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    facility = Facility.objects.get(slug="plaza-a")
    facility.is_published = False
    facility.save()
    wanted = wanted_of(event)
    longer = replace(wanted, span=span(SATURDAY, "12:00", "17:00"))
    with pytest.raises(Refused) as refused:
        edit(event, 2, Edit(officer, longer, reason_ko=WHY))
    assert code_of(refused) == "event_place_gone"
    assert fresh(event).state == Published.POSTPONED


def test_moved_back_it_is_not_moved(officer: User) -> None:
    event = published(officer)
    stands = wanted_of(event)
    edit(event, 1, Edit(officer, stands.shifted(7), reason_ko=WHY))
    edit(event, 2, Edit(officer, stands, reason_ko="처음 날짜에 엽니다."))
    assert fresh(event).moved_from is None

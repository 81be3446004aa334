"""Publishing, postponing, cancelling: what the public is told, and what becomes of the spaces."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from events.models import Event
from events.planning import plan
from events.publication import Published
from events.publishing import cancel, postpone, publish
from events.scope import Scope
from lib.refusal import Refused
from tests.events.samples import (
    SATURDAY,
    code_of,
    fresh,
    market,
    published,
    second_saturdays,
    slots,
)
from tests.places import at_seoul

WHY = "눈이 와서 열지 않습니다."


def test_a_draft_is_announced(officer: User) -> None:
    event = plan(officer, market())
    assert not Event.objects.announced().exists()
    publish(officer, event, 0)
    assert fresh(event).state == Published.PUBLISHED
    assert Event.objects.announced().count() == 1
    assert [one.what for one in event.records.all()] == ["planned", "published"]


def test_cancelled_it_gives_its_spaces_back_and_stays_to_be_seen(officer: User) -> None:
    event = published(officer)
    cancel(officer, event, 1, WHY, "It snows.")
    event = fresh(event)
    assert (event.state, event.reason_ko) == (Published.CANCELLED, WHY)
    assert not slots()
    assert event.places.count() == 1
    assert Event.objects.announced().count() == 1
    assert not Event.objects.taking_place().exists()


def test_what_was_announced_is_not_called_off_without_a_reason(officer: User) -> None:
    event = published(officer)
    with pytest.raises(Refused) as refused:
        cancel(officer, event, 1, "  ")
    assert code_of(refused) == "event_reason_missing"
    assert len(slots()) == 12
    draft = plan(officer, market(market().span.starts_at.date().replace(day=19)))
    cancel(officer, draft, 0, "")
    assert not Event.objects.announced().filter(pk=draft.pk).exists()


def test_postponed_and_after_all_as_it_was(officer: User) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    assert not slots()
    publish(officer, event, 2)
    event = fresh(event)
    assert (event.state, event.reason_ko) == (Published.PUBLISHED, "")
    assert len(slots()) == 12


def test_postponed_and_somebody_took_its_place(officer: User) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    plan(officer, market(title_ko="다른 장터"))
    with pytest.raises(Refused) as refused:
        publish(officer, event, 2)
    assert code_of(refused) == "event_space_taken"
    assert "다른 장터" in refused.value.refusal.message
    assert fresh(event).state == Published.POSTPONED


def test_a_step_that_is_none(officer: User) -> None:
    event = published(officer)
    cancel(officer, event, 1, WHY)
    for verb in (postpone, cancel):
        with pytest.raises(Refused) as refused:
            verb(officer, event, 2, WHY)
        assert code_of(refused) == "event_cannot_become"
    with pytest.raises(Refused) as refused:
        publish(officer, event, 1)
    assert code_of(refused) == "event_changed_meanwhile"


def test_from_here_on_is_cancelled(officer: User) -> None:
    events = second_saturdays(officer)
    cancel(officer, events[2], 1, WHY, scope=Scope.FROM_HERE)
    states = [fresh(one).state for one in events]
    assert states == ["published", "published", "cancelled", "cancelled"]
    assert len(slots()) == 2 * 12


def test_several_that_were_postponed_take_place_after_all_or_none(officer: User) -> None:
    events = second_saturdays(officer)
    for one in events[:3]:
        postpone(officer, one, 1, WHY)
    blocking = plan(officer, market(events[2].series_day, title_ko="다른 장터"))  # type: ignore[arg-type]
    before = slots()
    with pytest.raises(Refused) as refused:
        publish(officer, events[0], 2, Scope.ALL)
    assert "다른 장터" in refused.value.refusal.message
    assert slots() == before
    assert fresh(events[1]).state == Published.POSTPONED
    cancel(officer, blocking, 0, "")
    publish(officer, events[0], 2, Scope.ALL)
    assert [fresh(one).state for one in events] == [Published.PUBLISHED] * 4
    assert len(slots()) == 4 * 12


def test_drafts_and_what_was_postponed_do_not_go_along(officer: User) -> None:
    events = second_saturdays(officer, publish=False)
    publish(officer, events[2], 0, Scope.ONE)
    postpone(officer, events[2], 1, WHY)
    publish(officer, events[0], 0, Scope.ALL)
    states = [fresh(one).state for one in events]
    assert states == [Published.PUBLISHED] * 2 + [Published.POSTPONED] + [Published.PUBLISHED]


def test_after_all_publishes_no_draft(officer: User) -> None:
    events = second_saturdays(officer, publish=False)
    publish(officer, events[2], 0, Scope.ONE)
    postpone(officer, events[2], 1, WHY)
    assert publish(officer, events[2], 2, Scope.ALL) == [events[2]]
    states = [fresh(one).state for one in events]
    assert states == [Published.DRAFT] * 2 + [Published.PUBLISHED] + [Published.DRAFT]


def test_what_was_postponed_for_good_is_cancelled(
    officer: User, at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    postpone(officer, event, 1, WHY)
    at(at_seoul(SATURDAY + timedelta(days=8), "09:00"))
    cancel(officer, event, 2, "이번에는 열지 않습니다.")
    assert fresh(event).state == Published.CANCELLED


def test_what_took_place_is_not_cancelled_afterwards(
    officer: User, at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    at(at_seoul(SATURDAY + timedelta(days=8), "09:00"))
    with pytest.raises(Refused) as refused:
        cancel(officer, event, 1, WHY)
    assert code_of(refused) == "event_is_over"

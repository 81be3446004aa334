"""Making events, one or a series: spaces are taken for all of it, or nothing is made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import User
from events.models import Event, EventPlace, Series
from events.planning import plan, plan_series, preview_series
from events.publication import Published
from events.publishing import publish
from events.wanted import EventWanted
from facilities import closing, occupancy
from facilities.models import Facility
from facilities.recurring import Every, Rule
from lib.references import new_reference
from lib.refusal import Refused
from tests.events.samples import (
    SATURDAY,
    code_of,
    fair,
    festival,
    market,
    place,
    second_saturdays,
    slots,
)
from tests.places import listing, span

DAY = timedelta(days=1)


def test_an_event_takes_the_spaces_of_all_its_places(officer: User) -> None:
    event = plan(officer, fair())
    assert event.state == Published.DRAFT
    assert not event.is_announced
    quarters = 4 * (3.5 + 7 + 4 * 9 + 2)  # the plaza has four zones
    assert len(slots()) == quarters
    assert event.records.get().who == officer


def test_three_days_on_four_zones(officer: User) -> None:
    plan(officer, festival(), publish=True)
    assert len(slots()) == 3 * 4 * 8 * 4


def test_published_at_once_it_has_a_moment_and_a_revision(officer: User) -> None:
    event = plan(officer, market(), publish=True)
    assert event.state == Published.PUBLISHED
    assert event.published_at == event.changed_at
    assert event.revision == 1
    assert event.uid == f"{event.reference}@sarangbang"


def test_what_is_in_the_way_is_named_and_nothing_is_made(officer: User) -> None:
    plan(officer, market(title_ko="먼저 온 장터"))
    before = slots()
    with pytest.raises(Refused) as refused:
        plan(officer, fair())
    assert code_of(refused) == "event_space_taken"
    assert "먼저 온 장터" in refused.value.refusal.message
    assert slots() == before
    assert Event.objects.count() == 1


def test_a_closure_is_in_the_way(officer: User) -> None:
    closing.close(
        Facility.objects.get(slug="plaza"), span(SATURDAY, "15:00", "18:00"), reason_ko="공사"
    )
    with pytest.raises(Refused) as refused:
        plan(officer, market())
    assert "공사" in refused.value.refusal.message


def test_a_hold_that_ran_out_is_not_in_the_way(officer: User) -> None:
    wanted = market()
    with transaction.atomic():
        occupancy.take(
            [
                occupancy.Want(
                    listing("plaza-a").space_ids,
                    wanted.span,
                    wanted.span.starts_at - timedelta(days=40),
                )
            ]
        )
    assert plan(officer, wanted).places.count() == 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (market(SATURDAY - timedelta(days=60)), "event_in_the_past"),
        (replace(market(), span=span(SATURDAY, "14:00", "16:00")), "event_place_outside"),
        (replace(market(), places=(place("moran", SATURDAY, "13:10", "14:00"),)), "event_off_grid"),
        (market(SATURDAY, "plaza", "plaza-b"), "event_places_overlap"),
        (market(SATURDAY, "nowhere"), "event_place_gone"),
        (replace(fair(), programme=market(SATURDAY + DAY).programme), "programme_outside"),
        (replace(market(), places=()), "event_not_ready"),
        (market(organiser_ko=""), "event_not_ready"),
    ],
)
def test_what_no_published_event_may_be(officer: User, wanted: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(officer, wanted, publish=True)  # type: ignore[arg-type]
    assert code_of(refused) == code
    assert not Event.objects.exists()
    assert not slots()


@pytest.mark.parametrize(("language", "name"), [("ko", "광장 A구역"), ("en", "zone A")])
def test_a_place_that_is_not_offered_any_more_is_called_by_its_name(
    officer: User, language: str, name: str
) -> None:
    facility = Facility.objects.get(slug="plaza-a")
    facility.is_published = False
    facility.save()
    with translation.override(language), pytest.raises(Refused) as refused:
        plan(officer, market())
    assert code_of(refused) == "event_place_gone"
    assert name in refused.value.refusal.message
    assert "plaza-a" not in refused.value.refusal.message


def test_a_series_makes_a_row_for_each_date_with_its_own_identity(officer: User) -> None:
    events = second_saturdays(officer, left_out=[SATURDAY + timedelta(days=28)])
    days = [str(one.series_day) for one in events]
    assert days == ["2026-12-12", "2027-02-13", "2027-03-13"]
    assert len({one.uid for one in events}) == 3
    assert Series.objects.get().dates.count() == 3
    assert len(slots()) == 3 * 12
    assert [one.programme.get().starts_at.hour for one in events] == [5, 5, 5]  # 14:00 in Seoul


def test_the_same_key_with_the_same_contents_makes_one(officer: User) -> None:
    key = new_reference()
    first = plan(officer, fair(), key=key)
    turned = replace(fair(), places=fair().places[::-1], programme=fair().programme[::-1])
    assert plan(officer, turned, key=key) == first
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        market(title_ko="둘째 장터"),
        market(phone="0310000102"),
        market(SATURDAY, "plaza-b"),
        market(SATURDAY + DAY),
        replace(market(), programme=()),
        replace(market(), is_all_day=True),
    ],
)
def test_the_same_key_with_other_contents_is_refused(officer: User, other: EventWanted) -> None:
    key = new_reference()
    plan(officer, market(), key=key)
    with pytest.raises(Refused) as refused:
        plan(officer, other, key=key)
    assert code_of(refused) == "event_key_used_otherwise"
    assert "여수동 벼룩시장" in refused.value.refusal.message
    assert Event.objects.count() == 1


def test_a_key_is_of_who_made_something_with_it(officer: User, administrator: User) -> None:
    made = plan(administrator, market())
    with pytest.raises(Refused) as refused:
        plan(officer, market(), key=made.reference)
    assert code_of(refused) == "event_key_used_otherwise"


def test_what_was_saved_as_a_draft_is_not_said_to_be_published(officer: User) -> None:
    key = new_reference()
    draft = plan(officer, market(), key=key)
    with pytest.raises(Refused) as refused:
        plan(officer, market(), publish=True, key=key)
    assert code_of(refused) == "event_key_used_otherwise"
    publish(officer, draft, draft.revision)
    assert plan(officer, market(), publish=True, key=key) == draft


@pytest.mark.parametrize("left_out", [(), (SATURDAY + 28 * DAY,)])
def test_the_key_of_a_series_is_of_its_dates(officer: User, left_out: tuple[date, ...]) -> None:
    key, rule = new_reference(), Rule(Every.MONTH_WEEKDAY, SATURDAY, times=3)
    given = {"left_out": left_out, "key": key}
    made = plan_series(officer, market(), rule, **given)  # type: ignore[arg-type]
    assert plan_series(officer, market(), rule, **given) == made  # type: ignore[arg-type]
    others = (
        lambda: plan_series(officer, market(), rule, left_out=[SATURDAY + 63 * DAY], key=key),
        lambda: plan_series(officer, market(phone=""), rule, left_out=left_out, key=key),
        lambda: plan_series(officer, market(), replace(rule, times=5), key=key),
        lambda: plan(officer, market(), key=key),
    )
    for other in others:
        with pytest.raises(Refused) as refused:
            other()
        assert code_of(refused) == "event_key_used_otherwise"
    assert Event.objects.count() == len(made)


def test_one_date_in_the_way_and_no_date_is_made(officer: User) -> None:
    plan(officer, market(SATURDAY + timedelta(days=28)))
    with pytest.raises(Refused) as refused:
        second_saturdays(officer)
    assert code_of(refused) == "event_space_taken"
    assert Event.objects.count() == 1
    assert EventPlace.objects.count() == 1


def test_the_preview_says_which_dates_are_in_the_way(officer: User) -> None:
    plan(officer, market(SATURDAY + timedelta(days=28), title_ko="먼저 온 장터"))
    dates = preview_series(market(), Rule(Every.MONTH_WEEKDAY, SATURDAY, times=3))
    assert [bool(one.in_the_way) for one in dates] == [False, True, False]
    assert "먼저 온 장터" in dates[1].in_the_way[0].what
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Rule(Every.WEEK, SATURDAY), "recurrence_without_end"),
        (Rule(Every.WEEK, SATURDAY, until=SATURDAY - timedelta(days=1)), "recurrence_empty"),
        (Rule(Every.WEEK, SATURDAY, times=0), "recurrence_empty"),
    ],
)
def test_a_series_has_an_end_and_dates(officer: User, rule: Rule, code: str) -> None:
    with pytest.raises(Refused) as refused:
        plan_series(officer, market(), rule)
    assert code_of(refused) == code

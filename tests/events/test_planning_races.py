"""One form sent twice at the same moment, on real connections."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from events import planning
from events.models import Event
from events.planning import plan, plan_series
from facilities.recurring import Every, Rule
from lib.references import new_reference
from tests.bookings.rivals import Meeting, at_once, made, pausing
from tests.events.samples import SATURDAY, market

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ELSEWHERE = replace(market(location_ko="여수동 주민센터"), places=())


@pytest.mark.parametrize("wanted", [market(), ELSEWHERE], ids=["on the plaza", "elsewhere"])
def test_it_is_made_once(officer: User, wanted: Any) -> None:
    press = partial(plan, officer, wanted, publish=True, key=new_reference())
    with pausing(planning, "_made_with", Meeting(2).after):
        first, second = made(at_once(press, press))
    assert first.pk == second.pk == Event.objects.get().pk
    assert [one.what for one in first.records.all()] == ["planned", "published"]


def test_a_series_is_made_once(officer: User) -> None:
    rule = Rule(Every.MONTH_WEEKDAY, SATURDAY, times=3)
    press = partial(plan_series, officer, ELSEWHERE, rule, key=new_reference())
    with pausing(planning, "_made_with", Meeting(2).after):
        first, second = made(at_once(press, press))
    assert {one.pk for one in first} == {one.pk for one in second}
    assert Event.objects.count() == 3

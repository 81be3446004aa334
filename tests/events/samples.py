"""Events as the tests want them: a market on the plaza, a fair in many places."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from events.models import Category, Event
from events.planning import plan, plan_series
from events.wanted import About, EventWanted, ItemWanted, PlaceWanted
from facilities.models import Slot
from facilities.recurring import Every, Rule
from lib.refusal import Refused
from tests.places import at_seoul, span

SATURDAY = date(2026, 12, 12)  # the second of its month
FRIDAY, TEN_DAYS_LATER = date(2026, 12, 18), date(2026, 12, 28)  # of what has days apart
MARKET = About(
    title_ko="여수동 벼룩시장",
    title_en="Yeosu-dong flea market",
    text_ko="안 쓰는 물건을 나누는 시장입니다.",
    text_en="Bring what you do not need, find what you do.",
    category=Category.MARKET,
    organiser_ko="여수동 마을모임(예시)",
    organiser_en="Yeosu-dong neighbours (sample)",
    audience_ko="누구나",
    audience_en="everyone",
    phone="0310000101",
)


def place(slug: str, day: date, starts: str, ends: str, **around: int) -> PlaceWanted:
    """`place("plaza-a", SATURDAY, "13:00", "16:00", setup_minutes=60)`."""
    return PlaceWanted(slug, span(day, starts, ends), **around)


def market(day: date = SATURDAY, *slugs: str, **about: Any) -> EventWanted:
    """A market from 13:00 to 16:00, on zone A of the plaza where nothing else is said."""
    return EventWanted(
        about=replace(MARKET, **about),
        span=span(day, "13:00", "16:00"),
        places=tuple(place(slug, day, "13:00", "16:00") for slug in slugs or ("plaza-a",)),
        programme=(ItemWanted(at_seoul(day, "14:00"), None, "어린이 장터", "Children's stalls"),),
    )


def fair(day: date = SATURDAY) -> EventWanted:
    """A welfare fair over hall, lobby, plaza and a room, each with its own hours."""
    return EventWanted(
        about=replace(
            MARKET,
            title_ko="사회복지 한마당",
            title_en="Welfare fair",
            category=Category.WELFARE,
        ),
        span=span(day, "10:00", "17:00"),
        places=(
            place("onnuri", day, "10:00", "12:00", setup_minutes=60, clearing_minutes=30),
            place("nuri-hall", day, "10:00", "17:00"),
            place("plaza", day, "10:00", "17:00", setup_minutes=120),
            place("moran", day, "14:00", "16:00"),
        ),
        programme=(
            ItemWanted(at_seoul(day, "10:00"), at_seoul(day, "11:00"), "기념식", "Ceremony"),
            ItemWanted(at_seoul(day, "14:00"), at_seoul(day, "16:00"), "글짓기 대회", "Contest"),
        ),
    )


def festival(first: date = SATURDAY) -> EventWanted:
    """Three days on all four zones of the plaza."""
    last = first + timedelta(days=2)
    days = [first + timedelta(days=number) for number in range(3)]
    whole = replace(fair(), span=replace(span(first, "10:00", "18:00")))
    return replace(
        whole,
        about=replace(MARKET, title_ko="겨울 빛 축제", title_en="Winter lights festival"),
        span=replace(span(first, "10:00", "18:00"), ends_at=at_seoul(last, "18:00")),
        places=tuple(
            place(f"plaza-{zone}", day, "10:00", "18:00") for day in days for zone in "abcd"
        ),
        programme=(),
    )


def apart(*days: date, slug: str = "plaza-a") -> EventWanted:
    """One event on days that need not follow each other, from 10:00 to 16:00 on each."""
    days = days or (FRIDAY, TEN_DAYS_LATER)
    return EventWanted(
        about=replace(MARKET, title_ko="두 번의 장터", title_en="Market of two days"),
        span=replace(span(days[0], "10:00", "16:00"), ends_at=at_seoul(days[-1], "16:00")),
        places=tuple(place(slug, day, "10:00", "16:00") for day in days),
    )


def published(officer: User, wanted: EventWanted | None = None) -> Event:
    """Made and published by the verb."""
    return plan(officer, wanted or market(), publish=True)


def second_saturdays(officer: User, times: int = 4, **given: Any) -> list[Event]:
    """A market on every second Saturday of the month, published unless it is said otherwise."""
    rule = Rule(Every.MONTH_WEEKDAY, SATURDAY, times=times)
    return plan_series(officer, market(), rule, **{"publish": True, **given})


def fresh(event: Event) -> Event:
    """As the database has it now."""
    found: Event = Event.objects.get(pk=event.pk)
    return found


def slots() -> set[tuple[int, Any]]:
    """Everything that is taken: space and quarter."""
    return set(Slot.objects.values_list("space_id", "starts_at"))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    """The code of a refusal."""
    return refused.value.refusal.code

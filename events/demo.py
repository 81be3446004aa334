"""The events of the demonstration: a fair, a market each month, a festival, and smaller ones.

All of it is invented and says so. Days follow from today, so that there is always something on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from accounts.models import User
from events.as_it_stands import wanted_of
from events.demo_pictures import DAYLIGHT, NIGHT, Light, plaza
from events.editing import Edit, edit
from events.models import Category, Event
from events.picturing import Alt, add
from events.planning import plan, plan_series
from events.publishing import cancel, postpone
from events.scope import Scope
from events.wanted import About, EventWanted, ItemWanted, PlaceWanted
from facilities.recurring import Every, Rule
from lib import clock
from lib.refusal import Refused
from lib.spans import Span

DAY = timedelta(days=1)
MONTHS = 11  # of markets
SATURDAY, THURSDAY, FRIDAY = 5, 3, 4

FAIR = About(
    title_ko="사회복지 한마당(예시)",
    title_en="Welfare fair (sample)",
    category=Category.WELFARE,
    text_ko="복지관과 자원봉사 단체가 한자리에 모입니다. 상담을 받고, 체험하고, 함께 어울립니다.",
    text_en="Welfare centres and volunteers in one place: ask for advice, try things, meet people.",
    organiser_ko="성남 복지모임(예시)",
    organiser_en="Seongnam welfare group (sample)",
    audience_ko="누구나",
    audience_en="everyone",
    phone="0310000201",
)
MARKET = About(
    title_ko="너른못 벼룩시장(예시)",
    title_en="Neoreunmot flea market (sample)",
    category=Category.MARKET,
    text_ko="안 쓰는 물건을 나누는 시장입니다. 어린이 장터가 함께 열립니다.",
    text_en="Bring what you do not need, find what you do. With a children's market.",
    organiser_ko="여수동 마을모임(예시)",
    organiser_en="Yeosu-dong neighbours (sample)",
    audience_ko="누구나",
    audience_en="everyone",
    phone="0310000202",
)
FESTIVAL = About(
    title_ko="너른못 빛 축제(예시)",
    title_en="Neoreunmot lights festival (sample)",
    category=Category.ARTS,
    text_ko="사흘 동안 광장 네 구역에서 공연과 빛 조형물, 먹거리를 만납니다.",
    text_en="Three days of music, lights and food in the four zones of the plaza.",
    organiser_ko="성남 문화모임(예시)",
    organiser_en="Seongnam arts group (sample)",
    audience_ko="누구나",
    audience_en="everyone",
    phone="0310000203",
)
EXHIBITION = replace(
    FESTIVAL,
    title_ko="우리 동네 사진전(예시)",
    title_en="Photographs of our neighbourhood (sample)",
    category=Category.EXHIBITION,
    text_ko="주민이 찍은 동네의 네 계절을 전시합니다.",
    text_en="Four seasons, seen by the people who live here.",
)
TALK = replace(
    FESTIVAL,
    title_ko="탄소중립 시민 강연(예시)",
    title_en="Talk: a city without carbon (sample)",
    category=Category.EDUCATION,
    text_ko="집에서 할 수 있는 일을 함께 알아봅니다.",
    text_en="What everybody can do at home.",
    audience_ko="고등학생 이상",
    audience_en="from high school on",
)
READING = replace(
    FESTIVAL,
    title_ko="어린이 책 읽기(예시)",
    title_en="Reading for children (sample)",
    category=Category.CHILDREN,
    text_ko="사서가 그림책을 읽어 줍니다.",
    text_en="A librarian reads picture books.",
    audience_ko="5~7세와 보호자",
    audience_en="ages 5 to 7, with a grown-up",
)
CONCERT = replace(
    FESTIVAL,
    title_ko="점심 음악회(예시)",
    title_en="Concert at noon (sample)",
    text_ko="로비에서 열리는 삼십 분 음악회입니다.",
    text_en="Half an hour of music in the lobby.",
)


TENTS = Alt(
    "시청 앞 광장에 늘어선 색색의 천막(그림)",
    "A drawing: tents in many colours on the plaza before City Hall",
)
LAMPS = Alt(
    "밤의 시청 앞 광장에 불을 밝힌 천막들(그림)",
    "A drawing: tents under strings of lamps on the plaza at night",
)

EventMaker = Callable[[User, date], object]


@dataclass(frozen=True, slots=True)
class Told:
    """What was made, and what was not and why, by title."""

    made: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def load(by: User) -> Told:
    """Make those of which nothing is to come. What is in the way of one leaves it out."""
    made: list[str] = []
    left_out: list[tuple[str, str]] = []
    today = clock.today()
    for about, make in _EVENTS:
        if Event.objects.filter(title_ko=about.title_ko).coming(clock.now()).exists():
            continue
        try:
            make(by, today)
            made.append(about.title_en)
        except Refused as refused:
            left_out.append((about.title_en, refused.refusal.message))
    return Told(tuple(made), tuple(left_out))


def _with_picture(by: User, event: Event, light: Light, alt: Alt, scope: str = Scope.ONE) -> None:
    add(by, event, event.revision, plaza(light), alt, scope)


def _span(day: date, starts: str, ends: str) -> Span:
    return Span(
        clock.seoul(day, time.fromisoformat(starts)), clock.seoul(day, time.fromisoformat(ends))
    )


def _place(slug: str, day: date, starts: str, ends: str, setup: int = 0) -> PlaceWanted:
    return PlaceWanted(slug, _span(day, starts, ends), setup)


def _item(day: date, starts: str, ends: str, korean: str, english: str) -> ItemWanted:
    span = _span(day, starts, ends)
    return ItemWanted(span.starts_at, span.ends_at, korean, english)


def _weekday_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def second_saturday_from(today: date) -> date:
    """The next second Saturday of a month, tomorrow at the earliest."""
    for first in (today.replace(day=1), (today.replace(day=28) + 4 * DAY).replace(day=1)):
        found = _weekday_after(first, SATURDAY) + timedelta(days=7)
        if found > today:
            break
    return found


def _fair(by: User, today: date) -> None:
    """One event, many spaces, each with its own hours."""
    day = _weekday_after(today + timedelta(days=21), THURSDAY)
    places = (
        _place("onnuri", day, "10:00", "12:00", setup=60),
        _place("nuri-hall", day, "10:00", "17:00", setup=60),
        _place("plaza", day, "10:00", "17:00", setup=120),
        _place("moran", day, "14:00", "16:00"),
    )
    programme = (
        _item(day, "10:00", "11:00", "기념식", "Ceremony"),
        _item(day, "11:00", "12:00", "무대 공연", "Music on the stage"),
        _item(day, "14:00", "16:00", "글짓기 대회", "Writing contest"),
    )
    wanted = EventWanted(FAIR, _span(day, "10:00", "17:00"), places=places, programme=programme)
    _with_picture(by, plan(by, wanted, publish=True), DAYLIGHT, TENTS)


def _market(by: User, today: date) -> None:
    """Every second Saturday, with two exceptions: one month without, one on the Sunday."""
    first = second_saturday_from(today)
    places = tuple(_place(f"plaza-{zone}", first, "13:00", "16:00", setup=60) for zone in "ab")
    wanted = EventWanted(
        MARKET,
        _span(first, "13:00", "16:00"),
        places=places,
        programme=(_item(first, "14:00", "15:00", "어린이 장터", "Children's market"),),
    )
    rule = Rule(Every.MONTH_WEEKDAY, first, times=MONTHS)
    third = _second_saturday_of_month_after(_second_saturday_of_month_after(first))
    dates = plan_series(by, wanted, rule, left_out=[third], publish=True)
    _with_picture(by, dates[0], DAYLIGHT, TENTS, Scope.ALL)
    dates[1].refresh_from_db()
    moved = wanted_of(dates[1]).shifted(1)
    reason = ("토요일에 광장 공사가 있어 일요일에 엽니다.", "Works on Saturday: it is on Sunday.")
    edit(dates[1], dates[1].revision, Edit(by, moved, reason_ko=reason[0], reason_en=reason[1]))


def _second_saturday_of_month_after(day: date) -> date:
    first = (day.replace(day=28) + 4 * DAY).replace(day=1)
    return _weekday_after(first, SATURDAY) + timedelta(days=7)


def _festival(by: User, today: date) -> None:
    """Three days on four zones, each day with its own hours."""
    first = _weekday_after(today + timedelta(days=38), FRIDAY)
    if 8 <= (first + DAY).day <= 14:  # the second Saturday: the plaza is the market's
        first += timedelta(days=7)
    days = [first, first + DAY, first + 2 * DAY]
    hours = ("15:00", "10:00", "10:00")
    places = tuple(
        _place(f"plaza-{zone}", day, starts, "21:00")
        for day, starts in zip(days, hours, strict=True)
        for zone in "abcd"
    )
    programme = tuple(
        _item(day, "19:00", "20:30", f"{number}일째 밤 공연", f"Night {number}: concert")
        for number, day in enumerate(days, start=1)
    )
    span = Span(clock.seoul(days[0], time.fromisoformat(hours[0])), clock.seoul(days[2], time(21)))
    wanted = EventWanted(FESTIVAL, span, places=places, programme=programme)
    _with_picture(by, plan(by, wanted, publish=True), NIGHT, LAMPS)


def _exhibition(by: User, today: date) -> None:
    """All day, for three weeks, in the gallery."""
    first = _weekday_after(today + timedelta(days=1), 0)
    span = Span(clock.seoul(first, time(0)), clock.seoul(first + timedelta(days=21), time(0)))
    place = PlaceWanted("gonggam", span)
    plan(by, EventWanted(EXHIBITION, span, is_all_day=True, places=(place,)), publish=True)


def _one(
    about: About, after: int, weekday: int, slug: str, starts: str, ends: str
) -> Callable[[User, date], Event]:
    def make(by: User, today: date) -> Event:
        day = _weekday_after(today + timedelta(days=after), weekday)
        place = _place(slug, day, starts, ends)
        return plan(by, EventWanted(about, place.span, places=(place,)), publish=True)

    return make


def _talk(by: User, today: date) -> None:
    """Postponed: the new day is not known yet."""
    event = _one(TALK, 30, 1, "hannuri", "19:00", "20:30")(by, today)
    reason = ("강사의 사정으로 미룹니다.", "The speaker cannot come then.")
    postpone(by, event, event.revision, *reason)


def _concert(by: User, today: date) -> None:
    """Cancelled."""
    event = _one(CONCERT, 9, 2, "nuri-hall", "12:00", "13:00")(by, today)
    cancel(by, event, event.revision, "로비 공사로 열지 않습니다.", "Works in the lobby.")


_EVENTS: tuple[tuple[About, EventMaker], ...] = (
    (FAIR, _fair),
    (MARKET, _market),
    (FESTIVAL, _festival),
    (EXHIBITION, _exhibition),
    (READING, _one(READING, 5, 2, "bookcafe", "15:00", "16:00")),
    (TALK, _talk),
    (CONCERT, _concert),
)

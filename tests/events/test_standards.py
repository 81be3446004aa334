"""What we write is judged by programs that others wrote; and they find the same dates as we do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import recurring_ical_events
import vobject
from django.test import Client
from icalendar import Calendar
from icalendar import Event as Entry

from accounts.models import User
from bookings import calendar_links
from events.planning import plan_series
from events.publishing import cancel, postpone
from facilities.recurring import LONGEST, Every, Rule, days_of
from lib.clock import SEOUL
from lib.spans import Span
from tests.bookings.samples import book
from tests.events.calendars import body
from tests.events.samples import SATURDAY, fair, festival, market, published
from tests.places import at_seoul

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RANDOM = 20261123  # the same rules in every run


def of_all_kinds(officer: User) -> None:
    """All that an entry can be: of hours, of days, moved on, called off, with texts that bite."""
    bitten = "쉼표, 반점; 거꿀 \\ 빗금 \\n \\N ^n 🎪\n\n" + "한글이 아주 긴 줄 " * 30
    published(officer, market(title_ko="쉼표, 반점; \\ 🎪" + "가" * 100, text_ko=bitten))
    published(officer, fair(SATURDAY + timedelta(days=1)))
    cancel(officer, published(officer, market(SATURDAY + timedelta(days=7))), 1, "비, 눈; 바람")
    postpone(officer, published(officer, market(SATURDAY + timedelta(days=14))), 1, "비")
    whole = Span(at_seoul(SATURDAY, "00:00"), at_seoul(SATURDAY + timedelta(days=3), "00:00"))
    elsewhere = replace(festival().about, location_ko="율동공원")
    published(officer, replace(festival(), about=elsewhere, span=whole, is_all_day=True, places=()))


def all_calendars(client: Client, officer: User, citizen: User) -> dict[str, bytes]:
    """Each kind of calendar that we write."""
    of_all_kinds(officer)
    event = published(officer, market(SATURDAY + timedelta(days=21)))
    book(citizen)
    own = calendar_links.whole_address(calendar_links.make(citizen)).whole.partition("8000")[2]
    paths = (
        "/events.ics",
        "/en/events.ics?category=market",
        "/events.ics?place=plaza-b",  # empty but for the fair
        "/facilities/plaza/busy.ics",
        f"/events/{event.reference}/event.ics",
        own,
    )
    return {path: body(client.get(path)) for path in paths}


def test_validators_find_nothing(client: Client, officer: User, citizen: User) -> None:
    calendars = all_calendars(client, officer, citizen)
    for path, content in calendars.items():
        vobject.readOne(content.decode()).validate(raiseException=True)
        read = Calendar.from_ical(content)
        for component in read.walk():
            assert component.errors == [], path
            assert set(component.required) <= set(component), path
        assert content.count(b"BEGIN:VEVENT") == len(read.walk("VEVENT")) > 0, path
        # Read and written again it is what it was: nothing was mended on the way.
        assert read.to_ical() == content, path


@pytest.mark.parametrize("line", [b"UID:", b"DTSTAMP:"])
@pytest.mark.parametrize("times", [0, 2])
def test_the_validator_finds_what_is_wrong(
    client: Client, officer: User, line: bytes, times: int
) -> None:
    """Else its silence would mean nothing."""
    published(officer)
    lines = body(client.get("/events.ics")).split(b"\r\n")
    wrong = [one for some in lines for one in [some] * (times if some.startswith(line) else 1)]
    with pytest.raises(vobject.base.ValidateError):
        vobject.readOne(b"\r\n".join(wrong).decode()).validate(raiseException=True)


def recurrence(rule: Rule) -> dict[str, Any]:
    """Our rule in the words of RFC 5545."""
    which = (rule.first.day - 1) // 7 + 1
    weekday = DAYS[rule.first.weekday()]
    said: dict[Every, dict[str, Any]] = {
        Every.WEEK: {"freq": "weekly"},
        Every.TWO_WEEKS: {"freq": "weekly", "interval": 2},
        Every.MONTH_WEEKDAY: {"freq": "monthly", "byday": f"{which}{weekday}"},
        Every.MONTH_LAST: {"freq": "monthly", "byday": f"-1{weekday}"},
        Every.MONTH_DAY: {"freq": "monthly", "bymonthday": rule.first.day},
    }
    return said[rule.every] | ({"count": rule.times} if rule.times else {})


def by_the_standard(rule: Rule, left_out: tuple[date, ...] = ()) -> list[date]:
    """The days that a calendar application finds for the rule."""
    entry = Entry()
    entry.add("uid", "rule@example.kr")
    entry.add("dtstart", datetime.combine(rule.first, datetime.min.time(), tzinfo=SEOUL))
    entry.add("rrule", recurrence(rule))
    for day in left_out:
        entry.add("exdate", datetime.combine(day, datetime.min.time(), tzinfo=SEOUL))
    calendar = Calendar()
    calendar.add_component(entry)
    last = min(rule.until or date.max, rule.first + LONGEST)
    found = recurring_ical_events.of(calendar).between(rule.first, last + timedelta(days=1))
    return sorted({one.start.date() for one in found if one.start.date() <= last})


def some_rule(random: Random) -> Rule:
    """Any rule, from any day of twenty years on."""
    every = random.choice(list(Every))
    first = date(2026, 1, 1) + timedelta(days=random.randrange(20 * 365))
    if every == Every.MONTH_LAST:  # in RFC 5545 the first day must be one of the rule
        while (first + timedelta(days=7)).month == first.month:
            first += timedelta(days=7)
    times = random.choice([None, random.randint(1, 70)])
    until = first + timedelta(days=random.randrange(500))
    return Rule(every, first, times, until if times is None or random.random() < 0.3 else None)


def test_200_rules_have_the_same_days_by_the_standard() -> None:
    random = Random(RANDOM)
    rules = [some_rule(random) for _ in range(200)]
    assert {rule.every for rule in rules} == set(Every)
    for rule in rules:
        assert days_of(rule, 1000) == by_the_standard(rule), rule


@pytest.mark.parametrize("every", list(Every))
def test_a_planned_series_has_them_in_its_feed(
    client: Client, officer: User, every: Every, at: Callable[[datetime], None]
) -> None:
    """Each date is an entry of its own; a reader of recurrences finds the days of the rule."""
    first = date(2026, 12, 29) if every == Every.MONTH_LAST else SATURDAY
    rule = Rule(every, first, times=5)
    left_out = tuple(days_of(rule, 5)[1:3])
    plan_series(officer, market(first), rule, left_out=left_out, publish=True)

    read = Calendar.from_ical(body(client.get("/events.ics")))
    found = recurring_ical_events.of(read).between(first, first + LONGEST)

    days = sorted(one.start.date() for one in found)
    assert days == by_the_standard(rule, left_out)
    assert len({str(one["UID"]) for one in found}) == len(days) == 3

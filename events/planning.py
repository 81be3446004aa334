"""The verbs that make events: one, or a series of dates. Each takes its spaces, or nothing is made.

A draft holds its spaces too: who plans the fair does not lose the plaza meanwhile.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from events import rules, writing
from events.models import Event, Series
from events.publishing import announce, is_ready
from events.taking import taking
from events.wanted import EventWanted, wants
from facilities import occupancy
from facilities.catalogue import Catalogue, catalogue, hold_still
from facilities.holders import Holder, holders
from facilities.recurring import Rule, days_of
from lib import clock, formats
from lib.refusal import Refused


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a series before it is made, and what is in its way."""

    day: date
    wanted: EventWanted
    in_the_way: tuple[Holder, ...]


def plan(by: User, wanted: EventWanted, *, publish: bool = False, key: str = "") -> Event:
    """Make one event, as a draft or published at once. Raises `Refused`.

    `key` becomes its reference: the same form sent twice makes it once.
    """

    def once() -> list[Event]:
        _judge([wanted], publish=publish)
        return _make(by, [wanted], publish=publish, key=key)

    return _once(key, once)[0]


def plan_series(
    by: User,
    wanted: EventWanted,
    rule: Rule,
    *,
    left_out: Collection[date] = (),
    publish: bool = False,
    key: str = "",
) -> list[Event]:
    """Make all dates of the rule but those left out; all of them, or none.

    `wanted` is the first date; the others have the same times on their days. Raises `Refused`.
    `key` becomes the reference of the earliest: the same form sent twice makes them once.
    """

    def once() -> list[Event]:
        days = [day for day in series_days(wanted, rule) if day not in left_out]
        if not days:
            raise Refused(rules.recurrence_empty())
        dates = [wanted.shifted((day - rule.first).days) for day in days]
        _judge(dates, publish=publish)
        return _make(by, dates, publish=publish, rule=rule, days=days, key=key)

    return _once(key, once)


def _once(key: str, make: Callable[[], list[Event]]) -> list[Event]:
    """What was made with this key before, or is made now; also of two presses at the same time."""
    made = _made_with(key)
    if made:
        return made
    try:
        return make()
    except (Refused, IntegrityError):
        made = _made_with(key)
        if made:
            return made
        raise


def _made_with(key: str) -> list[Event]:
    first = Event.objects.filter(reference=key).first() if key else None
    if first is None:
        return []
    return list(Event.objects.filter(series=first.series_id)) if first.series_id else [first]


def series_days(wanted: EventWanted, rule: Rule) -> list[date]:
    """The days of the rule. Raises `Refused` when it has no end, no date, or too many."""
    if rule.times is None and rule.until is None:
        raise Refused(rules.recurrence_without_end())
    days = days_of(rule, rules.MOST_DATES + 1)
    if not days:
        raise Refused(rules.recurrence_empty())
    if len(days) > rules.MOST_DATES:
        raise Refused(rules.recurrence_too_long())
    if days[0] != formats.in_seoul(wanted.span.starts_at).date():
        days = [day for day in days if day > rule.first]
    return days


def preview_series(wanted: EventWanted, rule: Rule) -> list[Date]:
    """All dates of the rule, each with what is in its way. Writes nothing. Raises `Refused`."""
    known, now = catalogue(), clock.now()
    dates = [(day, wanted.shifted((day - rule.first).days)) for day in series_days(wanted, rule)]
    rules.judge(wanted, known)
    asked = [wants(one.places, known) for _day, one in dates]
    found = iter(holders([want for some in asked for want in some], (), now))
    return [
        Date(day, one, tuple(there for _want in some for there in next(found)))
        for (day, one), some in zip(dates, asked, strict=True)
    ]


def _judge(dates: Collection[EventWanted], *, publish: bool) -> None:
    known, now = catalogue(), clock.now()
    for wanted in dates:
        rules.judge(wanted, known)
        if wanted.span.ends_at <= now:
            raise Refused(rules.event_in_the_past())
        if publish:
            is_ready(wanted.about, has_place=bool(wanted.places))
    rules.judge_together(dates, known)


def _make(
    by: User,
    dates: Collection[EventWanted],
    *,
    publish: bool,
    rule: Rule | None = None,
    days: Collection[date] = (),
    key: str = "",
) -> list[Event]:
    def once() -> list[Event]:
        known = catalogue()
        with transaction.atomic():
            hold_still(known)
            made = _write(by, list(dates), known, key, rule=rule, days=list(days))
            if publish:
                for event in made:
                    announce(by, event, clock.now())
            return made

    asked = [want for one in dates for want in wants(one.places, catalogue())]
    return taking(once, asked)


def _write(
    by: User,
    dates: list[EventWanted],
    known: Catalogue,
    key: str,
    *,
    rule: Rule | None,
    days: list[date],
) -> list[Event]:
    now = clock.now()
    taken = iter(occupancy.take([want for one in dates for want in wants(one.places, known)]))
    series = _series(rule) if rule else None
    events = []
    for place, wanted in enumerate(dates):
        event = writing.new_event(wanted, now, "" if place else key)
        event.series, event.series_day = series, days[place] if series else None
        event.save()
        writing.write_places(event, wanted.places, [next(taken) for _ in wanted.places], known)
        writing.write_programme(event, wanted.programme)
        writing.record(event, by, "planned", now)
        events.append(event)
    return events


def _series(rule: Rule) -> Series:
    return Series.objects.create(
        every=rule.every, first=rule.first, times=rule.times, until=rule.until
    )

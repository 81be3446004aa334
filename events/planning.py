"""The verbs that make events: one, or a series of dates. Each takes its spaces, or nothing is made.

A draft holds its spaces too: who plans the fair does not lose the plaza meanwhile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from events import rules, writing
from events.as_it_stands import is_as_wanted
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

PLANNED = "planned"  # in the record, by whom it was made


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a series before it is made, and what is in its way."""

    day: date
    wanted: EventWanted
    in_the_way: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class _Press:
    """What one press of the button asks for: dates with the same contents, each on its day."""

    by: User
    dates: Sequence[EventWanted]
    publish: bool
    key: str
    rule: Rule | None = None
    days: Sequence[date] = ()


def plan(by: User, wanted: EventWanted, *, publish: bool = False, key: str = "") -> Event:
    """Make one event, as a draft or published at once. Raises `Refused`.

    `key` becomes its reference: the same form sent twice makes it once.
    """
    return _once(_Press(by, [wanted], publish, key))[0]


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
    days = [day for day in series_days(wanted, rule) if day not in left_out]
    if not days:
        raise Refused(rules.recurrence_empty())
    dates = [wanted.shifted((day - rule.first).days) for day in days]
    return _once(_Press(by, dates, publish, key, rule, days))


def _once(press: _Press) -> list[Event]:
    """What was made with its key before, or is made now; also of two presses at the same time."""
    made = _made_with(press)
    if made:
        return made
    try:
        _judge(press.dates, publish=press.publish)
        return _make(press)
    except (Refused, IntegrityError):
        made = _made_with(press)
        if made:
            return made
        raise


def _made_with(press: _Press) -> list[Event]:
    """Raises `Refused` when its key has made something else."""
    first = Event.objects.filter(reference=press.key).first() if press.key else None
    if first is None:
        return []
    made = list(Event.objects.filter(series=first.series_id)) if first.series_id else [first]
    if not _is_of(press, first, made):
        raise Refused(rules.event_key_used_otherwise(str(first)))
    return made


def _is_of(press: _Press, first: Event, made: Collection[Event]) -> bool:
    """Did a press like this one make them: the same person, the same dates, the same contents?"""
    is_told = first.is_announced or not press.publish
    days = {one.series_day for one in made if one.series_day}
    return (
        is_told
        and days == set(press.days)
        and first.records.filter(what=PLANNED, who=press.by).exists()
        and is_as_wanted(first, press.dates[0])
    )


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


def _make(press: _Press) -> list[Event]:
    def once() -> list[Event]:
        known = catalogue()
        with transaction.atomic():
            hold_still(known)
            made = _write(press, known)
            if press.publish:
                for event in made:
                    announce(press.by, event, clock.now())
            return made

    asked = [want for one in press.dates for want in wants(one.places, catalogue())]
    return taking(once, asked)


def _write(press: _Press, known: Catalogue) -> list[Event]:
    now = clock.now()
    taken = iter(occupancy.take([want for one in press.dates for want in wants(one.places, known)]))
    series = _series(press.rule) if press.rule else None
    events = []
    for place, wanted in enumerate(press.dates):
        event = writing.new_event(wanted, now, "" if place else press.key)
        event.series, event.series_day = series, press.days[place] if series else None
        event.save()
        writing.write_places(event, wanted.places, [next(taken) for _ in wanted.places], known)
        writing.write_programme(event, wanted.programme)
        writing.record(event, press.by, PLANNED, now)
        events.append(event)
    return events


def _series(rule: Rule) -> Series:
    return Series.objects.create(
        every=rule.every, first=rule.first, times=rule.times, until=rule.until
    )

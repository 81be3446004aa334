"""The verb that changes an event: its texts, its programme, its time and its places.

New slots are taken and old ones given back in one transaction: all dates that are meant move, or
nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from events import rules, writing
from events.as_it_stands import held_by, places_wanted, wanted_of
from events.carrying import carried, retold
from events.models import Event
from events.publication import TAKES_PLACE, Published
from events.publishing import is_ready
from events.scope import Scope, dates_of, locked_dates
from events.taking import taking
from events.wanted import EventWanted, PlaceWanted, wants
from facilities import occupancy
from facilities.catalogue import Catalogue, catalogue, hold_still
from facilities.models import Occupancy
from lib import clock, formats
from lib.refusal import Refused


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to become of which dates, by whom and why."""

    by: User | None
    wanted: EventWanted  # of the date that was chosen; to the others goes what is changed in it
    scope: str = Scope.ONE
    reason_ko: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    """One date with what is wanted of it."""

    event: Event
    wanted: EventWanted
    is_moved: bool  # its time
    is_placed_anew: bool  # its places, or their hours
    is_retold: bool  # its texts or its programme

    def is_touched(self, change: Edit) -> bool:
        """Who saves what nobody changed sends no calendar a new revision."""
        is_other = self.is_moved or self.is_placed_anew or self.is_retold
        return is_other or bool(change.reason_ko.strip())


def edit(event: Event, seen: int, change: Edit) -> list[Event]:
    """Give the event, or dates of its series, other contents, times and places.

    What was postponed takes place again when it gets another time. `seen`: the revision that the
    page showed. Gives the dates that are meant. Raises `Refused`: with what is in the way;
    without a reason, when what was announced gets another time or place.
    """
    known = catalogue()
    rules.judge(change.wanted, known, stands=_same(change.wanted.places, places_wanted(event)))

    def once() -> list[Event]:
        with transaction.atomic():
            return _edit(event, seen, change, catalogue())

    dates = dates_of(event, change.scope)
    targets = _targets(dates, event, change.wanted)
    asked = [want for one in targets for want in wants(one.wanted.places, known)]
    return taking(once, asked, held_by(dates))


def _edit(event: Event, seen: int, change: Edit, known: Catalogue) -> list[Event]:
    now = clock.now()
    hold_still(known)
    dates = locked_dates(event, change.scope, seen, now)
    chosen = next(one for one in dates if one.pk == event.pk)
    targets = _targets(dates, event, change.wanted)
    _refuse(chosen, targets, change, known, now)
    moved = [one for one in targets if _takes_anew(one)]
    asked = [want for one in moved for want in wants(one.wanted.places, known)]
    taken = iter(occupancy.exchange(held_by([one.event for one in moved]), asked))
    for target in targets:
        places = target.wanted.places
        if _takes_anew(target):
            writing.write_places(target.event, places, [next(taken) for _ in places], known)
        elif target.is_placed_anew:  # postponed: it holds nothing
            nothing: list[Occupancy | None] = [None] * len(places)
            writing.write_places(target.event, places, nothing, known)
        if target.is_touched(change):
            _write(target, change, now)
    return dates


def _targets(dates: Sequence[Event], event: Event, wanted: EventWanted) -> list[_Target]:
    """What is wanted of the chosen date, and what its change means for the others."""
    chosen = next(one for one in dates if one.pk == event.pk)
    before = wanted_of(chosen)
    targets = []
    for one in dates:
        stands = before if one is chosen else wanted_of(one)
        days = (_day(one.starts_at) - _day(chosen.starts_at)).days
        # What was postponed takes place again by a change of its own alone.
        carry = retold if one.state == Published.POSTPONED else carried
        own = wanted if one is chosen else carry(stands, before.shifted(days), wanted.shifted(days))
        targets.append(_target(one, stands, own))
    return targets


def _target(event: Event, stands: EventWanted, own: EventWanted) -> _Target:
    return _Target(
        event=event,
        wanted=own,
        is_moved=own.span != stands.span or own.is_all_day != stands.is_all_day,
        is_placed_anew=not _same(own.places, stands.places),
        is_retold=(own.about, own.programme) != (stands.about, stands.programme),
    )


def _same(places: Sequence[PlaceWanted], others: Sequence[PlaceWanted]) -> bool:
    return sorted(places, key=repr) == sorted(others, key=repr)


def _day(at: datetime) -> date:
    return formats.in_seoul(at).date()


def _takes_anew(target: _Target) -> bool:
    """Does it take slots now: it takes place, and where or when is another than before?"""
    event = target.event
    resumes = event.state == Published.POSTPONED and target.is_moved
    return resumes or (event.state in TAKES_PLACE and target.is_placed_anew)


def _refuse(
    chosen: Event, targets: Sequence[_Target], change: Edit, known: Catalogue, now: datetime
) -> None:
    if chosen.state == Published.CANCELLED:
        raise Refused(rules.event_cannot_become(str(chosen.get_state_display())))
    for one in targets:
        if one.is_touched(change):
            rules.judge(one.wanted, known, stands=not _takes_anew(one))
        if one.event.is_announced:
            is_ready(one.wanted.about, has_place=bool(one.wanted.places))
    elsewhere = [one for one in targets if one.is_moved or one.is_placed_anew]
    if elsewhere:
        _refuse_elsewhere(chosen, elsewhere, change, now)
        held = [one for one in targets if one.event.state in TAKES_PLACE or _takes_anew(one)]
        rules.judge_together([one.wanted for one in held], known)


def _refuse_elsewhere(
    chosen: Event, elsewhere: Sequence[_Target], change: Edit, now: datetime
) -> None:
    """What speaks against another time or place."""
    if any(one.event.is_of_booking for one in elsewhere):
        raise Refused(rules.times_follow_booking())
    if chosen.ends_at <= now and chosen.state == Published.PUBLISHED:
        raise Refused(rules.event_is_over(chosen.ends_at))
    if any(one.wanted.span.ends_at <= now for one in elsewhere):
        raise Refused(rules.event_in_the_past())
    day = _day(chosen.starts_at)
    if len(elsewhere) > 1 and _day(change.wanted.span.starts_at) != day:
        raise Refused(rules.series_keeps_its_days(day))
    if not change.reason_ko.strip() and any(one.event.is_announced for one in elsewhere):
        raise Refused(rules.event_reason_missing())


def _write(target: _Target, change: Edit, now: datetime) -> None:
    event, wanted = target.event, target.wanted
    writing.remember_when(event, wanted.span.starts_at)
    if target.is_moved and event.state == Published.POSTPONED:
        event.state = Published.PUBLISHED
    if change.reason_ko.strip():
        writing.give_reason(event, change.reason_ko.strip(), change.reason_en.strip())
    for name, value in asdict(wanted.about).items():
        setattr(event, name, value)
    event.starts_at, event.ends_at = wanted.span.starts_at, wanted.span.ends_at
    event.is_all_day = wanted.is_all_day
    writing.write_programme(event, wanted.programme)
    what = "moved" if target.is_moved or target.is_placed_anew else "edited"
    writing.note(event, change.by, what, now, change.reason_ko.strip())

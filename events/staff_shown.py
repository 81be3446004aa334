"""Events as officers see them: a line of the list, the record, the dates of a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from events.models import Event, EventRecord
from events.publication import Published, goes_along
from events.runs import runs, with_runs
from events.scope import Scope, dates_meant
from events.shown import ShownEvent, shown_event, when_of_runs
from lib import formats

TONES = {
    Published.DRAFT: "",
    Published.PUBLISHED: "success",
    Published.POSTPONED: "warning",
    Published.CANCELLED: "danger",
}
# What was done, in words. What is not named here was written by a part of its own.
WORDS = {
    "planned": gettext_noop("Planned"),
    "published": gettext_noop("Published"),
    "edited": gettext_noop("Contents changed"),
    "moved": gettext_noop("Time or place changed"),
    "postponed": gettext_noop("Postponed"),
    "cancelled": gettext_noop("Cancelled"),
    "items_fell_out": gettext_noop("Fell out of the programme: no room for it at the new time"),
    "taken_back": gettext_noop("Taken back: its organiser is named no more"),
    "picture_added": gettext_noop("Picture added"),
    "picture_described": gettext_noop("Picture described anew"),
    "picture_removed": gettext_noop("Picture taken out"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    shown: ShownEvent
    state: str
    tone: str
    is_of_series: bool
    is_of_booking: bool
    changed: str


def entries(events: Sequence[Event]) -> list[Entry]:
    """Of events that came `with_places()`: no query is made here."""
    return [
        Entry(
            shown=shown_event(one),
            state=str(one.get_state_display()),
            tone=tone_of(one),
            is_of_series=one.series_id is not None,
            is_of_booking=one.is_of_booking,
            changed=formats.moment(one.changed_at),
        )
        for one in events
    ]


def tone_of(event: Event) -> str:
    """Of the badge that tells its state."""
    return TONES[Published(event.state)]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A line of the record."""

    when: str
    who: str
    what: str
    why: str


def record_of(event: Event) -> list[ShownStep]:
    """What was done to it, the latest first."""
    rows = EventRecord.objects.filter(event=event).select_related("who").order_by("-at", "-pk")
    return [
        ShownStep(
            when=formats.moment(one.at),
            who=one.who.name if one.who else _("By itself"),
            what=_(WORDS[one.what]) if one.what in WORDS else _("Changed"),
            why=one.why,
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class ShownDate:
    """Another date of the series."""

    reference: str
    when: str
    state: str
    tone: str
    is_this: bool
    is_over: bool


def dates_of(event: Event) -> list[Event]:
    """The dates of its series, itself among them; of what is no series nothing."""
    if event.series_id is None:
        return []
    return with_runs(Event.objects.filter(series=event.series_id).order_by("starts_at", "pk"))


def shown_dates(event: Event, dates: Sequence[Event], now: datetime) -> list[ShownDate]:
    """In ready texts."""
    return [
        ShownDate(
            reference=one.reference,
            when=when_of_runs(runs(one), is_all_day=one.is_all_day),
            state=str(one.get_state_display()),
            tone=tone_of(one),
            is_this=one.pk == event.pk,
            is_over=one.ends_at <= now,
        )
        for one in dates
    ]


def scope_choices(
    event: Event, dates: Sequence[Event], now: datetime, becoming: Published | None = None
) -> list[tuple[str, str]]:
    """How far a change may reach, each with how many dates that are; nothing to choose: empty.

    `becoming`: only the dates that can take that step count.
    """
    choices: list[tuple[str, str]] = []
    for scope in Scope:
        meant = dates_meant(dates, event, scope, now)
        number = len(
            [one for one in meant if not becoming or goes_along(one.state, event.state, becoming)]
        )
        told = ngettext("%(number)d date", "%(number)d dates", number) % {"number": number}
        label = str(scope.label)
        choices.append((scope.value, label if scope == Scope.ONE else f"{label} ({told})"))
    return choices if len(dates) > 1 else []

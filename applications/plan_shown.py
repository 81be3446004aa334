"""The plan of the plaza as a page shows it: which zones are chosen, and how each stands then."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.asking import AskedVisit, Asking, nobody_yet
from applications.judging import Judged, judge
from applications.models import Draft
from applications.rows import plan_time, zones_at_the_time
from facilities.catalogue import Catalogue, Listing
from facilities.plaza_plan import HEIGHT, WIDTH, Shape, whole_of, zones_of
from lib import clock, formats
from lib.spans import Span

FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone to choose, on the plan and in the list: one control."""

    shape: Shape
    name: str
    area: str  # "1,000 m²"
    is_chosen: bool
    word: str = ""  # how it stands at the time, for the plan,
    sentence: str = ""  # and for the list; empty while no time is given
    can_be_had: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it."""

    zones: tuple[Zone, ...]
    time: Mapping[str, str]  # as it was typed
    when: str  # the time in words; empty while it cannot be read
    width: int = WIDTH
    height: int = HEIGHT


def plan_of(person: User, known: Catalogue, draft: Draft) -> Plan | None:
    """For this draft; None where there is nothing to choose from."""
    zones, whole = zones_of(known), whole_of(known)
    if not zones:
        return None
    slugs = {shape.slug for shape, _listing in zones}
    mine = slugs | ({whole.facility.slug} if whole else set())
    chosen = set(zones_at_the_time(draft.typed, mine))
    chosen |= slugs if whole and whole.facility.slug in chosen else set()
    time = plan_time(draft.typed, mine)
    span = _span(time)
    judged = _judged(person, draft, [listing for _shape, listing in zones], span)
    shown = tuple(
        _zone(shape, listing, shape.slug in chosen, found)
        for (shape, listing), found in zip(zones, judged, strict=True)
    )
    return Plan(shown, time, formats.period(span) if span else "")


def _judged(
    person: User, draft: Draft, listings: list[Listing], span: Span | None
) -> list[Judged | None]:
    """Each zone by itself at that time; nothing while no time can be read."""
    if span is None:
        return [None] * len(listings)
    # Whether a zone is free does not depend on who asks what for.
    found: list[Judged | None] = []
    visits = tuple(AskedVisit(listing.facility.slug, span) for listing in listings)
    found += judge(person, Asking(visits, nobody_yet()), draft.changes)
    return found


def _zone(shape: Shape, listing: Listing, is_chosen: bool, judged: Judged | None) -> Zone:
    area = sum(space.area_m2 or 0 for space in listing.spaces)
    size = f"{area:,} m²" if area else ""
    name = str(listing.facility.name)
    if judged is None:
        return Zone(shape, name, size, is_chosen)
    if judged.refusal:
        short = judged.refusal.short or _("not then")
        return Zone(shape, name, size, is_chosen, short, judged.refusal.message, can_be_had=False)
    return Zone(shape, name, size, is_chosen, *_in_words(judged.rivals))


def _in_words(rivals: int) -> tuple[str, str]:
    if not rivals:
        return _("free"), _("Free at that time.")
    word = ngettext("%(number)d applies", "%(number)d apply", rivals)
    sentence = ngettext(
        "Free, but %(number)d other has applied for that time.",
        "Free, but %(number)d others have applied for that time.",
        rivals,
    )
    return word % {"number": rivals}, sentence % {"number": rivals}


def _span(time: Mapping[str, str]) -> Span | None:
    """The time, if it can be read and ends after it starts."""
    try:
        day = dt.date.fromisoformat(time["day"])
        last = dt.date.fromisoformat(time["last_day"]) if time["last_day"] else day
        if max(abs(day - clock.today()), abs(last - clock.today())) > FARTHEST:
            return None
        starts_at = clock.seoul(day, dt.time.fromisoformat(time["starts"]))
        return Span(starts_at, clock.seoul(last, dt.time.fromisoformat(time["ends"])))
    except (ValueError, OverflowError):
        return None

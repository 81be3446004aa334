"""What another calendar says of a date, as an event of ours: pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation

from events.carrying import places_within
from events.models import CalendarSource, Category
from events.wanted import TEXT_MOST, About, EventWanted
from lib.spans import Span

Facts = Mapping[str, Any]

# What an officer sees as one change.
WHEN, TITLE, WHERE, TEXT = "when", "title", "where", "text"
ORGANISER, CATEGORY, CANCELLED = "organiser", "category", "cancelled"
_PARTS = {
    WHEN: ("starts_at", "ends_at", "is_all_day"),
    TITLE: ("title",),
    WHERE: ("location",),
    TEXT: ("text", "url"),
    ORGANISER: ("organiser",),
    CATEGORY: ("categories",),
    CANCELLED: ("is_cancelled",),
}
_COLUMNS = {
    TITLE: "title_ko",
    WHERE: "location_ko",
    TEXT: "text_ko",
    ORGANISER: "organiser_ko",
    CATEGORY: "category",
}


def span_of(facts: Facts) -> Span:
    """From when until when."""
    return Span(
        datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"])
    )


def changed(before: Facts | None, after: Facts) -> list[str]:
    """The parts that are not as they were; all of them when nothing is known."""
    if before is None:
        return list(_PARTS)
    return [
        part
        for part, names in _PARTS.items()
        if any(before.get(name) != after.get(name) for name in names)
    ]


def about_of(facts: Facts, source: CalendarSource) -> About:
    """What is told of it. What the calendar does not say, the source says."""
    return About(
        title_ko=facts["title"] or source.name,
        category=category_of(facts, source),
        text_ko=_text_of(facts),
        organiser_ko=facts["organiser"] or source.name,
        location_ko=facts["location"],
    )


def _text_of(facts: Facts) -> str:
    """With the address of its page, and no longer than an officer could type it."""
    text, url = facts["text"], facts["url"]
    if not url or url in text:
        return str(text)
    most = TEXT_MOST - len(url) - 2
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return f"{text}\n\n{url}".strip()


def category_of(facts: Facts, source: CalendarSource) -> str:
    """One of ours that it names in Korean or English; else that of the source."""
    named = {name.casefold() for name in facts["categories"]}
    for language in ("ko", "en"):
        with translation.override(language):
            for value, label in Category.choices:
                if {value, str(label).casefold()} & named:
                    return str(value)
    return source.category


def wanted(facts: Facts, source: CalendarSource) -> EventWanted:
    """A new event. It takes no space: that an officer decides."""
    return EventWanted(
        about=about_of(facts, source), span=span_of(facts), is_all_day=facts["is_all_day"]
    )


def merged(
    stands: EventWanted, before: Facts | None, facts: Facts, source: CalendarSource
) -> EventWanted:
    """The event with what changed in the other calendar, and nothing else of it touched.

    Places and programme go with the time; a place that has no room in the new one gets all of it.
    """
    parts = changed(before, facts)
    told = about_of(facts, source)
    about = replace(
        stands.about,
        **{column: getattr(told, column) for part, column in _COLUMNS.items() if part in parts},
    )
    if WHEN not in parts:
        return replace(stands, about=about)
    span = span_of(facts)
    by = span.starts_at - stands.span.starts_at
    return replace(
        stands,
        about=about,
        span=span,
        is_all_day=facts["is_all_day"],
        places=places_within(stands, span),
        programme=tuple(one.later(by) for one in stands.programme),
    )


def is_elsewhere(wanted: EventWanted, stands: EventWanted) -> bool:
    """Would who comes when and where it was announced find nobody?"""
    return (wanted.span, wanted.is_all_day, wanted.places, wanted.about.location_ko) != (
        stands.span,
        stands.is_all_day,
        stands.places,
        stands.about.location_ko,
    )

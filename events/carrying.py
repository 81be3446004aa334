"""What a change of one date means for the other dates of its series: pure.

Only what was changed is carried over. A date that has other hours, another place or a text of its
own keeps all that the change does not speak of.
"""

from dataclasses import fields, replace
from datetime import timedelta

from events.wanted import About, EventWanted, ItemWanted, PlaceWanted
from lib.spans import Span


def carried(one: EventWanted, before: EventWanted, after: EventWanted) -> EventWanted:
    """`one` with what is different `after` from `before`, which both lie on its own day."""
    is_retimed = (after.span, after.is_all_day) != (before.span, before.is_all_day)
    timed = after if is_retimed else one
    is_placed_anew = _where(after) != _where(before)
    return EventWanted(
        about=_told(one.about, before.about, after.about),
        span=timed.span,
        is_all_day=timed.is_all_day,
        places=places_within(after if is_placed_anew else one, timed.span),
        programme=(
            after.programme
            if after.programme != before.programme
            else _programme_within(one, timed.span)
        ),
    )


def retold(one: EventWanted, before: EventWanted, after: EventWanted) -> EventWanted:
    """`one` with the texts alone: of a date whose time is not known."""
    return replace(one, about=_told(one.about, before.about, after.about))


def places_within(wanted: EventWanted, span: Span) -> tuple[PlaceWanted, ...]:
    """Its places in another time: what lasts as long as the event does so there too."""
    by = span.starts_at - wanted.span.starts_at
    return tuple(
        replace(one, span=span if one.span == wanted.span else _clipped(one.span, by, span))
        for one in wanted.places
    )


def _where(wanted: EventWanted) -> set[tuple[object, ...]]:
    """Where it is, whenever that is: the hours of a place count only where it has its own."""
    return {
        (
            one.slug,
            one.setup_minutes,
            one.clearing_minutes,
            None if one.span == wanted.span else one.span,
        )
        for one in wanted.places
    }


def _told(one: About, before: About, after: About) -> About:
    changed = {
        field.name: getattr(after, field.name)
        for field in fields(About)
        if getattr(after, field.name) != getattr(before, field.name)
    }
    return replace(one, **changed)


def _clipped(span: Span, by: timedelta, within: Span) -> Span:
    starts_at = max(span.starts_at + by, within.starts_at)
    ends_at = min(span.ends_at + by, within.ends_at)
    return Span(starts_at, ends_at) if starts_at < ends_at else within


def _programme_within(wanted: EventWanted, span: Span) -> tuple[ItemWanted, ...]:
    """What would lie outside goes along with the beginning."""
    by = span.starts_at - wanted.span.starts_at
    return tuple(
        one
        if span.starts_at <= one.starts_at <= (one.ends_at or one.starts_at) <= span.ends_at
        else one.later(by)
        for one in wanted.programme
    )

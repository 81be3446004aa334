"""Events as they stand, as the plain values that verbs take; what they want, and what they hold."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields

from events.models import Event, EventPlace
from events.wanted import About, EventWanted, ItemWanted, PlaceWanted, wants
from facilities.catalogue import catalogue
from facilities.occupancy import Want

_ITEM = tuple(one.name for one in fields(ItemWanted))


def about_of(event: Event) -> About:
    """What is told of it, in both languages."""
    return About(**{one.name: getattr(event, one.name) or "" for one in fields(About)})


def places_wanted(event: Event) -> tuple[PlaceWanted, ...]:
    """Its places, by time."""
    return tuple(
        PlaceWanted(one.facility.slug, one.span, one.setup_minutes, one.clearing_minutes)
        for one in event.places.select_related("facility").order_by("starts_at", "pk")
    )


def wanted_of(event: Event) -> EventWanted:
    """The event whole: what a form begins with, and what a change is compared with."""
    programme = event.programme.order_by("starts_at", "pk")
    return EventWanted(
        about=about_of(event),
        span=event.span,
        is_all_day=event.is_all_day,
        places=places_wanted(event),
        programme=tuple(
            ItemWanted(**{name: getattr(one, name) for name in _ITEM}) for one in programme
        ),
    )


def is_as_wanted(event: Event, wanted: EventWanted) -> bool:
    """Does it stand as it is wanted? In whatever order its places and programme were typed."""
    return _whole(wanted_of(event)) == _whole(wanted)


def _whole(wanted: EventWanted) -> tuple[object, ...]:
    places, programme = Counter(wanted.places), Counter(wanted.programme)
    return (wanted.about, wanted.span, wanted.is_all_day, places, programme)


def place_wants(events: Iterable[Event]) -> list[Want]:
    """What their places take of the spaces."""
    known = catalogue()
    return [want for event in events for want in wants(places_wanted(event), known)]


def held_by(events: Iterable[Event]) -> list[int]:
    """The occupancies that these events hold."""
    held = EventPlace.objects.filter(event__in=[one.pk for one in events], occupancy__isnull=False)
    return list(held.values_list("occupancy_id", flat=True))

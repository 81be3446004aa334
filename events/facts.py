"""An event as plain facts in the active language: what programs of others read.

The fields are told on the page of all feeds; a field may be added, none is renamed or taken away.
"""

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from events.batches import with_facilities
from events.models import Event, Picture, ProgrammeItem
from events.models.event import EventQuerySet
from events.runs import days_of, runs
from events.shown import shown_event
from lib import formats
from lib.plain_text import plain


class PlaceFacts(TypedDict):
    """Where, and from when until when there."""

    facility: str
    name: str
    starts_at: str
    ends_at: str


class TimeFacts(TypedDict):
    """From when until when, without a day between on which it is not."""

    starts_at: str
    ends_at: str


class ItemFacts(TypedDict):
    """One thing of the programme."""

    starts_at: str
    ends_at: str | None
    title: str
    where: str


class PictureFacts(TypedDict):
    """A picture, and what is to be seen for who does not see it."""

    url: str
    alt: str
    width: int
    height: int


class EventFacts(TypedDict):
    """Moments in ISO 8601 with +09:00; a text that is not there is empty."""

    reference: str
    uid: str
    url: str
    calendar_url: str
    state: str
    mark: str
    reason: str
    title: str
    text: str
    category: str
    category_label: str
    organiser: str
    audience: str
    price: str
    phone: str
    registration_url: str
    starts_at: str
    ends_at: str
    is_all_day: bool
    times: list[TimeFacts]
    first_day: str
    last_day: str
    when: str
    where: str
    moved_from: str | None
    places: list[PlaceFacts]
    programme: list[ItemFacts]
    pictures: list[PictureFacts]
    revision: int
    published_at: str | None
    changed_at: str


def with_all(events: EventQuerySet) -> EventQuerySet:
    """With all that facts tell, in a fixed number of queries."""
    programme = Prefetch("programme", ProgrammeItem.objects.order_by("starts_at", "pk"))
    pictures = Prefetch("pictures", Picture.objects.order_by("pk"))
    return with_facilities(events).prefetch_related(programme, pictures)


def facts_of(event: Event) -> EventFacts:
    """Of an event that came `with_all()`: no query is made here."""
    shown = shown_event(event)
    first, last = days_of(event.span)
    return EventFacts(
        reference=event.reference,
        uid=event.uid,
        url=shown.url,
        calendar_url=_whole("events:event_calendar", event.reference),
        state=event.state,
        mark=shown.mark,
        reason=_text(event.reason),
        title=_text(event.title),
        text=_text(event.text),
        category=event.category,
        category_label=shown.category_label,
        organiser=_text(event.organiser),
        audience=_text(event.audience),
        price=_text(event.price),
        phone=formats.phone(event.phone) if event.phone else "",
        registration_url=event.registration_url,
        starts_at=_moment(event.starts_at),
        ends_at=_moment(event.ends_at),
        is_all_day=event.is_all_day,
        times=[
            TimeFacts(starts_at=_moment(one.starts_at), ends_at=_moment(one.ends_at))
            for one in runs(event)
        ],
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        when=shown.when,
        where=shown.where,
        moved_from=_moment_or_none(event.moved_from),
        places=_places(event),
        programme=_programme(event),
        pictures=_pictures(event),
        revision=event.revision,
        published_at=_moment_or_none(event.published_at),
        changed_at=_moment(event.changed_at),
    )


def _places(event: Event) -> list[PlaceFacts]:
    return [
        PlaceFacts(
            facility=one.facility.slug,
            name=str(one.facility.name),
            starts_at=_moment(one.starts_at),
            ends_at=_moment(one.ends_at),
        )
        for one in event.places.all()
    ]


def _programme(event: Event) -> list[ItemFacts]:
    return [
        ItemFacts(
            starts_at=_moment(one.starts_at),
            ends_at=_moment_or_none(one.ends_at),
            title=_text(one.title),
            where=_text(one.where),
        )
        for one in event.programme.all()
    ]


def _pictures(event: Event) -> list[PictureFacts]:
    return [
        PictureFacts(
            url=_whole("events:picture", one.reference),
            alt=_text(one.alt),
            width=one.width,
            height=one.height,
        )
        for one in event.pictures.all()
    ]


def _whole(name: str, reference: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[reference])}"


def _text(text: str | None) -> str:
    return plain(str(text or ""))


def _moment(at: datetime) -> str:
    return formats.in_seoul(at).isoformat()


def _moment_or_none(at: datetime | None) -> str | None:
    return _moment(at) if at else None

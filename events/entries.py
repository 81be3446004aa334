"""An event as an entry of other people's calendars."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Category, Event
from events.publication import Published
from events.runs import runs
from events.shown import before_of, mark_of, where_of
from facilities.models import Building
from lib import formats, ics
from lib.references import ALPHABET, LENGTH
from lib.spans import Span

# How long a subscriber may wait before asking again. Some wait a day, whatever is said.
REFRESH = timedelta(hours=1)

_ANY_REFERENCE = ALPHABET[0] * LENGTH


@dataclass(frozen=True, slots=True)
class Words:
    """What is the same in all entries of a feed, in the active language: looked up once."""

    before: str
    organiser: str
    audience: str
    fee: str
    free: str
    phone: str
    registration: str
    categories: Mapping[str, str]
    city_hall: str  # with its address, as a map finds it
    page: str  # the address of an event, with the place of its reference

    def page_of(self, event: Event) -> str:
        """Whole, for what leaves the site."""
        return self.page.replace(_ANY_REFERENCE, event.reference)


def words() -> Words:
    """In the active language. One query."""
    building = Building.objects.order_by("pk").first()
    return Words(
        before=_("Announced before for"),
        organiser=_("Organiser"),
        audience=_("For whom"),
        fee=_("Admission"),
        free=_("Free of charge"),
        phone=_("Phone"),
        registration=_("Registration"),
        categories={value: str(label) for value, label in Category.choices},
        city_hall=f"{building.name}, {building.address}" if building else "",
        page=f"{settings.SITE_URL}{reverse('events:event', args=[_ANY_REFERENCE])}",
    )


def entries_of(event: Event, said: Words) -> list[ics.Entry]:
    """One for each of its runs: no calendar shows it on days on which it is not.

    Of an event that came with its places and their facilities: no query is made here.
    """
    whole, spans = entry_of(event, said), runs(event)
    if len(spans) == 1:
        return [whole]
    return [
        replace(
            whole,
            uid=_uid(event, number),
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            location=_location(event, said, span),
        )
        for number, span in enumerate(spans, start=1)
    ]


def _uid(event: Event, number: int) -> str:
    """The first keeps the identity that was given; the others have one of their own beside it."""
    if number == 1:
        return str(event.uid)
    return f"{event.reference}-{number}@{event.uid.rpartition('@')[2]}"


def entry_of(event: Event, said: Words) -> ics.Entry:
    """From its first day to its last. As `entries_of`."""
    return ics.Entry(
        uid=event.uid,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=str(event.title),
        description="\n".join(_told(event, said)),
        location=_location(event, said),
        url=said.page_of(event),
        sequence=event.revision,
        changed_at=event.changed_at,
        cancelled=event.state == Published.CANCELLED,
        postponed=event.state == Published.POSTPONED,
        all_day=event.is_all_day,
        categories=(said.categories.get(event.category, event.category),),
    )


def _location(event: Event, said: Words, on: Span | None = None) -> str:
    where = where_of(event, on)
    if not event.places.all():
        return where  # somewhere else
    return ", ".join(part for part in (where, said.city_hall) if part)


def _told(event: Event, said: Words) -> Iterator[str]:
    """The lines of its description. What changed comes first: that is why somebody looks."""
    mark = mark_of(event)
    if mark:
        yield f"[{mark}] {event.reason or ''}".rstrip()
    if event.moved_from:
        yield f"{said.before}: {before_of(event)}"
    text = str(event.text or "")
    if text:
        yield text
    for label, told in (
        (said.organiser, event.organiser),
        (said.audience, event.audience),
        (said.fee, event.price or said.free),
        (said.phone, formats.phone(event.phone) if event.phone else ""),
        (said.registration, event.registration_url),
    ):
        if told:
            yield f"{label}: {told}"

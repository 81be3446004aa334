"""The page of one event: ready texts, in the active language, and the same for machines."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, EventPlace, Picture, ProgrammeItem
from events.publication import Published
from events.runs import days_of, runs
from events.shown import ShownEvent, is_whole_day, shown_event, when_of, where_of
from facilities.shown import Fact
from lib import formats
from lib.spans import Span

DATES_SHOWN = 12
# What officers write for "it costs nothing", without spaces.
_FREE = {"", "무료", "0원", "무료입장", "입장무료", "전석무료", "free", "freeofcharge", "freeentry"}
TONES = {
    Published.CANCELLED: "danger",
    Published.POSTPONED: "warning",
    Published.DRAFT: "information",
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Where it is, and when there; an address of its page where it has one."""

    name: str
    floor: str
    when: str  # empty: as long as the event
    url: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of the programme."""

    when: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """All of it."""

    shown: ShownEvent
    tone: str  # of its state
    facts: list[Fact]
    places: list[ShownPlace]
    programme: list[ShownItem]
    text: str
    registration_url: str
    pictures: list[Picture]
    dates: list[ShownEvent]  # others of the same series

    @property
    def mail(self) -> str:
        """What stands in a letter that passes it on."""
        lines = (self.shown.title, self.shown.when, self.shown.where, self.shown.url)
        return "\r\n".join(filter(None, lines))


def shown_page(event: Event, dates: list[Event], published: set[str]) -> ShownPage:
    """Of an event that came `with_places()`, with its programme and pictures.

    `dates` are the others of its series, `published` the addresses of facilities with a page.
    """
    shown = shown_event(event)
    return ShownPage(
        shown=shown,
        tone=TONES.get(Published(event.state), "warning" if shown.mark else ""),
        facts=_facts(event, shown),
        places=[_place(one, event, published) for one in event.places.all()],
        programme=[_item(one, event) for one in event.programme.all()],
        text=str(event.text or ""),
        registration_url=event.registration_url if shown.takes_place else "",
        pictures=list(event.pictures.all()),
        dates=[shown_event(one) for one in dates],
    )


def _facts(event: Event, shown: ShownEvent) -> list[Fact]:
    facts = [
        Fact(pgettext("of an event", "When"), shown.when),
        Fact(_("Kind of event"), shown.category_label),
        Fact(_("For whom"), str(event.audience or _("everyone"))),
        Fact(_("Admission"), str(event.price or _("free of charge"))),
        Fact(_("Organiser"), shown.organiser),
    ]
    if event.location:
        facts.insert(1, Fact(_("Where"), str(event.location)))
    if event.phone:
        facts.append(Fact(_("Questions"), formats.phone(event.phone), f"tel:{event.phone}"))
    return [fact for fact in facts if fact.value]


def _place(place: EventPlace, event: Event, published: set[str]) -> ShownPlace:
    slug = place.facility.slug
    floors = dict.fromkeys(str(space.floor) for space in place.facility.spaces.all())
    return ShownPlace(
        name=str(place.facility.name),
        floor=", ".join(floors),
        when="" if place.span == event.span else formats.period(place.span),
        url=reverse("facilities:facility", args=[slug]) if slug in published else "",
    )


def _item(item: ProgrammeItem, event: Event) -> ShownItem:
    """With its day, where the event has several."""
    first, last = days_of(event.span)
    if item.ends_at:
        span = Span(item.starts_at, item.ends_at)
        when = formats.times(span) if first == last else when_of(span, is_all_day=False)
    else:
        is_short = first == last
        when = (formats.clock_time if is_short else formats.moment)(
            formats.in_seoul(item.starts_at)
        )
    return ShownItem(when, str(item.title), str(item.where or ""))


_STATUS = {
    Published.CANCELLED: "EventCancelled",
    Published.POSTPONED: "EventPostponed",
}


def json_ld(page: ShownPage, event: Event) -> SafeString:
    """The event as schema.org says it, for search engines: a block of data, no script.

    Of one with days between, each run of days is an event, as search engines want it. `<`, `>` and
    `&` are written as escapes, so that no text can end the block.
    """
    spans = runs(event)
    told = [_told(page, event, span) for span in spans]
    if event.moved_from:  # it says when the first run was to begin
        told[0]["previousStartDate"] = _previous(event.moved_from)
        told[0]["eventStatus"] = _status(event, "EventRescheduled")
    text = json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1)
    for sign, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(sign, escape)
    return mark_safe(text)  # noqa: S308  (nothing in it can end the block)


def _told(page: ShownPage, event: Event, span: Span) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.shown.bare_title,
        "startDate": _iso(span.starts_at, event),
        "endDate": _end_date(span, event),
        "eventStatus": _status(event, "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": page.shown.url,
        "location": _location(event, span),
        "organizer": {"@type": "Organization", "name": page.shown.organiser},
        "isAccessibleForFree": _is_free(str(event.price or "")),
    }
    if page.text:
        told["description"] = page.text
    if page.pictures:
        told["image"] = [
            f"{settings.SITE_URL}{reverse('events:picture', args=[one.reference])}"
            for one in page.pictures
        ]
    return told


def _status(event: Event, usual: str) -> str:
    return f"https://schema.org/{_STATUS.get(Published(event.state), usual)}"


def _iso(at: datetime, event: Event) -> str:
    seoul = formats.in_seoul(at)
    return seoul.date().isoformat() if event.is_all_day else seoul.isoformat()


def _end_date(span: Span, event: Event) -> str:
    """An end that is a date is meant with that day."""
    return days_of(span)[1].isoformat() if event.is_all_day else _iso(span.ends_at, event)


def _previous(moved_from: datetime) -> str:
    """In the shape of then, whatever it is now."""
    seoul = formats.in_seoul(moved_from)
    return seoul.date().isoformat() if is_whole_day(seoul) else seoul.isoformat()


def _is_free(price: str) -> bool:
    """Nothing was written, or that it costs nothing."""
    return "".join(price.casefold().split()).rstrip(".!") in _FREE


def _location(event: Event, span: Span) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Place", "name": where_of(event, span)}
    for place in event.places.all():
        for space in place.facility.spaces.all():
            building = space.building
            told["address"] = str(building.address)
            told["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": str(building.latitude),
                "longitude": str(building.longitude),
            }
            return told
    return told

"""Many announced events at once, as rows: for what must not grow with their number."""

from datetime import date, timedelta

from events.finding import days as days_between
from events.models import Category, Event, EventPlace
from events.publication import Published
from facilities.models import Facility
from lib import clock
from lib.references import new_reference
from lib.spans import Span
from tests.events.samples import SATURDAY
from tests.places import at_seoul


def many(number: int, *, first: Span | None = None, days: int = 28) -> list[Event]:
    """So many, two hours each, spread over so many days; each at one place, holding nothing."""
    starts_at = first.starts_at if first else at_seoul(SATURDAY.replace(day=1), "09:00")
    categories = Category.values
    events = []
    for place in range(number):
        reference, begins = (
            new_reference(),
            starts_at + timedelta(days=place % days, minutes=15 * (place % 40)),
        )
        events.append(
            Event(
                reference=reference,
                uid=f"{reference}@sarangbang",
                state=Published.PUBLISHED,
                published_at=clock.now(),
                category=categories[place % len(categories)],
                title_ko=f"여수동 마을 행사 {place}",
                title_en=f"Neighbourhood event {place}",
                organiser_ko="여수동 마을모임(예시)",
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                revision=1,
            )
        )
    made = Event.objects.bulk_create(events)
    facilities = list(Facility.objects.order_by("pk"))
    EventPlace.objects.bulk_create(
        EventPlace(
            event=event,
            facility=facilities[place % len(facilities)],
            starts_at=event.starts_at,
            ends_at=event.ends_at,
        )
        for place, event in enumerate(made)
    )
    return list(made)


def lasting(number: int, first: date, days: int = 40) -> list[Event]:
    """So many announced exhibitions in the lobby, each on from that day for so many days."""
    span = days_between(first, first + timedelta(days=days - 1))
    references = [new_reference() for _number in range(number)]
    return list(
        Event.objects.bulk_create(
            Event(
                reference=reference,
                uid=f"{reference}@sarangbang",
                state=Published.PUBLISHED,
                published_at=clock.now(),
                category=Category.EXHIBITION,
                title_ko=f"성남 사진전 {place}",
                title_en=f"Photographs {place}",
                location_ko="로비",
                location_en="Lobby",
                starts_at=span.starts_at,
                ends_at=span.ends_at,
                is_all_day=True,
                revision=1,
            )
            for place, reference in enumerate(references)
        )
    )

"""Many announced events at once, as rows: for what must not grow with their number."""

from datetime import timedelta

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

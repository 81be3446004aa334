"""What every page of one event for its officers shows: what it is, what can be done with it."""

from typing import Any

from events.models import Event
from events.publication import Published, may_become
from events.shown import shown_event
from events.staff_shown import ShownStep, record_of, tone_of
from lib import clock


def context_of(event: Event) -> dict[str, Any]:
    """Of an event that came `with_places()` and its booking."""
    return {
        "event": event,
        "shown": shown_event(event),
        "state": str(event.get_state_display()),
        "tone": tone_of(event),
        "application": _application_of(event),
        "steps": _steps(event),
        "record": record_of(event),
        "pictures": list(event.pictures.all()),
    }


def news_since(event: Event, seen: int) -> list[ShownStep]:
    """The lines of the record that are newer than the revision that a page showed."""
    newer = event.revision - seen
    return record_of(event)[:newer] if 0 <= seen < event.revision else []


def _application_of(event: Event) -> str:
    """The reference of the application on which it stands."""
    booking = getattr(event, "booking", None)
    return str(booking.reference) if booking else ""


def _steps(event: Event) -> set[str]:
    """Which steps may be taken from where it is: by the name of their page."""
    is_over = event.ends_at <= clock.now()
    steps = {"cancel"} if may_become(event.state, Published.CANCELLED) else set()
    if is_over:
        return steps if event.state == Published.DRAFT else set()
    if may_become(event.state, Published.PUBLISHED):
        steps.add("publish")
    if may_become(event.state, Published.POSTPONED) and not event.is_of_booking:
        steps.add("postpone")
    return steps

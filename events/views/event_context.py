"""What every page of one event for its officers shows: what it is, what can be done with it."""

from typing import Any

from events import rules
from events.models import Event
from events.publication import Published, may_become, may_still_become
from events.shown import shown_event
from events.staff_shown import record_of, tone_of
from lib import clock
from lib.refusal import Refusal


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


def since(event: Event, seen: int | None, refusal: Refusal | None = None) -> dict[str, Any]:
    """What is new since somebody began to type, and what their next press is judged by.

    `seen`: the revision that their page showed; None: they begin now. It goes on being theirs,
    whatever the page is shown again for, until they were refused and told of what is new.
    """
    if seen is None:
        return {"seen": event.revision, "news": []}
    newer = event.revision - seen
    is_told = refusal is not None and refusal.code == rules.event_changed_meanwhile().code
    return {
        "seen": event.revision if is_told else seen,
        "news": record_of(event)[:newer] if 0 <= seen < event.revision else [],
    }


def _application_of(event: Event) -> str:
    """The reference of the application on which it stands."""
    booking = getattr(event, "booking", None)
    return str(booking.reference) if booking else ""


def _steps(event: Event) -> set[str]:
    """Which steps may be taken from where it is: by the name of their page."""
    steps = {"cancel"} if may_become(event.state, Published.CANCELLED) else set()
    if event.ends_at <= clock.now():
        return steps if may_still_become(event.state, Published.CANCELLED) else set()
    if may_become(event.state, Published.PUBLISHED):
        steps.add("publish")
    if may_become(event.state, Published.POSTPONED) and not event.is_of_booking:
        steps.add("postpone")
    return steps

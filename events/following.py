"""The verbs of events that stand on a booking: announced from it, and moved with it.

The booking holds the spaces and is the truth of when and where. Whoever changes it lets the event
follow in the same transaction, so that the calendar never disagrees with the rooms.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from events import writing
from events.as_it_stands import about_of, places_wanted, wanted_of
from events.models import Event
from events.moved_programme import moved_programme
from events.publication import Published
from events.publishing import announce, is_ready
from events.runs import runs
from events.wanted import About, EventWanted, PlaceWanted
from events.wording import carried_over
from facilities.catalogue import catalogue
from lib.spans import Span

CALLED_OFF = gettext_noop("The organiser called it off, or the city closed the place.")
NOT_PUBLIC = gettext_noop("It does not take place as a public event.")
MOVED = gettext_noop("Its organiser changed the time or the place, and the city approved it.")


def announce_booking(by: User, about: About, places: Sequence[PlaceWanted], now: datetime) -> Event:
    """Publish what a booking is for, where and when its visits are. Raises `Refused`.

    Within the transaction of the verb that holds the booking.
    """
    is_ready(about, has_place=bool(places))
    event = writing.new_event(EventWanted(about, _whole(places)), now)
    event.is_of_booking = True
    event.save()
    writing.write_places(event, places, [None] * len(places), catalogue())
    announce(by, event, now)
    return event


def follow(event_id: int, places: Sequence[PlaceWanted], now: datetime) -> None:
    """Bring the event to where and when the booking's visits are; none: it is cancelled.

    Within the verb's transaction, after it has written the visits.
    """
    event = _locked(Q(pk=event_id))[0]
    if event.state == Published.CANCELLED:
        return
    if not places:
        event.state = Published.CANCELLED
        _tell_why(event, Published.CANCELLED.value, CALLED_OFF, now)
        return
    if sorted(places, key=repr) == sorted(places_wanted(event), key=repr):
        return
    before, items, whole = runs(event), wanted_of(event).programme, _whole(places)
    writing.remember_when(event, whole.starts_at)
    event.starts_at, event.ends_at = whole.starts_at, whole.ends_at
    writing.write_places(event, places, [None] * len(places), catalogue())
    _tell_why(event, "moved", MOVED, now)
    programme = moved_programme(items, before, runs(event))
    if programme != items:
        writing.write_programme(event, programme)
    fell_out = Counter(one.title_ko for one in items) - Counter(one.title_ko for one in programme)
    if fell_out:
        titles = ", ".join(fell_out.elements())
        writing.record(event, None, "items_fell_out", now, titles[:300])


def retell(by: User, event_id: int, before: About, after: About, now: datetime) -> None:
    """Say what the booking says now, where the event still has what it said before.

    Within the verb's transaction.
    """
    event = _locked(Q(pk=event_id))[0]
    said = carried_over(event, before, after)
    if event.state == Published.CANCELLED or not said:
        return
    for name, words in said.items():
        setattr(event, name, words)
    writing.note(event, by, "edited", now)


def take_back(
    by: User, event_id: int, earlier: Collection[str], bare: About, now: datetime
) -> bool:
    """Say no more of the event than `bare`, in words and pictures, and cancel it.

    `earlier`: references of those that stood there before it. Within the verb's transaction.
    False: nothing more was said of any of them.
    """
    taken_back = False
    for event in _locked(Q(pk=event_id) | Q(reference__in=earlier)):
        if event.state == Published.CANCELLED and about_of(event) == bare:
            continue
        for name, words in asdict(bare).items():
            setattr(event, name, words)
        writing.write_programme(event, ())
        event.pictures.clear()  # the files of those that nobody shows are tidied
        event.state = Published.CANCELLED
        _tell_why(event, "taken_back", NOT_PUBLIC, now, by)
        taken_back = True
    return taken_back


def _locked(chosen: Q) -> list[Event]:
    rows = Event.objects.filter(chosen).select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("pk"))


def _whole(places: Sequence[PlaceWanted]) -> Span:
    return Span(min(one.span.starts_at for one in places), max(one.span.ends_at for one in places))


def _tell_why(event: Event, what: str, reason: str, now: datetime, by: User | None = None) -> None:
    """In Korean and in English."""
    told = {}
    for language in ("ko", "en"):
        with translation.override(language):
            told[language] = gettext(reason)
    writing.give_reason(event, told["ko"], told["en"])
    writing.note(event, by, what, now, told["ko"])

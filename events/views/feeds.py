"""Calendars to subscribe to: all events, one event, when a room is taken."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.batches import batches, in_feeds, with_facilities
from events.busy import busy_of, busy_pieces
from events.entries import REFRESH, entries_of, words
from events.finding import Wish
from events.models import Event
from events.stamps import stamp_of
from events.wishes import title_of, wish_of
from facilities.catalogue import catalogue
from lib import ics
from lib.conditional import answer
from lib.refusal import Refusal, Refused

CALENDAR = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The events, of a kind or at a place; who has them already does not make us read them."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    stamp = stamp_of(in_feeds(wish), "feed", wish)
    return answer(
        request,
        lambda: feed_pieces(wish),
        content_type=CALENDAR,
        etag=stamp.etag,
        changed_at=stamp.changed_at,
    )


@require_safe
def event_calendar(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One event as a file; it is read after its stamp, so that nothing old gets a newer one."""
    announced = Event.objects.announced().filter(reference=reference)
    stamp = stamp_of(announced, "file")
    if stamp.changed_at is None:  # of no event
        raise Http404
    response = answer(
        request,
        lambda: pieces_of(get_object_or_404(with_facilities(announced))),
        content_type=CALENDAR,
        etag=stamp.etag,
        changed_at=stamp.changed_at,
    )
    response["Content-Disposition"] = f'attachment; filename="{reference}.ics"'
    return response


@require_safe
def busy(request: HttpRequest, slug: str) -> HttpResponseBase:
    """When a room is taken, from today on; nobody is told when somebody booked."""
    known = catalogue()
    listing = known.listing(slug)
    if listing is None:
        raise Http404
    found = busy_of(known, listing)
    return answer(
        request,
        lambda: busy_pieces(found),
        content_type=CALENDAR,
        etag=found.etag,
        changed_at=None,
    )


def feed_pieces(wish: Wish) -> Iterator[bytes]:
    """The calendar of what is wished for, entry by entry, in the active language."""
    said = words()
    events = (event for some in batches(in_feeds(wish)) for event in some)
    entries = (entry for event in events for entry in entries_of(event, said))
    language = get_language() or "ko"
    return ics.written(entries, name=title_of(wish), language=language, refresh=REFRESH)


def pieces_of(event: Event) -> Iterator[bytes]:
    """The calendar of one event."""
    entries = entries_of(event, words())
    return ics.written(entries, name=str(event.title), language=get_language() or "ko")


def told(refusal: Refusal) -> HttpResponse:
    """A refusal to a program, which shows it as it is or to nobody."""
    text = f"{refusal.message} {refusal.next_step}\n"
    return HttpResponse(text, status=refusal.status, content_type=PLAIN)

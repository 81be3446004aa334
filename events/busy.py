"""When a room is taken, for everybody: never by whom, nor what for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.entries import REFRESH
from events.finding import days
from facilities.catalogue import Catalogue, Listing
from facilities.occupancy import taken_quarters, taken_stamp
from lib import clock, ics
from lib.conditional import etag_of
from lib.release import release
from lib.spans import QUARTER, Span

AHEAD = timedelta(days=3 * 366)
# An entry is never changed: another block of time is another entry. So it has one stamp for ever,
# and its bytes do not tell when somebody booked.
WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Busy:
    """What a room's calendar is made of: the room, the time from today on, and its small figure."""

    listing: Listing
    span: Span
    etag: str


def busy_of(known: Catalogue, listing: Listing) -> Busy:
    """From today's midnight on. One small read."""
    today = clock.today()
    span = days(today, today + AHEAD)
    taken = taken_stamp(listing.space_ids, span, clock.now())
    asked = (listing.facility.slug, today, get_language(), settings.SITE_URL)
    return Busy(listing, span, etag_of("busy", known.stamps, taken, release(), *asked))


def blocks(listing: Listing, span: Span) -> Iterator[Span]:
    """When any of its spaces is taken, holds and set-up included; what touches is one block."""
    taken = taken_quarters(listing.space_ids, span, clock.now())
    begin = end = span.starts_at
    for starts_at in sorted({quarter for _space, quarter in taken if quarter >= begin}):
        if starts_at > end:
            if end > begin:
                yield Span(begin, end)
            begin = starts_at
        end = starts_at + QUARTER
    if end > begin:
        yield Span(begin, end)


def busy_pieces(busy: Busy) -> Iterator[bytes]:
    """Its calendar, in the active language."""
    facility = busy.listing.facility
    name, language = str(facility.name), get_language() or "ko"
    summary = _("%(room)s: in use") % {"room": name}
    url = f"{settings.SITE_URL}{reverse('facilities:facility', args=[facility.slug])}"
    entries = (
        ics.Entry(
            uid=_uid(facility.slug, block),
            starts_at=block.starts_at,
            ends_at=block.ends_at,
            summary=summary,
            description="",
            location=name,
            url=url,
            sequence=0,
            changed_at=WRITTEN_AT,
        )
        for block in blocks(busy.listing, busy.span)
    )
    return ics.written(entries, name=summary, language=language, refresh=REFRESH)


def _uid(slug: str, block: Span) -> str:
    """The same for the same block, and it tells nothing."""
    what = f"{slug} {block.starts_at.astimezone(UTC):%Y%m%dT%H%M} {block.minutes}"
    digest = salted_hmac("events.busy", what, algorithm="sha256").hexdigest()
    return f"{digest[:32]}@sarangbang"

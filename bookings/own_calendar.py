"""A person's own bookings as a calendar that is subscribed to."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.calendars import entries_of
from bookings.decision import Decided
from bookings.facts import facts_of
from bookings.models import Booking, Record, Visit
from bookings.models.booking import BookingQuerySet
from facilities.catalogue import catalogue
from lib import clock, ics
from lib.conditional import etag_of
from lib.release import release

KEPT = timedelta(days=366)
REFRESH = timedelta(hours=1)
AT_A_TIME = 100


def in_calendar(person: User) -> BookingQuerySet:
    """What stands, and what stood and does not any more: of the last year and to come."""
    today = clock.seoul(clock.today(), datetime.min.time())
    recent = Visit.objects.filter(booking=OuterRef("pk"), ends_at__gt=today - KEPT)
    approved = Record.objects.filter(
        booking=OuterRef("pk"), what__startswith="approved"
    )  # also in part
    lapsed = Q(state=Decided.LAPSED) & Q(Exists(approved))
    stood = Q(state__in=(Decided.APPROVED, Decided.CANCELLED)) | lapsed
    return Booking.objects.of(person).filter(stood, Exists(recent))


def stamp_of(person: User) -> tuple[str, datetime | None]:
    """An ETag that moves whenever the calendar would say something else, and the last change."""
    figures = in_calendar(person).aggregate(
        number=Count("pk"),
        newest=Max("pk"),
        revisions=Sum("revision"),
        told=Count("pk", filter=~Q(purpose="")),  # what was typed is forgotten after a year
        changed_at=Max("changed_at"),
    )
    depends = (person.pk, catalogue().stamps, get_language(), settings.SITE_URL, release())
    etag = etag_of("own", *(figures[name] for name in sorted(figures)), *depends)
    return etag, figures["changed_at"]


def own_pieces(person: User) -> Iterator[bytes]:
    """The calendar, in the active language."""
    return ics.written(
        _entries(person),
        name=_("My bookings at Seongnam City Hall"),
        language=get_language() or "ko",
        refresh=REFRESH,
    )


def _entries(person: User) -> Iterator[ics.Entry]:
    language = get_language() or "ko"
    bookings = in_calendar(person).with_visits().order_by("pk")
    for booking in bookings.iterator(chunk_size=AT_A_TIME):
        facts = facts_of(booking, list(booking.visits.all()), language)
        yield from entries_of(facts, cancelled=booking.state != Decided.APPROVED)

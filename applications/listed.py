"""The public list of what is applied for: what, where, when and how it stands; never who.

Only of facilities whose policy says so, and without the title: a title may name somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from applications.allowances import character_of
from applications.asking import Asking
from applications.models import Application
from applications.progress import (
    STANDING,
    TONES,
    UNDECIDED_YET,
    Progress,
    Standing,
    standing_of,
)
from bookings.attendance import Attended
from bookings.models import Booking, Visit
from facilities.catalogue import Catalogue
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """One place and time."""

    facility: str
    when: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One application, as anybody may see it."""

    received: str
    kind: str
    people: str
    state: str
    tone: str
    visits: list[ListedVisit]
    more: int  # visits that are not shown


SHOWN_VISITS = 5
# Who pays, and who cancelled, is between the person and City Hall.
AS_TOLD: dict[Progress, Progress] = {
    Progress.ASKED: Progress.REVIEWING,
    Progress.UNPAID: Progress.APPROVED,
    Progress.CLOSED: Progress.CANCELLED,
}


def listed(known: Catalogue, month: date | None = None, slug: str = "") -> QuerySet[Application]:
    """The first versions of what is listed, the latest first; of a month, of a facility."""
    # By the facilities that were ever listed: one walk along the visits' own index.
    facilities = [
        one.facility.pk
        for one in known.listings
        if any(policy.is_listed for policy in one.policies) and slug in ("", one.facility.slug)
    ]
    visits = Visit.objects.filter(facility_id__in=facilities, policy__is_listed=True)
    if month:
        visits = visits.filter(starts_at__lt=_next(month), ends_at__gt=_midnight(month))
    rows = Application.objects.filter(number=1, booking__in=visits.values("booking"))
    # By the row's number: it counts up as they are received, and needs no index of its own.
    return rows.order_by("-pk")


def with_facts(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With all that a row shows, in a fixed number of queries."""
    versions = Application.objects.select_related("charge", "permit").order_by("number")
    bookings = Booking.objects.with_visits().prefetch_related(
        Prefetch("applications", versions), "records"
    )
    return applications.prefetch_related(Prefetch("booking", bookings))


def _midnight(day: date) -> datetime:
    return clock.seoul(day, time.min)


def _next(month: date) -> datetime:
    return _midnight(date(month.year + month.month // 12, month.month % 12 + 1, 1))


def shown_listed(application: Application, now: datetime) -> Listed:
    """In the active language."""
    booking = application.booking
    stands = standing_of(booking, now)
    visits = _visits(booking, stands)
    details = Asking.from_json(stands.told.asked).details if stands.told.asked else None
    progress = AS_TOLD.get(stands.progress, stands.progress)
    return Listed(
        received=formats.day(application.received_at),
        kind=capfirst(character_of(details)) if details else "",
        people=_("about %(number)s a day") % {"number": f"{details.people_day:,}"}
        if details
        else "",
        state=str(_word(progress)),
        tone=TONES.get(progress, "gray"),
        visits=visits[:SHOWN_VISITS],
        more=max(0, len(visits) - SHOWN_VISITS),
    )


def _word(progress: Progress) -> str:
    if progress in {Progress.UNDECIDED, Progress.NOT_PAID}:
        return _("Lapsed")
    return str(progress.label)


def _visits(booking: Booking, stands: Standing) -> list[ListedVisit]:
    """Those of listed facilities that the version asks for; what was approved, once it is."""
    rows = [visit for visit in booking.visits.all() if visit.policy.is_listed]
    chosen = _chosen(rows, stands)
    chosen.sort(key=lambda one: (one.starts_at, one.facility.slug))
    return [ListedVisit(str(one.facility.name), formats.period(one.span)) for one in chosen]


def _chosen(rows: Sequence[Visit], stands: Standing) -> list[Visit]:
    """The rows that the told version is about: each once, earlier versions' left out."""
    if stands.progress in STANDING | UNDECIDED_YET or not stands.told.asked:
        standing = [one for one in rows if one.attendance != Attended.CANCELLED]
        return standing or list(rows)
    asked = Asking.from_json(stands.told.asked).visits
    wanted = {(one.slug, one.span) for one in asked}
    by_key = {(one.facility.slug, one.span): one for one in rows}
    return [row for key, row in by_key.items() if key in wanted]

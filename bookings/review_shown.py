"""What waits for an officer: bookings handed in, and absences that may be waived."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bookings.absences import COUNTED_FOR
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.desk_shown import name_of
from bookings.models import Booking, Visit
from bookings.queue_shown import party_in_words
from facilities.models import Facility
from facilities.shown import Fact
from lib import formats

LONGEST_VISIT = timedelta(days=31)  # of any policy


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A booking that was handed in."""

    reference: str
    title: str
    when: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """A visit to which nobody came."""

    reference: str
    number: int
    title: str
    when: str
    name: str
    group: str
    party: str
    absent_from: str


def handed_in() -> QuerySet[Booking]:
    """What is to be decided; what begins the soonest first, because then it lapses."""
    visits = Visit.objects.select_related("facility").order_by("number")
    waiting = Booking.objects.filter(state=Decided.SUBMITTED, is_application=False).alias(
        first=Min("visits__starts_at")
    )
    return (
        waiting.select_related("contact")
        .prefetch_related(Prefetch("visits", visits))
        .order_by("first", "pk")
    )


def absences(now: datetime) -> QuerySet[Visit]:
    """Who did not come and is not excused, noted or not, while it may count; the latest first.

    An absence lies within its visit: its start is bounded too, which the index of the day needs.
    """
    since = now - COUNTED_FOR
    missed = Q(attendance=Attended.ABSENT) | Q(attendance=Attended.EXPECTED)
    visits = Visit.objects.filter(
        missed,
        facility__in=Facility.objects.order_by().values("pk"),
        starts_at__gt=since - LONGEST_VISIT,
        starts_at__lte=now,
        absent_at__gt=since,
        absent_at__lte=now,
        waived_at=None,
        booking__state=Decided.APPROVED,
    )
    return visits.select_related("facility", "booking__contact").order_by("-absent_at", "-pk")


def shown_request(booking: Booking) -> ShownRequest:
    """In the active language. No query: comes with visits, facilities and contact."""
    visits = list(booking.visits.all())
    facts = [
        Fact(_("Party"), ", ".join(dict.fromkeys(party_in_words(one.party) for one in visits))),
        Fact(_("What for"), booking.purpose),
        Fact(_("Group"), booking.group_name),
        Fact(_("Name"), name_of(booking)),
        Fact(_("Handed in"), formats.moment(booking.created_at)),
    ]
    return ShownRequest(
        reference=booking.reference,
        title=", ".join(dict.fromkeys(str(one.facility.name) for one in visits)),
        when=", ".join(formats.period(one.span) for one in visits),
        facts=tuple(fact for fact in facts if fact.value),
    )


def shown_absence(visit: Visit) -> ShownAbsence:
    """In the active language. No query: comes with facility, booking and contact."""
    return ShownAbsence(
        reference=visit.booking.reference,
        number=visit.number,
        title=str(visit.facility.name),
        when=formats.period(visit.span),
        name=name_of(visit.booking),
        group=visit.booking.group_name,
        party=party_in_words(visit.party),
        absent_from=formats.moment(visit.absent_at) if visit.absent_at else "",
    )

"""The queues for rooms: which are one, who stands in them, and how far reaches what is let go.

Facilities on the same spaces have one queue between them: what one of them gives back, another may
have been waiting for.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q

from bookings.models import Wait
from bookings.queueing import IN_THE_QUEUE, Waited
from facilities import occupancy
from facilities.catalogue import Catalogue, Listing
from facilities.models import Facility
from facilities.occupancy import Want
from lib import clock
from lib.spans import Span


def on_the_same_spaces(known: Catalogue, facility_id: int) -> list[Listing]:
    """The facilities that cannot be used while this one is, itself included."""
    own = known.listing_of(facility_id)
    mine = set(own.space_ids) if own else set()
    return [item for item in known.listings if mine & set(item.space_ids)]


def lock_room_queues(known: Catalogue, facility_ids: Collection[int]) -> None:
    """Lock the queues of these facilities: nobody else joins, moves or settles them.

    Before anything of them is read or given back, and all of a verb at once, in one order: who
    held spaces already while waiting here could wait for somebody who waits for those spaces.
    """
    ids = set(facility_ids)
    for facility_id in facility_ids:
        ids |= {listing.facility.pk for listing in on_the_same_spaces(known, facility_id)}
    rows = Facility.objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def within_reach(listings: Sequence[Listing], span: Span, now: datetime) -> Span:
    """The time that is touched when the span is settled.

    As far around as set-up and clearing reach, and over all that has run out in it: a hold that
    begins in the span is given back whole, and somebody may wait for the rest of it. And so on
    with the times of those who wait: what has run out there stands in their way.
    """
    policies = [policy for item in listings if (policy := item.policy_on(clock.today()))]
    around = timedelta(
        minutes=max((policy.setup_minutes for policy in policies), default=0)
        + max((policy.clearing_minutes for policy in policies), default=0)
    )
    space_ids = tuple(sorted({space_id for item in listings for space_id in item.space_ids}))
    waits = Wait.objects.filter(state=Waited.WAITING)
    while True:
        met = Want(space_ids, span.widened(before=around, after=around))
        reach = occupancy.over_what_ran_out(met, now).widened(before=around, after=around)
        here = waits.filter(across([item.facility.pk for item in listings], reach))
        times = here.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        span = Span(
            min(times["first"] or reach.starts_at, reach.starts_at),
            max(times["last"] or reach.ends_at, reach.ends_at),
        )
        if span == reach:
            return reach


def across(facility_ids: Collection[int], span: Span) -> Q:
    """Waits and offers for these rooms at a time that meets the span."""
    of_these = Q(facility_id__in=facility_ids, session=None)
    return of_these & Q(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)


def has_room_queue(known: Catalogue, facility_id: int, span: Span, now: datetime) -> bool:
    """Does anybody wait for what the span touches, or hold an offer of it?"""
    listings = on_the_same_spaces(known, facility_id)
    ids = [listing.facility.pk for listing in listings]
    queue = Wait.objects.filter(facility_id__in=ids, session=None, state__in=IN_THE_QUEUE)
    if not queue.exists():  # nearly always
        return False
    return queue.filter(across(ids, within_reach(listings, span, now))).exists()

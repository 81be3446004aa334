"""What holds of sessions, queues and offers at every moment, whatever was done before."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise

from bookings.attendance import Attended
from bookings.models import Booking, Offer, Visit, Wait
from bookings.queueing import Offered, Waited
from facilities import availability
from facilities.catalogue import catalogue
from facilities.models import Allocation, Closure, Facility, Session, Slot
from lib import clock
from lib.spans import Span, quarters
from notices.models import Notice

HERE = (Attended.EXPECTED, Attended.ARRIVED)


def all_is_well(now: datetime, offers_before: int) -> None:
    """Check everything; `offers_before` is the last offer's id before the step."""
    sessions = list(Session.objects.all())
    visits = list(Visit.objects.select_related("booking", "allocation"))
    offers = list(Offer.objects.select_related("allocation", "wait", "session"))
    waits = list(Wait.objects.filter(state=Waited.WAITING).order_by("rank", "pk"))
    new = [offer for offer in offers if offer.pk > offers_before and offer.wait]
    what_is_taken_was_given(sessions, visits, offers)
    nobody_who_was_told_yes_is_missing(visits, offers, now)
    no_limit_is_broken(visits)
    no_two_meet_on_one_space(sessions, visits, now)
    nobody_waits_for_what_is_free(sessions, waits, now)
    nobody_was_overtaken(sessions, waits, new)
    no_room_was_overtaken(waits, new, now)
    every_letter_was_written_once()


def what_is_taken_was_given(
    sessions: list[Session], visits: list[Visit], offers: list[Offer]
) -> None:
    """Taken = the allocations = the places of live visits and open offers: each has a holder."""
    given: defaultdict[tuple[int, bool], int] = defaultdict(int)
    held: defaultdict[tuple[int, bool], int] = defaultdict(int)
    holders: list[Visit | Offer] = [one for one in visits if one.attendance in HERE]
    holders += [one for one in offers if one.state == Offered.OPEN]
    for holder in holders:
        if holder.allocation:
            assert holder.places == holder.allocation.places  # nobody is split
            assert holder.session_id == holder.allocation.session_id
            held[holder.allocation.session_id, holder.allocation.is_at_door] += holder.places
    for one in Allocation.objects.all():
        given[one.session_id, one.is_at_door] += one.places
    for session in sessions:
        assert session.taken == given[session.pk, False] == held[session.pk, False]
        assert session.door_taken == given[session.pk, True] == held[session.pk, True]
        assert session.taken <= session.places
        assert session.door_taken <= session.door_places


def nobody_who_was_told_yes_is_missing(
    visits: list[Visit], offers: list[Offer], now: datetime
) -> None:
    """Who may still come, or is here, has the place; who may still accept has it held."""
    for visit in visits:
        is_awaited = visit.attendance == Attended.EXPECTED and (
            visit.absent_at is None or visit.absent_at > now
        )
        is_here = visit.attendance == Attended.ARRIVED
        if visit.session_id and (is_awaited or is_here):
            assert visit.allocation, visit
            assert visit.allocation.expires_at in {None, visit.absent_at}
        elif is_awaited and visit.ends_at > now:
            assert visit.occupancy_id, visit
        if visit.attendance in {Attended.CANCELLED, Attended.ABSENT}:
            assert visit.allocation_id is visit.occupancy_id is None
    for offer in offers:
        if offer.is_open(now):
            assert offer.allocation or offer.occupancy_id
            assert not (offer.session and offer.session.cancelled_at)
        if offer.state == Offered.OPEN and offer.session:
            assert offer.allocation  # what is swept has lapsed
        if offer.state != Offered.OPEN:
            assert offer.allocation_id is offer.occupancy_id is None


def no_limit_is_broken(visits: list[Visit]) -> None:
    """One session a day for everybody."""
    days = Counter(
        (visit.booking.person_id, visit.starts_at.astimezone(clock.SEOUL).date())
        for visit in visits
        if visit.session_id and visit.booking.person_id and visit.attendance != Attended.CANCELLED
    )
    assert set(days.values()) <= {1}


def no_two_meet_on_one_space(sessions: list[Session], visits: list[Visit], now: datetime) -> None:
    """Sessions, visits to rooms, what is held of rooms and what is closed, where they share one."""
    rooms = Offer.objects.filter(state=Offered.OPEN, session=None)
    there = [(one.facility_id, one.span) for one in sessions if one.cancelled_at is None]
    there += [
        (visit.facility_id, visit.span)
        for visit in visits
        if visit.occupancy_id and visit.attendance == Attended.EXPECTED
    ]
    there += [(offer.facility_id, offer.span) for offer in rooms if offer.is_open(now)]
    there += [(one.facility_id, Span(one.starts_at, one.ends_at)) for one in Closure.objects.all()]
    on_space: defaultdict[int, list[Span]] = defaultdict(list)
    spaces = Facility.spaces.through.objects.values_list("facility_id", "space_id")
    for facility_id, space_id in spaces:
        on_space[space_id] += [
            when for which, when in there if which == facility_id and when.starts_at > now
        ]
    for spans in on_space.values():
        assert not any(one.overlaps(other) for one, other in pairwise(sorted(spans)))


def nobody_waits_for_what_is_free(
    sessions: list[Session], waits: list[Wait], now: datetime
) -> None:
    """Free places are there for who comes only while they are too few for everybody who waits."""
    for session in sessions:
        sizes = [wait.places for wait in waits if wait.session_id == session.pk]
        if session.cancelled_at:
            assert not sizes
        elif session.ends_at - timedelta(minutes=30) > now:
            assert session.waiting == len(sizes)
            assert session.places - session.taken < min(sizes, default=session.places + 1)
    taken = set(Slot.objects.values_list("space_id", "starts_at"))  # swept or not
    for wait in waits:
        if wait.session_id is None and wait.starts_at > now:
            assert taken & wanted_by(wait, now), wait


def nobody_was_overtaken(sessions: list[Session], waits: list[Wait], new: list[Offer]) -> None:
    """What was offered behind a party that waits on was, all together, too little for it."""
    free = {session.pk: session.places - session.taken for session in sessions}
    for wait in waits:
        if wait.session_id:
            behind = [
                offer.places
                for offer in new
                if offer.wait and offer.session_id == wait.session_id
                if offer.wait.rank > wait.rank
            ]
            assert not behind or sum(behind) + free[wait.session_id] < wait.places


def no_room_was_overtaken(waits: list[Wait], new: list[Offer], now: datetime) -> None:
    """The same of a room: without what was offered behind it, a party that waits had no room."""
    taken = Slot.objects.exclude(
        occupancy_id__in=[offer.occupancy_id for offer in new if offer.occupancy_id]
    )
    before = set(taken.values_list("space_id", "starts_at"))
    for wait in waits:
        if wait.session_id is None and wait.starts_at > now:
            ahead = [offer.wait for offer in new if offer.wait and offer.wait.rank < wait.rank]
            of_these = {quarter for one in ahead for quarter in wanted_by(one, now)}
            assert (before | of_these) & wanted_by(wait, now)


def every_letter_was_written_once() -> None:
    """One of its making for each booking; never two of the same for one thing."""
    letters = list(Notice.objects.values_list("kind", "person_id", "facts"))
    written = Counter(
        (kind, facts["reference"]) for kind, _person, facts in letters if "reference" in facts
    )
    assert set(written.values()) <= {1}
    bookings = Booking.objects.exclude(person=None).values_list("reference", flat=True)
    assert told(written, "bookings.confirmed") == set(bookings)
    offers = Offer.objects.exclude(wait=None).values_list("reference", flat=True)
    assert told(written, "bookings.offered") == set(offers)
    # Somebody may have waited for the same time twice, and been told twice.
    ended = Counter(
        (person, datetime.fromisoformat(facts["starts_at"]))
        for kind, person, facts in letters
        if kind == "bookings.ended"
    )
    times = ("person_id", "starts_at")
    waits = Wait.objects.filter(state=Waited.ENDED).values_list(*times)
    held = Offer.objects.filter(state=Offered.WITHDRAWN, wait=None).values_list(*times)
    assert ended <= Counter([*waits, *held])


def told(written: Collection[tuple[str, str]], kind: str) -> set[str]:
    return {reference for one, reference in written if one == kind}


def wanted_by(wait: Wait, now: datetime) -> set[tuple[int, datetime]]:
    """The quarters that a party waits for, clearing included."""
    listing = catalogue().listing_of(wait.facility_id)
    assert listing
    wanted = availability.want(listing, wait.span, now)
    return {(space_id, at) for space_id in wanted.space_ids for at in quarters(wanted.span)}

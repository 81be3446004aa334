"""Places in waiting lists and offers as pages show them: ready texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.asking import Request
from bookings.models import Offer, Wait
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from bookings.waiting import positions
from facilities.catalogue import Catalogue, catalogue
from facilities.parties import Party
from facilities.shown import people_in_words
from lib import clock, formats

WAIT_TONES = {Waited.WAITING: "information", Waited.OFFERED: "success", Waited.BOOKED: "success"}
OFFER_TONES = {Offered.OPEN: "success", Offered.ACCEPTED: "success"}


@dataclass(frozen=True, slots=True)
class ShownWait:
    """A place in a waiting list."""

    reference: str
    title: str
    slug: str
    when: str
    party: str
    position: int  # 0: not waiting
    state_label: str
    state_tone: str
    is_in_the_queue: bool
    offer: str  # the reference of what is held, to be accepted
    booking: str  # the reference of what it led to


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """What is held for somebody."""

    reference: str
    title: str
    slug: str
    when: str
    party: str
    held_until: str
    is_open: bool
    is_over: bool  # ran out, or was let go
    state_label: str
    state_tone: str
    booking: str  # the reference of the booking that it made
    instead_of: str  # the reference of the booking that the city cancelled
    is_binding: bool  # once accepted it cannot be cancelled any more


def live_waits(person: User, now: datetime) -> list[Wait]:
    """Where the person waits for something to come; what is held is among the offers."""
    waits = Wait.objects.filter(person=person, state=Waited.WAITING, ends_at__gt=now)
    known, rows = catalogue(), waits.select_related("facility").order_by("starts_at", "pk")
    return [wait for wait in rows if last_chance(known, wait) > now]


def open_offers(person: User, now: datetime) -> QuerySet[Offer]:
    """What is held for the person at this moment, the first to run out first."""
    offers = Offer.objects.filter(person=person, state=Offered.OPEN, expires_at__gt=now)
    return offers.select_related("facility", "booking", "instead_of").order_by("expires_at", "pk")


def last_chance(known: Catalogue, wait: Wait) -> datetime:
    """After that nothing can come free any more: the start, or the last entry of a session."""
    listing = known.listing_of(wait.facility_id)
    policy = listing.policy_on(clock.today()) if listing else None
    if wait.session_id is None or policy is None:
        return wait.starts_at
    return policy.last_entry(wait.starts_at, wait.ends_at)


def shown_waits(waits: Sequence[Wait]) -> list[ShownWait]:
    """Several that are waiting. A fixed number of queries for all."""
    at, known = positions(waits), catalogue()
    return [shown_wait(known, wait, None, at[wait.pk]) for wait in waits]


def shown_wait(known: Catalogue, wait: Wait, offer: Offer | None, at: int) -> ShownWait:
    """In the active language, with the latest offer made for it and the place in the queue."""
    now = clock.now()
    state = Waited(wait.state)
    if state == Waited.OFFERED and offer and not offer.is_open(now):
        state = Waited.LAPSED  # noted or not
    if state == Waited.WAITING and last_chance(known, wait) <= now:
        state = Waited.ENDED
    is_held = state == Waited.OFFERED and offer is not None
    return ShownWait(
        reference=wait.reference,
        title=str(wait.facility.name),
        slug=wait.facility.slug,
        when=formats.period(wait.span),
        party=party_asked_for(wait.asked),
        position=at if state == Waited.WAITING else 0,
        state_label=str(state.label),
        state_tone=WAIT_TONES.get(state, ""),
        is_in_the_queue=state in IN_THE_QUEUE,
        offer=offer.reference if offer and is_held else "",
        booking=offer.booking.reference if offer and offer.booking else "",
    )


def shown_offers(offers: Iterable[Offer]) -> list[ShownOffer]:
    """Several, in the active language. One query for all."""
    known = catalogue()
    return [shown_offer(known, offer) for offer in offers]


def shown_offer(known: Catalogue, offer: Offer) -> ShownOffer:
    """In the active language. No query: comes with facility, booking and what it replaces."""
    now = clock.now()
    listing = known.listing_of(offer.facility_id)
    policy = listing.policy_on(clock.today()) if listing else None
    state = Offered(offer.state)
    if state == Offered.OPEN and not offer.is_open(now):
        state = Offered.LAPSED
    return ShownOffer(
        reference=offer.reference,
        title=str(offer.facility.name),
        slug=offer.facility.slug,
        when=formats.period(offer.span),
        party=party_asked_for(offer.asked),
        held_until=formats.moment(offer.expires_at),
        is_open=state == Offered.OPEN,
        is_over=state in {Offered.LAPSED, Offered.DECLINED, Offered.WITHDRAWN},
        state_label=str(state.label),
        state_tone=OFFER_TONES.get(state, ""),
        booking=offer.booking.reference if offer.booking else "",
        instead_of=offer.instead_of.reference if offer.instead_of else "",
        is_binding=policy is not None and policy.cancel_until(offer.starts_at) < now,
    )


def party_in_words(party: Party) -> str:
    """ "2 people", or "1 grown-up, 1 child of 3 to 5" for a family."""
    if not party.guardians and not party.children:
        return people_in_words(party.people)
    parts: Sequence[tuple[str, int]] = (
        (_("grown-ups: %(number)d"), party.guardians),
        (_("children of 0 to 2: %(number)d"), party.children_0_2),
        (_("children of 3 to 5: %(number)d"), party.children_3_5),
        (_("children of 6 to 12: %(number)d"), party.children_6_12),
    )
    return ", ".join(text % {"number": number} for text, number in parts if number)


def party_asked_for(asked: dict[str, object]) -> str:
    """The party of a request that waits, in words; nothing of one that is over."""
    if not asked:
        return ""
    (visit,) = Request.from_json(asked).visits
    return party_in_words(visit.party or Party(visit.people))

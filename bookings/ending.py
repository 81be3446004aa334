"""Waits and offers that the city ends: what they were for is taken away. Everybody is told.

Used by the verbs that close a facility and that change a timetable, within their transaction and
after their locks.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from bookings.models import Offer, Wait
from bookings.offer_letters import write_ended
from bookings.queueing import Offered, Waited
from bookings.settling import end_offer
from facilities import allocation


def end_waits(waits: Iterable[Wait], reason: dict[str, str], now: datetime) -> None:
    """Nobody waits for this any more. `reason` is what the letter says, by language."""
    for wait in waits:
        wait.state, wait.ended_at, wait.asked = Waited.ENDED, now, {}
        wait.save(update_fields=["state", "ended_at", "asked"])
        write_ended(wait, wait.person, reason)


def end_offers(offers: Collection[Offer], reason: dict[str, str], now: datetime) -> None:
    """What was held is held no more. The places of a locked session are given back.

    Who had one from a queue did not let it lapse: nothing came free.
    """
    waits = Wait.objects.filter(pk__in=[offer.wait_id for offer in offers if offer.wait_id])
    waits.update(state=Waited.ENDED, ended_at=now, asked={})
    for offer in offers:
        if offer.allocation_id:
            allocation.release([offer.allocation_id])
        end_offer(offer, Offered.WITHDRAWN, now)
        write_ended(offer, offer.person, reason)

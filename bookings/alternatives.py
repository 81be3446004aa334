"""Alternatives as a page shows them: what it is, and the form one tap away."""

from collections.abc import Sequence
from dataclasses import dataclass

from facilities.availability import Start
from facilities.links import booking_link
from lib import formats


@dataclass(frozen=True, slots=True)
class Alternative:
    """One time that can really be booked."""

    facility: str
    period: str
    url: str


def shown(starts: Sequence[Start], people: int | None) -> tuple[Alternative, ...]:
    """The links; the number of people goes along where it is a sensible one."""
    return tuple(
        Alternative(
            facility=start.listing.facility.name,
            period=formats.period(start.span),
            url=booking_link(start, people if people and people > 0 else None),
        )
        for start in starts
    )

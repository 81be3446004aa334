"""Permits read with all that tells how they stand, and what a guard types to find one."""

import re

from django.db.models import Prefetch, QuerySet

from applications.models import Permit
from bookings.models import Booking, Visit
from lib.references import ALPHABET, LENGTH

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_NUMBER = re.compile(r"(\d{4})\D+(\d{1,9})")


def permits() -> QuerySet[Permit]:
    """Permits with booking, visits, version and charge, in a fixed number of queries."""
    return Permit.objects.select_related("booking", "application__charge").prefetch_related(
        Prefetch("booking__visits", Visit.objects.with_places()), "booking__permits"
    )


def permit_with(code: str) -> Permit | None:
    """The permit of that code, however it was typed; None: it is no code of ours.

    Codes are drawn from 31 ** 12, some 59 bits. Whoever tried a thousand a second against a
    hundred thousand permits would find the first after some 250 years; so guessing is not counted,
    and a gate with many guards behind one address is never locked out.
    """
    typed = tidied(code)
    return permits().filter(code=typed).first() if _CODE.fullmatch(typed) else None


def newest_permit(booking: Booking) -> Permit | None:
    """The last one that was issued for the booking."""
    return permits().filter(booking=booking).order_by("-year", "-number").first()


def tidied(code: str) -> str:
    """A code as it was typed or read out: without spaces and dashes, in capitals."""
    return re.sub(r"[\W_]", "", code).upper()


def is_altered(permit: Permit, number: str) -> bool:
    """Does a paper bear another number than the permit of its code? Not if none is given."""
    if not number.strip():
        return False
    read = _NUMBER.search(number)
    return read is None or (int(read[1]), int(read[2])) != (permit.year, permit.number)

"""What the tests of the admin share: addresses, forms as they are sent, somebody in the way."""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, Visit
from facilities import occupancy
from facilities.models import Policy
from tests.places import listing, span

TUESDAY = date(2026, 12, 1)


def page(model: str, action: str, *args: int) -> str:
    return reverse(f"admin:facilities_{model}_{action}", args=args)


def take(slug: str, starts: str, ends: str, day: date = TUESDAY) -> int:
    with transaction.atomic():
        (taken,) = occupancy.take(
            [occupancy.Want(listing(slug).space_ids, span(day, starts, ends))]
        )
    return taken.pk


def use(policy: Policy, person: User) -> None:
    """Make a booking under the policy."""
    booking = Booking.objects.create(person=person, purpose="독서 모임", key="1", contents="1")
    when = span(TUESDAY, "10:00", "11:00")
    Visit.objects.create(
        booking=booking,
        facility=policy.facility,
        policy=policy,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        people=3,
    )


def columns(row: Any) -> dict[str, Any]:
    """The fields of a row as a form sends them, texts in two languages."""
    data = model_to_dict(row)
    for name in [name for name in data if f"{name}_ko" in data]:
        del data[name]
    for name, value in list(data.items()):
        if value is None or value is False:
            del data[name]
        elif name == "refunds":
            data[name] = json.dumps(value)
        elif isinstance(value, list):
            data[name] = [item.pk for item in value]
    return data

"""Personal data goes when its time has come; the booking stays as a fact to be counted.

Personal Information Protection Act, art. 21: destroyed without delay when no longer needed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bookings.models import Booking, Contact

FORGOTTEN_AT_A_TIME = 500


def forget_contacts(now: datetime) -> int:
    """Forget contacts and free texts of what ended `settings.CONTACT_DAYS` ago; how many."""
    before = now - timedelta(days=settings.CONTACT_DAYS)
    forgotten = 0
    while ids := _due(before):
        with transaction.atomic():
            # What people typed may name somebody too.
            Booking.objects.filter(pk__in=ids).update(purpose="", group_name="")
            Contact.objects.filter(pk__in=ids).delete()
        forgotten += len(ids)
    return forgotten


def _due(before: datetime) -> list[int]:
    ended = Booking.objects.filter(contact__isnull=False).alias(last=Max("visits__ends_at"))
    return list(ended.filter(last__lt=before).values_list("pk", flat=True)[:FORGOTTEN_AT_A_TIME])

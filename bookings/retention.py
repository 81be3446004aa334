"""Personal data goes when its time has come; the booking stays as a fact to be counted.

Personal Information Protection Act, art. 21: destroyed without delay when no longer needed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bookings.models import Booking, Contact, Move, Record

FORGOTTEN_AT_A_TIME = 500
FORGOTTEN = "-"  # a move always has a reason


def forget_contacts(now: datetime) -> int:
    """Forget contacts and free texts of what ended `settings.CONTACT_DAYS` ago; how many."""
    before = now - timedelta(days=settings.CONTACT_DAYS)
    forgotten = 0
    while ids := _due(before):
        with transaction.atomic():
            # What people typed may name somebody too.
            Booking.objects.filter(pk__in=ids).update(purpose="", group_name="")
            Record.objects.filter(booking_id__in=ids).exclude(why="").update(why="")
            Contact.objects.filter(pk__in=ids).delete()
        forgotten += len(ids)
    _forget_why_moved(before)
    return forgotten


def _forget_why_moved(before: datetime) -> None:
    """Why a party was moved in a waiting list; who moved it, from where and to where stays."""
    moves = Move.objects.filter(wait__ends_at__lt=before).exclude(why=FORGOTTEN)
    moves.update(why=FORGOTTEN)


def _due(before: datetime) -> list[int]:
    ended = Booking.objects.filter(contact__isnull=False).alias(last=Max("visits__ends_at"))
    return list(ended.filter(last__lt=before).values_list("pk", flat=True)[:FORGOTTEN_AT_A_TIME])

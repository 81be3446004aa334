"""Applications without persons: what was asked, the papers and old drafts go when their time comes.

Personal Information Protection Act, art. 21: destroyed without delay when no longer needed. What
stays is what is counted: which spaces, when, how it was decided.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from applications.models import Application, Draft, Paper, Question
from applications.papers import delete
from applications.reviewing import OPEN

FORGOTTEN_AT_A_TIME = 200


def forget_applications(now: datetime) -> int:
    """Empty the versions of bookings whose contact is gone, and delete their papers; how many.

    Begins after `bookings.retention.forget_contacts` has deleted the contact. What is still open
    waits until it has lapsed: an officer's pages need what was asked.
    """
    forgotten = 0
    while ids := _due():
        delete(Paper.objects.filter(booking__applications__in=ids))
        with transaction.atomic():
            Application.objects.filter(pk__in=ids).update(
                asked={}, why="", conditions=[], is_forgotten=True
            )
            Question.objects.filter(application__in=ids).update(text="-", answer="")
        forgotten += len(ids)
    return forgotten


def _due() -> list[int]:
    rows = Application.objects.filter(is_forgotten=False, booking__contact=None)
    return list(rows.exclude(state__in=OPEN).values_list("pk", flat=True)[:FORGOTTEN_AT_A_TIME])


def forget_drafts(now: datetime) -> int:
    """Delete the drafts that nobody touched for `settings.DRAFT_DAYS`; how many."""
    before = now - timedelta(days=settings.DRAFT_DAYS)
    old = Draft.objects.filter(saved_at__lt=before)
    ids = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_A_TIME])
    delete(Paper.objects.filter(draft__in=ids))
    Draft.objects.filter(Q(pk__in=ids), saved_at__lt=before).delete()
    return len(ids)

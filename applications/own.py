"""What a person handed in, read with all that tells where it stands, in a fixed number of queries.

Whether a thing is this person's is asked here; to everybody else it is not there.
"""

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from applications.models import Application, Draft, Question
from bookings.models import Booking, Record
from bookings.models.booking import BookingQuerySet


def applications_of(person: User) -> QuerySet[Booking]:
    """All that this person applied for, with all that its page shows."""
    questions = Question.objects.select_related("facility").prefetch_related("papers")
    versions = _versions().prefetch_related(Prefetch("questions", questions.order_by("number")))
    own = Booking.objects.of(person).filter(is_application=True).with_visits()
    return own.select_related("contact", "person").prefetch_related(
        Prefetch("applications", versions),
        "records",
        Prefetch("drafts", Draft.objects.filter(person=person)),
    )


def everything(bookings: BookingQuerySet) -> QuerySet[Booking]:
    """All that an officer's page shows of what was applied for, by whomever."""
    questions = Question.objects.select_related("facility").prefetch_related("papers")
    versions = _versions().select_related("officer", "decided_by")
    return (
        bookings.with_visits()
        .select_related("contact", "person", "event")
        .prefetch_related(
            Prefetch(
                "applications",
                versions.prefetch_related(Prefetch("questions", questions.order_by("number"))),
            ),
            Prefetch("records", Record.objects.select_related("who").order_by("at", "pk")),
            "papers",
        )
    )


def with_standing(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """With what a card of a list shows: versions, and how many questions are open."""
    open_questions = Q(
        questions__answered_at=None,
        questions__withdrawn_at=None,
        questions__answer_by__gt=now,
    )
    versions = _versions().annotate(open_questions=Count("questions", filter=open_questions))
    return bookings.prefetch_related(Prefetch("applications", versions), "records")


def drafts_of(person: User) -> QuerySet[Draft]:
    """What they began to type and have not handed in, the latest first."""
    return Draft.objects.filter(person=person).select_related("changes").order_by("-saved_at")


def _versions() -> QuerySet[Application]:
    return Application.objects.select_related("charge", "permit").order_by("number")

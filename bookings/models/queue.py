"""Waiting lists: who waits for what, in which order, and what is held for whom until when."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.queueing import IN_THE_QUEUE, Offered, Waited
from facilities.models import Allocation, Facility, Occupancy, Session
from lib import clock
from lib.references import LENGTH, new_reference
from lib.spans import Span


class Wait(models.Model):
    """A place in a queue for a whole party: for a session, or for a room at a time."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="waits",
        verbose_name=_("person"),
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="waits", db_index=False, verbose_name=_("facility")
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        related_name="waits",
        verbose_name=_("session"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    places = models.PositiveSmallIntegerField(_("places"), default=0)  # wanted of the session
    # What is booked when an offer is accepted: bookings.asking.Request. Emptied when it is over.
    asked = models.JSONField(_("asked for"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=Waited, default=Waited.WAITING)
    # The order of the queue. Set when somebody joins; only a recorded move changes it.
    rank = models.PositiveIntegerField(_("rank"))
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("place in a waiting list")
        verbose_name_plural = _("waiting lists")
        ordering = ("rank", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="wait_end_after_start"
            ),
            # Two tabs, one place in the queue.
            models.UniqueConstraint(
                fields=("person", "facility", "starts_at"),
                condition=Q(state__in=IN_THE_QUEUE),
                name="wait_once_each_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=("facility", "starts_at"),
                name="wait_in_the_queue",
                condition=Q(state__in=IN_THE_QUEUE),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Move(models.Model):
    """Somebody of the city hall gave a party another place in the queue, with the reason."""

    wait = models.ForeignKey(Wait, models.CASCADE, related_name="moves")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    from_position = models.PositiveIntegerField(_("from position"))
    to_position = models.PositiveIntegerField(_("to position"))
    why = models.CharField(_("why"), max_length=200)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move in a waiting list")
        verbose_name_plural = _("moves in waiting lists")
        ordering = ("at", "pk")
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="move_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.from_position} → {self.to_position}"


class Offer(models.Model):
    """Places or a room held for a person until a moment: from a queue, or after a closure."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="offers",
        verbose_name=_("person"),
    )
    # One of the two: the place in the queue that it comes from, or the booking that was cancelled.
    wait = models.ForeignKey(Wait, models.CASCADE, null=True, related_name="offers")
    instead_of = models.ForeignKey(
        Booking, models.CASCADE, null=True, related_name="offers_instead"
    )
    instead_of_number = models.PositiveSmallIntegerField(null=True, editable=False)  # its visit's
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="offers", db_index=False, verbose_name=_("facility")
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        related_name="offers",
        verbose_name=_("session"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    places = models.PositiveSmallIntegerField(_("places"), default=0)
    asked = models.JSONField(_("asked for"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=Offered, default=Offered.OPEN)
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("held until"))
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="offer"
    )
    allocation = models.OneToOneField(
        Allocation, models.SET_NULL, null=True, editable=False, related_name="offer"
    )
    booking = models.OneToOneField(
        Booking, models.SET_NULL, null=True, editable=False, related_name="offer"
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("expires_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="offer_ends_after_it_is_made"
            ),
        ]
        indexes = [
            models.Index(
                fields=("expires_at",), name="offer_open", condition=Q(state=Offered.OPEN)
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    def is_open(self, now: datetime) -> bool:
        """May it be accepted at that moment, whoever notes that it ran out?"""
        return self.state == Offered.OPEN and self.expires_at > now

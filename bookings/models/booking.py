"""Bookings, their visits, whom to contact, and the record of what was done."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.attendance import Attended
from bookings.decision import LIVE, Decided
from events.models import Event
from facilities.models import Allocation, Facility, Occupancy, Policy, Session
from facilities.parties import Party
from lib import clock, formats
from lib.references import LENGTH, new_reference
from lib.spans import Span


class BookingQuerySet(models.QuerySet["Booking"]):
    """The questions that pages ask."""

    def of(self, person: Any) -> "BookingQuerySet":
        """Those that this person asked for."""
        return self.filter(person=person)

    def coming(self, now: datetime) -> "BookingQuerySet":
        """Those that stand and are not over, by their next visit, the soonest first."""
        return (
            self._ahead(now)
            .alias(following=models.Min("visits__ends_at"))
            .order_by("following", "pk")
        )

    def not_coming(self, now: datetime) -> "BookingQuerySet":
        """Those that are cancelled or over, the latest first."""
        rest = self.exclude(pk__in=self._ahead(now).values("pk"))
        return rest.alias(last=models.Max("visits__ends_at")).order_by("-last", "-pk")

    def _ahead(self, now: datetime) -> "BookingQuerySet":
        """With a visit that is to take place; one that was cancelled is not to be waited for."""
        not_cancelled = [state for state in Attended if state != Attended.CANCELLED]
        return self.filter(
            state__in=LIVE, visits__ends_at__gt=now, visits__attendance__in=not_cancelled
        )

    def with_visits(self) -> "BookingQuerySet":
        """With what a page of bookings shows, in a fixed number of queries."""
        return self.prefetch_related(
            models.Prefetch("visits", Visit.objects.with_places().order_by("number"))
        )


class Booking(models.Model):
    """One request by one person or group, with a purpose. It holds one or more visits."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    # Somebody who leaves takes the account along; the booking stays as a fact to be counted.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="bookings",
        db_index=False,  # the unique pair with the key begins with it
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=10, choices=Decided, default=Decided.APPROVED)
    purpose = models.CharField(_("purpose"), max_length=200)
    group_name = models.CharField(_("group"), max_length=100, blank=True)
    # Applied for with a form of its own: decided and changed in `applications`, not here.
    is_application = models.BooleanField(_("applied for"), default=False, editable=False)
    # What it is for, as the public reads it in the event calendar; it follows the visits.
    event = models.OneToOneField(
        Event, models.PROTECT, null=True, editable=False, related_name="booking"
    )
    # The same key from the same person is the same press of the button, however often it arrives.
    key = models.CharField(max_length=36, editable=False)
    contents = models.CharField(max_length=64, editable=False)  # digest of what was asked with it
    revision = models.PositiveIntegerField(default=0, editable=False)  # SEQUENCE of the calendar
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.UniqueConstraint(fields=("person", "key"), name="booking_one_per_key"),
        ]
        indexes = [
            # Only what waits for a decision is in it: the inbox costs the same after ten years.
            models.Index(
                fields=("created_at",),
                name="booking_to_decide",
                condition=Q(state=Decided.SUBMITTED),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits with what is told of them."""

    def with_places(self) -> "VisitQuerySet":
        """With facility, policy, spaces and building, in a fixed number of queries."""
        return self.select_related("facility", "policy").prefetch_related(
            "facility__spaces__building"
        )


class Visit(models.Model):
    """One facility, one span, some people."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="visits")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="visits", db_index=False, verbose_name=_("facility")
    )
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="visits", db_index=False, verbose_name=_("policy")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    # What it takes of the spaces before and after, minutes; at least what the policy says.
    setup_minutes = models.PositiveSmallIntegerField(_("set-up before (minutes)"), default=0)
    clearing_minutes = models.PositiveSmallIntegerField(_("clearing after (minutes)"), default=0)
    people = models.PositiveIntegerField(_("people"))
    # Of a family: how many of each age, and nothing else about anybody.
    guardians = models.PositiveSmallIntegerField(_("grown-ups"), default=0)
    children_0_2 = models.PositiveSmallIntegerField(_("children, 0 to 2 years"), default=0)
    children_3_5 = models.PositiveSmallIntegerField(_("children, 3 to 5 years"), default=0)
    children_6_12 = models.PositiveSmallIntegerField(_("children, 6 to 12 years"), default=0)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="visits",
        verbose_name=_("session"),
    )
    places = models.PositiveSmallIntegerField(_("places"), default=0)  # taken of the session
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attended, default=Attended.EXPECTED
    )
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="visit"
    )

    allocation = models.OneToOneField(
        Allocation, models.SET_NULL, null=True, editable=False, related_name="visit"
    )
    # From this moment on who has not arrived is absent, whenever it is noted.
    absent_at = models.DateTimeField(_("absent from"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), null=True, editable=False)
    waived_at = models.DateTimeField(_("absence waived"), null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("starts_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="visit_end_after_start"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_people_positive"),
            models.UniqueConstraint(fields=("booking", "number"), name="visit_number_once"),
        ]
        indexes = [
            models.Index(fields=("facility", "starts_at"), name="visit_of_the_day"),
            # Who is still expected, by the moment at which that ends: what the worker looks for.
            models.Index(
                fields=("absent_at",),
                name="visit_to_be_noted",
                condition=Q(attendance="expected", absent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {formats.period(self.span)}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def party(self) -> Party:
        return Party(
            self.people,
            self.guardians,
            self.children_0_2,
            self.children_3_5,
            self.children_6_12,
        )


class Contact(models.Model):
    """Who asked. A row of its own, which goes when its time has come while the booking stays."""

    booking = models.OneToOneField(
        Booking, models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(_("name"), max_length=50)
    phone = models.CharField(_("phone"), max_length=20)
    email = models.EmailField(_("e-mail"))

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return str(self.booking_id)


class Record(models.Model):
    """One line for each thing that was done to a booking: who, what, when, why."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="records")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    what = models.CharField(_("what"), max_length=30)
    at = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.what} {formats.moment(self.at)}"

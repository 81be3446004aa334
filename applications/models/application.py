"""One version of what an officer decides, and what is asked about it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.reviewing import OPEN, Reviewed
from bookings.models import Booking
from facilities.models import Facility, Occupancy
from lib import clock
from lib.spans import Span


class Application(models.Model):
    """A version of an application: what was asked, and how far the officer has come with it.

    The booking's visits are those of the newest version that is approved, else of the newest that
    was handed in. A change of what is approved is a version of its own: until it is approved, the
    booking stays as it is.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="applications")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=Reviewed, default=Reviewed.SUBMITTED
    )
    # What was asked: applications.asking.Asking. Emptied when its time has come.
    asked = models.JSONField(_("asked for"), default=dict)
    received_at = models.DateTimeField(_("received"), default=clock.now, editable=False)
    # The order among rivals: priority class, then receipt by office hours.
    priority = models.PositiveSmallIntegerField(_("priority"), default=9)
    counts_from = models.DateTimeField(_("counts as received"))
    due_on = models.DateField(_("to be decided by"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="applications_in_hand",
        verbose_name=_("officer"),
    )
    # Every step counts it up: who looked at an older one is told, and overwrites nothing.
    revision = models.PositiveIntegerField(default=0, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    why = models.TextField(_("reason"), blank=True)  # of a refusal, or of a part
    conditions = models.JSONField(_("conditions"), default=list)  # texts, in their order
    # Numbers of the visits that were not approved.
    left_out = models.JSONField(_("not approved"), default=list)
    is_forgotten = models.BooleanField(default=False, editable=False)  # emptied by retention

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("booking", "number")
        constraints = [
            models.UniqueConstraint(fields=("booking", "number"), name="application_number_once"),
            # One version at a time waits for a decision.
            models.UniqueConstraint(
                fields=("booking",), condition=Q(state__in=OPEN), name="application_one_open"
            ),
        ]
        indexes = [
            # The inbox: only what is open is in it, so it costs the same after ten years.
            models.Index(
                fields=("due_on", "counts_from"),
                name="application_inbox",
                condition=Q(state__in=OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}-{self.number}"

    @property
    def is_open(self) -> bool:
        """Has an officer yet to decide?"""
        return self.state in OPEN

    @property
    def is_change(self) -> bool:
        """A change of something that was handed in before."""
        return self.number > 1


class QuestionKind(models.TextChoices):
    """What is asked for."""

    TEXT = "text", _("an answer")
    PAPER = "paper", _("a paper")
    PROPOSAL = "proposal", _("another time or space")


class Question(models.Model):
    """One item that the officer asks for (보완요청), or another time or space that is proposed.

    While one is open the officer's clock stands, at the longest until its deadline.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind)
    text = models.CharField(_("what is asked"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    answer_by = models.DateTimeField(_("answer by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    # Of a proposal: instead of which visit, what; held until the deadline where the policy holds.
    visit_number = models.PositiveSmallIntegerField(_("instead of visit"), null=True)
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, related_name="+", verbose_name=_("facility")
    )
    starts_at = models.DateTimeField(_("from"), null=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="proposal"
    )
    is_accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("application", "number"), name="question_number_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="question_answered_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(kind="proposal")
                | Q(facility__isnull=False, starts_at__isnull=False, ends_at__isnull=False),
                name="question_proposes_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def span(self) -> Span | None:
        """The proposed time, of a proposal."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Span(self.starts_at, self.ends_at)

    @property
    def closed_at(self) -> datetime:
        """When the officer's clock goes on: answered, withdrawn, or its deadline."""
        return self.answered_at or self.withdrawn_at or self.answer_by

    def is_open(self, now: datetime) -> bool:
        """May it still be answered?"""
        return self.answered_at is None and self.withdrawn_at is None and now < self.answer_by


class Condition(models.Model):  # type: ignore[django-manager-missing]
    """A condition of approval, kept to be chosen again. Texts in both languages."""

    text = models.CharField(_("condition"), max_length=300)
    is_usual = models.BooleanField(_("chosen to begin with"), default=False)
    is_outdoors = models.BooleanField(_("only outdoors"), default=False)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)

    class Meta:
        verbose_name = _("condition of approval")
        verbose_name_plural = _("conditions of approval")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.text)

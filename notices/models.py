"""The outbox: messages to people, written with the thing they tell of and delivered later."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lib import clock, references


class Channel(models.TextChoices):
    """The way a notice takes to a person."""

    EMAIL = "email", _("E-mail")


class State(models.TextChoices):
    """Where a notice is in its life. Not a column: it follows from the times of the notice."""

    WAITING = "waiting", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given-up", _("Given up")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """What the outbox is asked."""

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Waiting, to be tried at `now`, and in no worker's hands; the one due longest first."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now).order_by("due_at", "pk")

    def in_state(self, state: str) -> Self:
        """The notices of one `State`."""
        if state == State.SENT:
            return self.filter(sent_at__isnull=False)
        if state == State.GIVEN_UP:
            return self.filter(given_up_at__isnull=False)
        return self.waiting()


class Notice(models.Model):
    """One message to one person. The facts are as they were when it was written."""

    reference = models.CharField(
        _("reference"),
        max_length=references.LENGTH,
        default=references.new_reference,
        editable=False,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("person"),
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL
    )
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    to = models.CharField(_("to"), max_length=254)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    # Made once, when the notice is written: a letter that goes out again is known as the same.
    message_id = models.CharField(_("Message-ID"), max_length=255)

    written_at = models.DateTimeField(_("written at"), default=clock.now)
    due_at = models.DateTimeField(
        _("due at"),
        default=clock.now,
        help_text=_("The next moment at which sending is tried. A failure moves it."),
    )
    claimed_until = models.DateTimeField(
        _("claimed until"),
        null=True,
        help_text=_("A worker has it in hand until then. When it died, another may take it after."),
    )
    first_tried_at = models.DateTimeField(_("first tried at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    # What went wrong, short and without personal data.
    last_error = models.CharField(_("last error"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [
            # Not unique=True: that gives PostgreSQL a second index each for LIKE, which every
            # booking would pay for and nobody uses.
            models.UniqueConstraint("reference", name="notice_reference_is_one"),
            models.UniqueConstraint("message_id", name="notice_message_id_is_one"),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="notice_channel_is_known"
            ),
            models.CheckConstraint(condition=~Q(to=""), name="notice_is_to_somebody"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="notice_is_sent_or_given_up_not_both",
            ),
        ]
        indexes = [
            # Only what waits is in it: the worker's look costs the same after ten years.
            models.Index(
                "due_at",
                "id",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="notice_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {references.spaced(self.reference)}"

    @property
    def state(self) -> State:
        """Where the notice is in its life."""
        if self.sent_at:
            return State.SENT
        return State.GIVEN_UP if self.given_up_at else State.WAITING

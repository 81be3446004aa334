"""What is typed but not handed in, and the papers that go with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from lib import clock
from lib.references import LENGTH, new_reference


class Draft(models.Model):
    """An application while it is typed: kept as it is, right or wrong, until it is handed in."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="drafts",
        verbose_name=_("person"),
    )
    # A change of what was handed in before; None: something new.
    changes = models.ForeignKey(
        Booking, models.CASCADE, null=True, related_name="drafts", verbose_name=_("changes")
    )
    # The fields of the form as they were typed: name to the list of its values.
    typed = models.JSONField(_("typed"), default=dict)
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "changes"),
                condition=Q(changes__isnull=False),
                name="draft_one_change_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class PaperPurpose(models.TextChoices):
    """What a paper is for."""

    PLAN = "plan", _("event plan")
    LAYOUT = "layout", _("layout plan")
    SAFETY_PLAN = "safety_plan", _("safety plan")
    INSURANCE = "insurance", _("insurance")
    ELIGIBILITY = "eligibility", _("proof of eligibility")
    REDUCTION = "reduction", _("other proof")
    OTHER = "other", _("something else")


class Paper(models.Model):
    """A file that somebody handed in. The file lies outside the web root."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    # Of one of the two: a draft, or what was handed in.
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="papers")
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, related_name="papers")
    # The question it answers, if it does.
    question = models.ForeignKey(
        "applications.Question", models.SET_NULL, null=True, related_name="papers"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=PaperPurpose)
    name = models.CharField(_("name"), max_length=150)  # as the person called it
    kind = models.CharField(_("kind"), max_length=10)  # by its content: lib/uploads.py
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(max_length=64, editable=False)
    stored = models.CharField(max_length=80, unique=True, editable=False)  # below PAPERS_DIR
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    at = models.DateTimeField(_("handed in"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(booking__isnull=True),
                name="paper_of_a_draft_or_of_a_booking",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

"""Calendars of others that officers bring in: where from, what was read, what was chosen."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Category, Event
from lib import clock
from lib.references import LENGTH, new_reference


class CalendarSource(models.Model):  # type: ignore[django-manager-missing]
    """A calendar of somebody else: an address, or files of the same name."""

    objects: ClassVar[models.Manager["CalendarSource"]]

    name = models.CharField(_("name"), max_length=100, unique=True)
    address = models.CharField(_("address"), max_length=500, blank=True)  # webcal:// too
    category = models.CharField(
        _("category"), max_length=12, choices=Category, default=Category.OTHER
    )  # of entries that do not say one of ours
    made_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("source of events")
        verbose_name_plural = _("sources of events")
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)


class Importing(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("waiting to be read")
    READ = "read", _("read, to be chosen from")
    FAILED = "failed", _("could not be read")
    DONE = "done", _("done")


class CalendarImport(models.Model):
    """One reading of a calendar: asked for, read by the worker, chosen from."""

    objects: ClassVar[models.Manager["CalendarImport"]]

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    source = models.ForeignKey(
        CalendarSource, models.PROTECT, related_name="imports", verbose_name=_("source")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=Importing, default=Importing.WAITING
    )
    content = models.BinaryField(null=True, editable=False)  # of a file, until it is read
    problem = models.CharField(max_length=40, blank=True, editable=False)  # why it was not read
    detail = models.CharField(max_length=40, blank=True, editable=False)  # such as "HTTP 404"
    counts = models.JSONField(default=dict, editable=False)  # of what is not to be chosen from
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return str(self.reference)


class Standing(models.TextChoices):
    """What an entry is against what we have from the same source."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    GONE = "gone", _("gone")


class ImportedEntry(models.Model):
    """One date of a calendar that was read, or one of ours that is not in it any more."""

    objects: ClassVar[models.Manager["ImportedEntry"]]

    calendar_import = models.ForeignKey(CalendarImport, models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=255)
    occurrence = models.CharField(max_length=40, blank=True)  # which date of that UID, ISO 8601
    standing = models.CharField(_("against ours"), max_length=10, choices=Standing)
    facts = models.JSONField(default=dict)  # what was read, as `lib.ics_engine.Found`
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="+")
    is_chosen = models.BooleanField(null=True)  # null: nobody has chosen yet

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.uid

"""Pictures of events. The file lies outside of the database, under a name of its own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import clock
from lib.references import LENGTH, new_reference


class Picture(models.Model):
    """A picture, drawn anew from what was handed in: nothing of the file it came from is kept."""

    objects: ClassVar[models.Manager["Picture"]]
    alt_ko: str
    alt_en: str

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    alt = models.CharField(_("what is to be seen"), max_length=300)  # for who does not see it
    stored = models.CharField(max_length=80, unique=True, editable=False)  # name of the file
    width = models.PositiveIntegerField(_("width (pixels)"))
    height = models.PositiveIntegerField(_("height (pixels)"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.alt)

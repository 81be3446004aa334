"""The secret address at which a person's own calendar is read."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import clock, formats

KEY_BYTES = 16


def new_key() -> str:
    """A random key. It is no address yet: that is signed (`bookings/calendar_links.py`)."""
    return secrets.token_urlsafe(KEY_BYTES)


class CalendarLink(models.Model):
    """One for a person who asked for it. Another key makes the old address void."""

    objects: models.Manager["CalendarLink"]

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="calendar_link",
        verbose_name=_("person"),
    )
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    made_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return formats.moment(self.made_at)

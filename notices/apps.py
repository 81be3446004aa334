"""The outbox and its channels. Knows messages, not bookings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The app of messages to people."""

    name = "notices"
    verbose_name = _("Notices")

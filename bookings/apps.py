"""The app of bookings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """What people ask for, and what becomes of it."""

    name = "bookings"
    verbose_name = _("Bookings")

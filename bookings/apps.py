"""The app of bookings."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """What people ask for, and what becomes of it."""

    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        """The letters, and how visits are called; they need the models, so not before now."""
        import_module("bookings.held")
        import_module("bookings.letters")
        import_module("bookings.offer_letters")

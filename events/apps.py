"""The app of events."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The building's calendar: what is on, for everybody."""

    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """How events are called where they are in the way; it needs the models, so not before."""
        import_module("events.held")

"""Applications: what an officer decides, from the draft to the permit."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """The app, by its name for people."""

    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        """The worker knows the letters too; they need the models, so not before now."""
        import_module("applications.letters")
        import_module("applications.charge_letters")

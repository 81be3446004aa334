"""The roof as an app: its commands, its checks, and the letters of accounts."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """The site as a whole."""

    name = "config"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Both modules register what they hold; they need the models, so not before now."""
        import_module("config.checks")
        import_module("config.letters")

"""The app of facilities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitiesConfig(AppConfig):
    """What there is, by which rules, and what is taken of it."""

    name = "facilities"
    verbose_name = _("Facilities")

"""Who people are: users, dated roles, sign-up and sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The app of people."""

    name = "accounts"
    verbose_name = _("Accounts")

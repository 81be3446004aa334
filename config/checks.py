"""What must be right before a site may serve real people; each with a hint what to do.

Django runs these with `manage.py check`, with `migrate` (those that ask the database) and, by
config/wsgi.py, whenever a server starts.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import connections

from accounts.models import User

TAG = "sarangbang"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Apps = Sequence[AppConfig] | None
Messages = list[checks.CheckMessage]


@checks.register(TAG, checks.Tags.database)
def check_demo_accounts(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> Messages:
    """E001: production has nobody of the demo's cast, by whatever address they go now."""
    if settings.DEMO or not databases or "default" not in databases:
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []  # about to be migrated for the first time
    found = User.objects.filter(is_demo=True).count()
    if not found:
        return []
    return [
        checks.Error(
            f"Accounts of the demo, whose password is public, are in the database: {found}.",
            hint="Use another database, one that never was the demo's.",
            id="sarangbang.E001",
        )
    ]


@checks.register(TAG)
def check_site_url(app_configs: Apps, **kwargs: Any) -> Messages:
    """E002: the address in letters and passes is https; W002 on this machine only."""
    if settings.DEMO or settings.SITE_URL.startswith("https://"):
        return []
    text = f"SITE_URL is not https: {settings.SITE_URL}."
    hint = "Set SITE_URL to the address that people use, for example https://booking.example.kr."
    if urlsplit(settings.SITE_URL).hostname in LOOPBACK:
        return [checks.Warning(text, hint=hint, id="sarangbang.W002")]
    return [checks.Error(text, hint=hint, id="sarangbang.E002")]


@checks.register(TAG)
def check_allowed_hosts(app_configs: Apps, **kwargs: Any) -> Messages:
    """E003: production answers only to names of its own."""
    if settings.DEMO or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [
        checks.Error(
            "ALLOWED_HOSTS is empty or lets every name through.",
            hint="Set ALLOWED_HOSTS to the names of this site, with commas between them.",
            id="sarangbang.E003",
        )
    ]


@checks.register(TAG)
def check_engine(app_configs: Apps, **kwargs: Any) -> Messages:
    """I004: SQLite is sound here, and one machine's."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if settings.DEMO or engine != "django.db.backends.sqlite3":
        return []
    return [
        checks.Info(
            "The database is SQLite: one machine, no replica.",
            hint="Set DATABASE_URL to a PostgreSQL to run several servers or keep a replica.",
            id="sarangbang.I004",
        )
    ]

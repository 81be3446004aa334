"""Writing a notice: the only door into the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from lib import clock, references
from notices.models import Notice


def write(
    *,
    kind: str,
    to: str,
    language: str,
    facts: Mapping[str, Any],
    person: AbstractBaseUser | None = None,
    due_at: datetime | None = None,
) -> Notice:
    """Put a notice into the outbox: one INSERT in the caller's transaction, nothing rendered.

    It is there if and only if the thing it tells of is: a rollback takes both back. `facts` are
    kept as JSON, a snapshot: dates and lazy texts arrive at the writer of the letter as strings.
    `due_at` is aware; without it the notice is due at once. Raises TypeError on facts that are
    not JSON.
    """
    now = clock.now()
    reference = references.new_reference()
    return Notice.objects.create(
        reference=reference,
        message_id=f"<{reference}@{mail_host()}>",
        kind=kind,
        to=to,
        language=language,
        facts=dict(facts),
        person_id=None if person is None else person.pk,
        written_at=now,
        due_at=due_at or now,
    )


def mail_host() -> str:
    """The host of the site's address, in the letters that mail allows."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return host.encode("idna").decode("ascii")

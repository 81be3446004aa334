"""The access log: who of the city hall looked at whose personal data, one line each.

Standard on measures to secure personal data, art. 8: who, when, from where, whose data, what was
done; kept by the operator for a year at least (`docs/operators.md`). Persons are named by number
and bookings by reference: the log itself is no list of names.
"""

import logging

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.models import User
from lib import clock

logger = logging.getLogger("sarangbang.access")


def looked_at(request: HttpRequest, person: User, what: str, whose: str) -> None:
    """Write the line. `what` is a word for the page, `whose` a reference."""
    logger.info(
        "at=%s person=%s from=%s what=%s whose=%s",
        clock.now().isoformat(timespec="seconds"),
        person.pk,
        get_adapter(request).get_client_ip(request),  # behind a proxy, not the proxy's own
        what,
        whose,
    )

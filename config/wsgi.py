"""The door for every web server. It stays shut, with a clear line, where checks.py says so."""

import os
import sys

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections


def start() -> WSGIHandler:
    """The application; or, where something makes it wrong to serve, the end of the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        handler = get_wsgi_application()
        found = checks.run_checks(tags=["sarangbang"], databases=["default"])
        connections.close_all()
    except ImproperlyConfigured as error:
        sys.exit(f"Sarangbang does not start: {error}")
    except DatabaseError as error:
        first_line = str(error).strip().partition("\n")[0]
        sys.exit(f"Sarangbang does not start: the database cannot be asked: {first_line}")
    reasons = [f"{one.msg} {one.hint or ''} ({one.id})" for one in found if one.is_serious()]
    if reasons:
        sys.exit("\n".join(f"Sarangbang does not start: {reason}" for reason in reasons))
    return handler


application = start()

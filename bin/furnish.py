"""Make the house ready inside: database, City Hall, translations, static files, the demo's cast.

Run by bin/serve.py in the virtual environment; one process, because starting Django is what costs.
"""

import hashlib
import io
import os
from pathlib import Path
from urllib.parse import urlsplit

import django
from dj_database_url import ParseError, UnknownSchemeError
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import translation

from bin import catalogue
from bin.report import Stop, main, step


def furnish(arguments: list[str]) -> int:
    """All of it, in order. The one argument names a file for what to tell of the demo accounts."""
    set_up()
    reach_database()
    with step("Checking the settings"):
        call_command("check", databases=["default"], stdout=io.StringIO(), stderr=io.StringIO())
        if settings.DEMO:
            call_command("load_demo", "--check")
    with step("Bringing the database up to date"):
        call_command("migrate", interactive=False, verbosity=0)
    with step("Loading City Hall"):
        call_command("load_cityhall", verbosity=0, stdout=io.StringIO())
    if settings.DEMO:
        with step("Making the demo accounts"):
            call_command("load_demo", verbosity=0, stdout=io.StringIO())
        told = io.StringIO()
        with translation.override("en"):  # as all that these commands say
            call_command("load_demo", "--list", stdout=told)
        Path(arguments[0]).write_text(told.getvalue(), encoding="utf-8")
    collect_static_files()
    return 0


def set_up() -> None:
    """Start Django. Raises Stop when the settings cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    catalogue.compile_catalogues()
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        django.setup()
    except (ParseError, UnknownSchemeError) as error:
        raise Stop("DATABASE_URL is not the address of a database.") from error
    except ImproperlyConfigured as error:
        raise Stop(f"The settings are not right: {error}") from error


def reach_database() -> None:
    """Raises Stop, naming the database without its password, when it does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise Stop(f"The database cannot be reached: {address()}: {reason}") from error


def address() -> str:
    """The database as it may be shown: never with its password or its options."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not url.hostname:
        return str(settings.DATABASES["default"]["NAME"])
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{url.hostname}{port}{url.path}"


def collect_static_files() -> None:
    """Copy, name by contents and compress; only when one of the files has changed."""
    stamp = Path(settings.VAR_DIR) / "static.stamp"
    wanted = static_digest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    with step("Collecting the static files"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


def static_digest() -> str:
    """Changes when a static file was added, taken away or edited."""
    files = [
        (path, Path(storage.path(path)).stat())
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    known = sorted((path, state.st_size, state.st_mtime_ns) for path, state in files)
    return hashlib.sha256(repr((settings.STORAGES, known)).encode()).hexdigest()


def fill_the_calendar() -> None:
    """Something is on in the demo. After all else: the suite's house is furnished without it."""
    if settings.DEMO:
        with step("Announcing the demo's events"):
            call_command("load_demo_events", verbosity=0, stdout=io.StringIO())


def guarded(arguments: list[str]) -> int:
    """A command that says what is wrong in a sentence is not a crash."""
    try:
        furnish(arguments)
        fill_the_calendar()
        return 0
    except CommandError as error:
        raise Stop(str(error)) from error


if __name__ == "__main__":
    main(guarded)

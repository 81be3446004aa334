"""`manage.py load_demo_events`: something to be on, for the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.models import Role, User
from accounts.roles import holders
from events import demo


class Command(BaseCommand):
    """A second run makes only those of which nothing is to come any more."""

    help = "Announce the events of the demonstration (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's events are announced only with SARANGBANG_MODE=demo; "
                "this site is in production mode."
            )
        officer: User | None = holders(Role.OFFICER).filter(is_demo=True).order_by("pk").first()
        if officer is None:
            raise CommandError("Nobody may announce them yet: run load_demo first.")
        with translation.override("en"):  # as all that commands say
            told = demo.load(officer)
        for title in told.made:
            self.stdout.write(f"{title}: announced.")
        for title, why in told.left_out:
            self.stdout.write(f"{title}: left out. {why}")

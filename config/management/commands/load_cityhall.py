"""Load City Hall and the public holidays."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from applications.loading import load_conditions
from facilities import data_file, generating, loading, public_holidays
from lib import clock


class Command(BaseCommand):
    """Twice is as good as once."""

    help = (
        "Create the spaces, facilities, hours and policies of City Hall, the reductions of fees "
        "and the conditions of approval, and the public holidays of this year and the next two. "
        "Run it as often as you like: what is there already, and "
        "what was changed in the admin, stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Give texts, facts and hours back the words of the data file. Policies that "
            "bookings were made under stay as they are, and so do the spaces of a facility.",
        )

    def handle(self, *args: Any, overwrite: bool, **options: Any) -> None:
        try:
            data = data_file.read()
            with transaction.atomic():
                loaded = loading.load_building(data, overwrite=overwrite)
                conditions = load_conditions(data)
        except data_file.BadData as error:
            raise CommandError(str(error)) from error
        year = clock.today().year
        calendar = public_holidays.load_holidays(year, year + public_holidays.YEARS_AHEAD)
        self.stdout.write(_about_building(loaded))
        for policy in loaded.used_policies:
            self.stdout.write(f"  Left alone, since bookings were made under it: {policy}.")
        if conditions:
            self.stdout.write(f"Conditions of approval: {conditions} created.")
        self.stdout.write(_about_holidays(calendar, year))
        self.stdout.write(f"Sessions of the weeks ahead: {generating.generate().made} made.")


def _about_building(loaded: loading.Loaded) -> str:
    if not loaded.changed_anything:
        return "City Hall: all there, nothing changed."
    return (
        f"City Hall: {loaded.created} rows created, {loaded.overwritten} overwritten, "
        f"{loaded.kept} left as they were."
    )


def _about_holidays(calendar: public_holidays.Calendar, year: int) -> str:
    years = f"{year} to {year + public_holidays.YEARS_AHEAD}"
    if not calendar.changed_anything:
        return f"Public holidays {years}: all there, nothing changed."
    return (
        f"Public holidays {years}: {calendar.created} created, {calendar.changed} changed, "
        f"{calendar.removed} removed, {calendar.kept} left as they were."
    )

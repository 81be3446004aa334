"""`manage.py load_demo`: the cast of the demonstration, made or set right again."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from accounts.demo import CAST, PASSWORD, Actor
from accounts.models import User
from accounts.verbs import give_role
from lib import clock


class Command(BaseCommand):
    """Loads the cast; a second run leaves the same people as the first.

    Refuses a database of real people: one that has users, none of whom is of the demonstration.
    """

    help = "Make the accounts of the demonstration (demo mode only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--list", action="store_true", help="only print the accounts and what each is for"
        )
        parser.add_argument(
            "--check", action="store_true", help="only refuse a database that is not the demo's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo accounts have a public password and are made only with "
                "SARANGBANG_MODE=demo; this site is in production mode."
            )
        if options["list"]:
            self.stdout.write(table())
            return
        refuse_real_people()
        if options["check"]:
            return
        for actor in CAST:
            load(actor)
            self.stdout.write(f"{actor.email}: {actor.does}")


def refuse_real_people() -> None:
    """Raise CommandError where accounts with a public password would stand among real ones."""
    if User._meta.db_table not in connection.introspection.table_names():
        return  # about to be migrated for the first time
    if User.objects.exists() and not User.objects.filter(is_demo=True).exists():
        raise CommandError(
            "This database has users and was never the demo's: it is not touched. "
            "Set SARANGBANG_MODE=production to serve it, or another DATABASE_URL for the demo."
        )


def load(actor: Actor) -> User:
    """Make the person of the cast, or set right what somebody changed in trying things out."""
    with transaction.atomic():
        user = User.objects.filter(email=actor.email).first() or User(email=actor.email)
        user.name, user.mobile = actor.name, actor.mobile
        user.language, user.residency = actor.language, actor.residency
        user.residency_verified_at = clock.now() if actor.verified else None
        user.is_active = user.is_demo = True
        if not user.password or not user.check_password(PASSWORD):
            user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.filter(user=user).exclude(email=actor.email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=actor.email, defaults={"verified": True, "primary": True}
        )
        if actor.role and actor.role not in user.roles:
            give_role(user, actor.role, by=None)
    return user


def table() -> str:
    """The accounts as a table for the terminal, with the password that they share."""
    width = max(len(actor.email) for actor in CAST)
    lines = [f"  {actor.email:<{width}}  {actor.does}" for actor in CAST]
    return "\n".join([f"Demo accounts, all with the password {PASSWORD}", *lines])

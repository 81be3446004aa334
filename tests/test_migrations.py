"""The migrations say what the models say, and every one of them can be taken back."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ("applications", "bookings", "facilities", "notices", "accounts")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_taken_back_and_made_again() -> None:
    executor = MigrationExecutor(connection)
    ours = [app for app in OURS if app in executor.loader.migrated_apps]
    models = [model for app in ours for model in apps.get_app_config(app).get_models()]
    tables = {model._meta.db_table for model in models}
    try:
        executor.migrate([(app, None) for app in ours])
        assert not tables & set(connection.introspection.table_names())
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    assert tables <= set(connection.introspection.table_names())

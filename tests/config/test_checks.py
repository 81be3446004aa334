"""What keeps a server from starting in production."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core import checks
from django.core.management import call_command
from pytest_django.fixtures import Settings

from accounts.models import User

ROOT = Path(site_settings.BASE_DIR)


def found() -> dict[str, int]:
    """The ids of what the checks say now, with how bad each is."""
    messages = checks.run_checks(tags=["sarangbang"], databases=["default"])
    return {message.id or "": message.level for message in messages}


@pytest.fixture
def production(settings: Settings) -> Settings:
    """A site as it should be, to be made worse."""
    settings.DEMO = False
    settings.SITE_URL = "https://booking.example.kr"
    settings.ALLOWED_HOSTS = ["booking.example.kr"]
    return settings


@pytest.mark.django_db
def test_good_production_has_no_serious_message(production: Settings) -> None:
    assert max(found().values(), default=0) <= checks.INFO


@pytest.mark.django_db
def test_demo_is_not_held_to_it(settings: Settings) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    call_command("load_demo", verbosity=0)
    assert found() == {}


@pytest.mark.django_db
def test_demo_account_is_an_error_whatever_its_address(production: Settings) -> None:
    user = User.objects.create_user("officer@example.com", "sarangbang-demo", name="심사라")
    assert "sarangbang.E001" not in found(), "an address is nobody's mark"
    User.objects.filter(pk=user.pk).update(is_demo=True, email="moved@example.kr")
    assert found()["sarangbang.E001"] == checks.ERROR


@pytest.mark.django_db
def test_demo_accounts_are_looked_for_only_where_a_database_may_be_asked(
    production: Settings,
) -> None:
    User.objects.create_user("officer@example.com", name="심사라", is_demo=True)
    assert not [one for one in checks.run_checks(tags=["sarangbang"]) if one.is_serious()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://booking.example.kr", "sarangbang.E002"),
        ("http://127.0.0.1:8000", "sarangbang.W002"),
        ("http://localhost:8000", "sarangbang.W002"),
    ],
)
def test_address_without_https(production: Settings, url: str, expected: str) -> None:
    production.SITE_URL = url
    assert expected in found()


@pytest.mark.django_db
@pytest.mark.parametrize("hosts", [[], ["*"], ["booking.example.kr", "*"]])
def test_open_hosts_are_an_error(production: Settings, hosts: list[str]) -> None:
    production.ALLOWED_HOSTS = hosts
    assert found()["sarangbang.E003"] == checks.ERROR


def served(environment: Mapping[str, str], database: Path) -> subprocess.CompletedProcess[str]:
    """Load the application as a server does, in a process and environment of its own."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import config.wsgi; print('serving')"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{database}",
            "SARANGBANG_VAR": str(database.parent),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


GOOD = {
    "SARANGBANG_MODE": "production",
    "SECRET_KEY": "one-that-is-only-in-this-test-0123456789-0123456789",
    "SITE_URL": "https://booking.example.kr",
    "ALLOWED_HOSTS": "booking.example.kr",
}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": site_settings.DEMO_SECRET_KEY}, "public demo secret"),
        ({"ALLOWED_HOSTS": "*"}, "sarangbang.E003"),
        ({"SITE_URL": "http://booking.example.kr"}, "sarangbang.E002"),
        ({"SARANGBANG_MODE": "prod"}, "SARANGBANG_MODE"),
    ],
    ids=["no secret", "demo secret", "hosts", "no https", "mode"],
)
def test_server_does_not_start_and_says_why_in_one_line(
    tmp_path: Path, wrong: dict[str, str], expected: str
) -> None:
    result = served(GOOD | wrong, tmp_path / "empty.sqlite3")
    assert result.returncode == 1
    assert "serving" not in result.stdout
    assert expected in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_server_starts_when_all_is_well(tmp_path: Path) -> None:
    result = served(GOOD, tmp_path / "empty.sqlite3")
    assert (result.returncode, result.stdout) == (0, "serving\n"), result.stderr


def test_server_without_its_database_does_not_start(tmp_path: Path) -> None:
    result = served(GOOD, tmp_path / "nowhere" / "at-all.sqlite3")
    assert result.returncode == 1
    assert "database cannot be asked" in result.stderr
    assert "Traceback" not in result.stderr

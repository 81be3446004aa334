"""The static files, collected as a server has them: every file that is named is there."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

NAMED = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")


def templates() -> list[Path]:
    return sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def test_every_file_that_a_template_names_exists() -> None:
    named = {name for page in templates() for name in NAMED.findall(page.read_text("utf-8"))}
    assert not {name for name in named if finders.find(name) is None}


def test_all_files_can_be_collected(tmp_path: Path) -> None:
    """Naming by contents follows every url(), and fails where a style sheet names no file."""
    named_by_contents = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": named_by_contents}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()

"""What every test can rely on: the cast of the demo, and marks that choose the engine."""

import os

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from bin import catalogue

pytest_plugins = ["tests.cast", "tests.places"]

# A machine may be busy: what takes long is shown by bench/, never by a test that is timed.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")

# Which part of the suite this run is, where bin/test runs it in passes; empty: all of it.
PASS = os.environ.get("SUITE_PASS", "")
ENGINES = {"browser": "sqlite3", "once": "sqlite3", "postgres": "postgresql"}


def pytest_configure() -> None:
    """The pages are read in Korean: the translations must be there, and of today."""
    catalogue.compile_catalogues()


@pytest.fixture(autouse=True)
def begun_in_korean() -> None:
    """A page that a test before has opened leaves its language behind, in addresses too."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not for the engine of this pass."""
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    here: list[pytest.Item] = []
    elsewhere: list[pytest.Item] = []
    for item in items:
        (here if is_for(engine, item) else elsewhere).append(item)
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = here


def is_for(engine: str, item: pytest.Item) -> bool:
    """Is the test one for this pass and its engine? What asks for no database runs on one."""
    if PASS and (PASS == "browser") != bool(item.get_closest_marker("browser")):
        return False
    if any(item.get_closest_marker(mark) for mark, only in ENGINES.items() if only != engine):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}
    return bool(asks) or engine == "sqlite3"

"""What every test can rely on: the cast of the demo, and marks that choose the engine."""

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from bin import catalogue

pytest_plugins = ["tests.cast", "tests.places"]

# A machine may be busy: what takes long is shown by bench/, never by a test that is timed.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")

ENGINES = {"browser": "sqlite3", "postgres": "postgresql"}


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
    elsewhere = [
        item
        for item in items
        if any(item.get_closest_marker(mark) for mark, only in ENGINES.items() if only != engine)
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]

"""A real Chromium, and the house that it visits, for the tests marked `browser`."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from bin import chromium
from tests.browser.house import Guest, House, open_house
from tests.browser.visit import Manner, Visit

ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
)


class Visits(Protocol):
    """Opens a visit that ends with the test."""

    def __call__(self, manner: Manner = ..., guest: Guest | None = ...) -> Visit: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser; nobody has to remember to say so."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The program; without one these tests fail, because a suite that skips them proves little."""
    found = chromium.find()
    assert found, "No Chromium runs here. Start the suite with bin/test, or set CHROMIUM."
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """One house for all tests; its clock stands still (tests/browser/moment.py)."""
    with open_house(Path(settings.VAR_DIR) / "browser") as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visits]:
    """A way to open visits. At the end of the test each is closed, and fails it if it must."""
    with ExitStack() as stack:

        def begin(manner: Manner = Manner(), guest: Guest | None = None) -> Visit:  # noqa: B008
            return stack.enter_context(Visit(browser, house, manner, guest))

        yield begin

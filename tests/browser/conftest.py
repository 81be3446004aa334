"""A real Chromium for the tests marked `browser`."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from bin import chromium

# Playwright's loop lives in the thread of the test, which may ask the database all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
        running = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor in Seoul who reads Korean."""
    visitor = browser.new_context(
        locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 900}
    )
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: no error in a script, no request elsewhere."""
    problems: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:")):
            problems.append(f"a request left the site: {request.url}")

    opened = context.new_page()
    opened.on("request", watch)
    opened.on("pageerror", lambda error: problems.append(f"a script failed: {error}"))
    yield opened
    assert not problems, "\n".join(problems)

"""Every page, for everybody: WCAG 2.2 AA by axe, valid HTML, and no page too wide for a phone.

Each page is opened once in each language and looked at as it is and at its hardest: on a phone,
with the largest text in high contrast.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import audit
from tests.browser.house import House
from tests.browser.place import Place
from tests.browser.places import PLACES
from tests.browser.visit import WIDE, Manner, Visit

LANGUAGES = ("ko", "en")
NARROW = (320, 360)


@pytest.fixture(scope="module")
def kept_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served HTML waits for the one run of html-validate that judges all of it."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def same_visit(browser: Browser, house: House) -> Iterator[Callable[[str, Place], Visit]]:
    """One visit for all that a visitor sees in one language: styles and fonts come only once."""
    opened: dict[tuple[str, str], Visit] = {}
    with ExitStack() as stack:

        def begin(language: str, place: Place) -> Visit:
            if (language, place.who) not in opened:
                visit = Visit(browser, house, Manner(language), place.visitor(house))
                opened[language, place.who] = stack.enter_context(visit)
            return opened[language, place.who]

        yield begin


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_page_is_for_everybody(
    same_visit: Callable[[str, Place], Visit], kept_pages: Path, place: Place, language: str
) -> None:
    here = same_visit(language, place)
    audit.show_at(here.page, WIDE["width"])
    place.way(here)
    assert here.document.status == place.status
    keep(here, kept_pages / f"{place.name}.{language}.html")
    found = {"as it is": audit.too_wide(here.page) + audit.violations(here.page)}
    found["on a phone"] = narrow(here)
    found["at its strongest"] = strongest(here)
    assert not any(found.values()), told(found)
    here.check()


def keep(here: Visit, file: Path) -> None:
    """The page as it was sent, with the policy that came with it."""
    policy = here.document.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    file.write_text(here.document.text(), encoding="utf-8")


def narrow(here: Visit) -> list[str]:
    """At the widths of phones. By axe in one language: the other has the widest text instead."""
    found = []
    for width in NARROW:
        audit.show_at(here.page, width)
        found += audit.too_wide(here.page)
    return found + (audit.violations(here.page) if here.manner.language == "ko" else [])


def strongest(here: Visit) -> list[str]:
    """As the screen settings can make it; tests/browser/test_modes.py sees that they do."""
    here.page.evaluate(audit.STRONGEST)
    found = audit.too_wide(here.page) + looks(here)
    audit.show_at(here.page, WIDE["width"])
    found += audit.too_wide(here.page)
    return found + (looks(here) if here.manner.language == "en" else [])


def looks(here: Visit) -> list[str]:
    """Colours and sizes by axe."""
    return audit.violations(here.page, audit.AXE_ON_LOOKS)


def told(found: dict[str, list[str]]) -> str:
    """All of it, so that one run is enough to mend a page."""
    return "\n".join(f"{how}: {line}" for how, lines in found.items() for line in lines)


def test_html_is_valid(kept_pages: Path) -> None:
    """Comes after the pages, which it judges at once."""
    pages = sorted(kept_pages.glob("*.html"))
    if not pages:
        pytest.skip("no page was looked at in this run")
    assert audit.html_errors(pages) == []

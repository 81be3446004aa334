"""Every page, for everybody: WCAG 2.2 AA by axe, valid HTML, and no page too wide for a phone.

Each page is opened once in each language and looked at as it is and at its hardest: on a phone,
with the largest text in high contrast.
"""

from pathlib import Path

import pytest

from tests.browser import audit
from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.places import PLACES, Place
from tests.browser.visit import Manner, Visit

LANGUAGES = ("ko", "en")
NARROW = (320, 360)


@pytest.fixture(scope="module")
def kept_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served HTML waits for the one run of html-validate that judges all of it."""
    return tmp_path_factory.mktemp("pages")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_for_everybody(
    visit: Visits, house: House, kept_pages: Path, language: str, place: Place
) -> None:
    here = visit(Manner(language), place.visitor(house))
    place.way(here)
    assert here.document.status == place.status
    keep(here, kept_pages / f"{place.name}.{language}.html")
    assert here.page.title()
    found = {
        "as it is": audit.violations(here.page),
        "on a phone": narrow(here),
        "at its largest, on black": strongest(here),
    }
    assert not any(found.values()), told(found)


def keep(here: Visit, file: Path) -> None:
    """The page as it was sent, with the policy that came with it."""
    policy = here.document.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    file.write_text(here.document.text(), encoding="utf-8")


def narrow(here: Visit) -> list[str]:
    """At the widths of phones."""
    found = []
    for width in NARROW:
        audit.show_at(here.page, width)
        found += audit.too_wide(here.page)
    return [*found, *audit.violations(here.page)]


def strongest(here: Visit) -> list[str]:
    """As the screen settings can make it; tests/browser/test_modes.py sees that they do."""
    here.page.evaluate(audit.STRONGEST)
    found = audit.too_wide(here.page) + audit.violations(here.page)
    audit.show_at(here.page, 1280)
    return [*found, *audit.too_wide(here.page), *audit.violations(here.page)]


def told(found: dict[str, list[str]]) -> str:
    """All of it, so that one run is enough to mend a page."""
    return "\n".join(f"{how}: {line}" for how, lines in found.items() for line in lines)


def test_html_is_valid(kept_pages: Path) -> None:
    """Comes after the pages, which it judges at once."""
    pages = sorted(kept_pages.glob("*.html"))
    if not pages:
        pytest.skip("no page was looked at in this run")
    assert audit.html_errors(pages) == []

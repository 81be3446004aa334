"""The ways in which a page may be wanted: larger, on black, without motion, on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.visit import Manner

SIZES = {"small": 9, "medium": 10, "large": 11, "xlarge": 13, "xxlarge": 15}
MOVES = """() => [...document.querySelectorAll("*")].filter((node) => {
  const style = getComputedStyle(node);
  return style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
    || style.animationName !== "none" || style.scrollBehavior === "smooth";
}).map((node) => node.outerHTML.slice(0, 80))"""


def root_pixels(page: Page) -> float:
    """The size that all others are measured by."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def paper(page: Page) -> str:
    """The colour of the page."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def choose(page: Page, zoom: str, contrast: str) -> None:
    """On the page of the screen settings, from the link in the header."""
    page.locator("header a[href*='/screen/']").click()
    page.locator(f"input[name=zoom][value={zoom}]").check()
    page.locator(f"input[name=contrast][value={contrast}]").check()
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_chosen_size_and_colours_are_kept(visit: Visits, javascript: bool) -> None:
    here = visit(Manner(javascript=javascript))
    page = here.go("/facilities/onnuri/")
    choose(page, "xxlarge", "high-contrast")
    page.wait_for_url("**/facilities/onnuri/")
    for path in ("/facilities/onnuri/", "/", "/en/accounts/login/"):
        here.go(path)
        html = page.locator("html")
        expect(html).to_have_attribute("data-zoom", "xxlarge")
        expect(html).to_have_attribute("data-krds-mode", "high-contrast")
    choose(page, "medium", "default")
    expect(page.locator("html")).to_have_attribute("data-zoom", "medium")
    expect(page.locator("html")).not_to_have_attribute("data-krds-mode", "high-contrast")


def test_each_size_is_what_krds_says(visit: Visits) -> None:
    page = visit().go("/facilities/onnuri/")
    for zoom, pixels in SIZES.items():
        choose(page, zoom, "default")
        page.wait_for_url("**/facilities/onnuri/")
        assert root_pixels(page) == pytest.approx(pixels, abs=0.01)


def test_high_contrast_is_light_on_black(visit: Visits) -> None:
    page = visit().go("/facilities/onnuri/")
    assert paper(page) == "rgb(255, 255, 255)"
    choose(page, "medium", "high-contrast")
    page.wait_for_url("**/facilities/onnuri/")
    assert max(map(int, paper(page)[4:-1].split(","))) < 32


@pytest.mark.parametrize("path", ["/", "/facilities/moran/"])
def test_nothing_moves_for_who_does_not_want_it(visit: Visits, path: str) -> None:
    """Every visit of this suite asks for reduced motion."""
    page = visit().go(path)
    assert page.evaluate(MOVES) == []


def test_on_paper_a_booking_is_its_facts_and_its_code(visit: Visits, house: House) -> None:
    page = visit(guest=house.regular).go(f"/bookings/{house.references['coming']}/")
    page.emulate_media(media="print")
    for shown in (".ticket .reference", ".ticket-pass svg", "h1"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in (".krds-main-menu", ".header-actions", "main .actions", ".demo-strip"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_on_paper_high_contrast_is_black_on_white(visit: Visits) -> None:
    """Nobody wants a page of black ink, and white letters are not seen on paper."""
    page = visit().go("/facilities/onnuri/")
    choose(page, "medium", "high-contrast")
    page.wait_for_url("**/facilities/onnuri/")
    page.emulate_media(media="print")
    assert paper(page) == "rgba(0, 0, 0, 0)"
    for text in ("h1", "main p", "main dt", "main dd"):
        colour = page.locator(text).first.evaluate("(node) => getComputedStyle(node).color")
        assert max(map(int, colour[4:-1].split(","))) < 128, f"{text}: {colour}"

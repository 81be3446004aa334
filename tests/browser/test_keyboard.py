"""Without a mouse: the whole booking by Tab, Enter and Space, and the focus never out of sight."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import audit
from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.moment import day
from tests.browser.places import booking_form
from tests.browser.visit import PHONE, WIDE, Manner, Visit

# What has the focus, and whether it can be seen: within the window, and set off from its
# surroundings by an outline or a shadow. Chromium itself rings the button within a date or time.
FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  return {
    name: `${node.tagName.toLowerCase()}#${node.id}.${node.className}`,
    href: node.getAttribute("href") || "",
    id: node.id,
    type: node.type || "",
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none" || ["date", "time"].includes(node.type),
  };
}"""
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((node) => node.checkVisibility() && !node.closest(".sr-only, #krds-skip-link"))
  .filter((node) => node.type !== "hidden")
  .filter((node) => getComputedStyle(node).display !== "inline")
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([node, box]) => box.width < 24 || box.height < 24)
  .map(([node, box]) => `${node.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`)"""


def tab_to(page: Page, *, href: str = "", id_: str = "", button: bool = False) -> None:
    """Press Tab until it is reached; on the way nothing may take the focus unseen."""
    for _press in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:  # the window itself, between the last link and the first
            continue
        assert here["inView"], f"out of sight: {here['name']}"
        assert here["marked"], f"not marked: {here['name']}"
        if href and href in here["href"]:
            return
        if id_ and id_ == here["id"]:
            return
        if button and here["type"] == "submit":
            return
    raise AssertionError(f"not reached by keyboard: {href or id_ or 'a button'}")


def enter(page: Page) -> None:
    """Follow what has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_booking_by_keyboard(visit: Visits, house: House) -> None:
    guest = house.guest()
    here = visit()
    page = here.go("/facilities/moran/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["href"] == "#content"
    assert page.evaluate(FOCUSED)["inView"]
    page.keyboard.press("Enter")
    to_the_next_week(page)
    tab_to(page, href=f"date={day(10)}&start=09%3A00")
    enter(page)
    tab_to(page, id_="id_login")
    page.keyboard.type(guest.email)
    tab_to(page, id_="id_password")
    page.keyboard.type(house.password)
    enter(page)
    sends_too_early(page)
    tab_to(page, id_="id_purpose")
    page.keyboard.type("Reading circle")
    tab_to(page, id_="id_people")
    page.keyboard.type("6")
    tab_to(page, button=True)
    with page.expect_navigation():
        page.keyboard.press("Space")
    expect(page.locator(".ticket .reference")).to_be_visible()
    tab_to(page, href="/cancel/")
    enter(page)
    tab_to(page, button=True)
    enter(page)
    expect(page.locator(".messages [role=status]")).to_be_visible()


def to_the_next_week(page: Page) -> None:
    """By htmx: the week is another, it is said, and the focus is not lost."""
    title = page.locator("#week-title").inner_text()
    tab_to(page, href="week=2026-11-30")
    page.keyboard.press("Enter")
    expect(page.locator("#week-title")).not_to_have_text(title)
    expect(page.locator("#status")).to_have_text(page.locator("#week-title").inner_text())
    focused = page.evaluate(FOCUSED)
    assert focused, "the focus is lost"
    assert page.evaluate("document.querySelector('#week').contains(document.activeElement)")


def sends_too_early(page: Page) -> None:
    """The summary of what is wrong takes the focus, and each line leads to its field."""
    page.wait_for_url("**/facilities/moran/book/**")
    tab_to(page, button=True)
    enter(page)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    tab_to(page, href="#id_purpose")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["id"] == "id_purpose"
    page.keyboard.press("Shift+Tab")


def test_search_by_keyboard_keeps_the_focus(visit: Visits) -> None:
    """The results are swapped in below the hands that ask for them."""
    here = visit()
    page = here.go("/facilities/")
    tab_to(page, id_="id_people")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.wait_for_url("**people=12**")
    expect(page.locator("#status")).not_to_be_empty()
    focused = page.evaluate(FOCUSED)
    assert focused, "the focus is lost"


@pytest.mark.parametrize("path", ["/", "/facilities/", "/facilities/moran/", "/accounts/signup/"])
@pytest.mark.parametrize("width", [WIDE["width"], PHONE["width"]])
def test_targets_are_large_enough(visit: Visits, path: str, width: int) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.5.8), links within a sentence apart."""
    page = visit(Manner(width=width)).go(path)
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/facilities/", "/facilities/moran/", booking_form("moran", 7, "15:00")]
)
def test_wider_text_spacing_cuts_nothing_off(
    visit: Visits, house: House, path: str, language: str
) -> None:
    """WCAG 1.4.12, on a phone and on a desk."""
    here: Visit = visit(Manner(language), house.newcomer)
    page = here.go(path)
    page.evaluate(audit.SPACING)
    for width in (WIDE["width"], PHONE["width"]):
        audit.show_at(page, width)
        assert audit.too_wide(page) == []
        assert page.evaluate(audit.CUT_OFF) == []

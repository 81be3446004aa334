"""What is on, by keys alone and passed on: the month by arrows, the address of an event copied."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.event_places import FAIR_ON, SERIES_FROM
from tests.browser.house import House
from tests.browser.moment import TODAY, day
from tests.browser.visit import Manner

MONTH = f"/events/month/{TODAY:%Y-%m}/"
FOCUSED = "() => document.activeElement.querySelector('time')?.dateTime"


def press(page: Page, key: str) -> str:
    """The day that has the focus then."""
    page.keyboard.press(key)
    found: str = page.evaluate(FOCUSED)
    return found


def test_arrows_move_through_the_month(visit: Visits) -> None:
    here = visit(Manner("en"))
    page = here.go(MONTH)
    expect(page.locator("#month-keys")).to_be_visible()
    page.locator("td[tabindex='0']").focus()
    assert page.evaluate(FOCUSED) == TODAY.isoformat()  # a Monday
    assert press(page, "ArrowRight") == day(1).isoformat()
    assert press(page, "End") == day(6).isoformat()
    assert press(page, "ArrowUp") == day(-1).isoformat()
    assert press(page, "Home") == day(-7).isoformat()
    assert page.locator("td[tabindex]").count() == 1
    with page.expect_navigation():
        page.keyboard.press("PageDown")
    assert page.url.endswith("/events/month/2026-12/")
    assert page.evaluate(FOCUSED) == "2026-12-01"
    with page.expect_navigation():
        page.keyboard.press("PageUp")
    assert page.evaluate(FOCUSED) == "2026-11-30"


def test_enter_goes_to_what_is_on(visit: Visits) -> None:
    here = visit(Manner("en"))
    fair = day(FAIR_ON)
    page = here.go(f"/events/month/{fair:%Y-%m}/")
    cell = page.locator(f"td:has(time[datetime='{fair}'])")
    cell.click(position={"x": 4, "y": 4})
    cell.focus()
    page.keyboard.press("Enter")
    expect(cell.locator("a").first).to_be_focused()


def test_on_a_phone_the_days_with_something_on_are_walked(visit: Visits) -> None:
    here = visit(Manner("en", width=360))
    page = here.go(f"/events/month/{day(SERIES_FROM):%Y-%m}/")
    page.locator("td[tabindex='0']").focus()
    first = page.evaluate(FOCUSED)
    second = press(page, "ArrowRight")
    assert first < second
    assert page.locator("td:focus a").count() > 0


def test_without_javascript_nothing_is_promised(visit: Visits) -> None:
    here = visit(Manner("en", javascript=False))
    page = here.go(MONTH)
    expect(page.locator("#month-keys")).to_be_hidden()


def test_the_address_is_copied(visit: Visits, house: House) -> None:
    here = visit(Manner("en"))
    here.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = here.go(f"/events/{house.references['event_fair']}/")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("#status")).to_have_text("The address is copied.")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(f"/events/{house.references['event_fair']}/")

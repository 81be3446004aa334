"""An officer makes a market on every second Saturday, leaves two out, moves one, cancels one."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.staff_event_places import fill_in, press
from tests.browser.test_way import every_manner
from tests.browser.visit import Manner, Visit

# Zone D on second Saturdays in a row that nothing else has: one year for each manner.
FIRST = ("2027-09-11", "2028-01-08", "2028-05-13", "2028-09-09")
NAMES = ("가을", "겨울", "봄", "초가을")
MANNERS = (("ko", True), ("ko", False), ("en", True), ("en", False))


def title_of(manner: Manner) -> str:
    """Its own in each manner."""
    return f"{NAMES[number_of(manner)]} 벼룩시장"


def number_of(manner: Manner) -> int:
    return MANNERS.index((manner.language, manner.javascript))


@every_manner
def test_a_market_on_second_saturdays(visit: Visits, house: House, manner: Manner) -> None:
    here = visit(manner, house.officer)
    page = here.go("/review/events/")
    page.locator("a[href$='/review/events/new/']").first.click()
    plan_with_two_left_out(here, page, manner)
    move_the_second(page)
    cancel_the_last(page)
    here.go("/review/events/?text=" + title_of(manner))
    expect(page.locator("main .card-title a")).to_have_count(3)


def plan_with_two_left_out(here: Visit, page: Page, manner: Manner) -> None:
    """Six dates, of which four are made; a row of the form comes and goes on the way."""
    press(here, "add-place")
    expect(page.locator("select[name='place-1-facility']")).to_be_visible()
    press(here, "remove-place-1")
    fill_in(
        here,
        title_ko=title_of(manner),
        first_day=FIRST[number_of(manner)],
        every="month_weekday",
        times="6",
    )
    press(here, "publish")
    boxes = page.locator("input[name=date]")
    expect(boxes).to_have_count(6)
    boxes.nth(1).uncheck()
    boxes.nth(4).uncheck()
    press(here, "make")
    expect(page.locator("main .messages [role=status]")).to_contain_text("4")
    expect(page.locator(".event-dates-list li")).to_have_count(4)


def move_the_second(page: Page) -> None:
    """From Saturday to Sunday: first refused without a reason, with nothing lost, then done."""
    page.locator(".event-dates-list a").nth(0).click()
    day = page.locator("[name=first_day]")
    saturday = day.input_value()
    sunday = f"{saturday[:8]}{int(saturday[8:]) + 1:02}"
    day.fill(sunday)
    button = page.locator("main button[name=do][value=save]:not([tabindex='-1'])")
    button.click()
    expect(page.locator("[data-code=event_reason_missing]")).to_be_visible()
    expect(page.locator("[name=first_day]")).to_have_value(sunday)
    page.locator("[name=reason_ko]").fill("비가 와서 하루 미룸")
    button.click()
    expect(page.locator("main .messages [role=status]")).to_be_visible()
    expect(page.locator(".event-reason")).to_contain_text("비가 와서 하루 미룸")


def cancel_the_last(page: Page) -> None:
    """Only this date, with its reason."""
    page.locator(".event-dates-list li").last.locator("a").click()
    page.locator("main a[href$='/cancel/']").click()
    expect(page.locator("[name=scope]")).to_have_count(3)
    page.locator("[name=reason_ko]").fill("광장 공사")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/review/events/[0-9A-Z]{12}/$"))
    expect(page.locator("main .messages [role=status]")).to_be_visible()
    expect(page.locator("[name=title_ko]")).to_have_count(0)

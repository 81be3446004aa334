"""The way of an application: by every manner, on the plan, in two windows, without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.moment import day
from tests.browser.test_keyboard import FOCUSED, enter, tab_to
from tests.browser.test_way import MANNERS, every_manner, sign_in
from tests.browser.visit import PHONE, Manner, Visit

DETAILS = {
    "organisation": "여수동 마을모임(예시)",
    "representative": "한대표",
    "registration_number": "120-82-00009",
    "title": "봄맞이 장터(예시)",
    "purpose": "이웃이 함께 어울립니다.",
    "people_peak": "300",
    "people_day": "900",
}
SAVE = re.compile(r"/save/$")


def begun(here: Visit, house: House) -> Page:
    """To an empty form, signing in on the way."""
    return begun_from(here.go("/apply/"), house)


def begun_from(page: Page, house: House) -> Page:
    """The same from a page that tells what is needed."""
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, house.guest())
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/apply/[0-9A-Z]{12}/$"))
    return page


def press(page: Page, do: str) -> None:
    with page.expect_navigation():
        page.locator(f"main button[name=do][value='{do}']").last.click()


def fill_in(page: Page) -> None:
    for name, value in DETAILS.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_applicant_0").check()
    page.locator("#id_ground").select_option("organisation_here")
    page.locator("#id_character").select_option("market")


@every_manner
def test_an_organiser_applies_for_zones_and_a_hall(
    visit: Visits, house: House, manner: Manner
) -> None:
    on_a_phone = Manner(manner.language, manner.javascript, PHONE["width"])
    page = visit(on_a_phone).go("/facilities/plaza-a/")
    page.locator(".apply-box a.primary").click()
    begun_from(page, house)
    fill_in(page)
    page.locator("#zone-day").fill(str(day(40 + MANNERS.index(manner))))
    page.locator("#zone-starts").fill("10:00")
    page.locator("#zone-ends").fill("16:00")
    press(page, "look")
    expect(page.locator("#zone-plaza-a")).to_be_checked()
    page.locator(".plan-area").nth(3).click()
    expect(page.locator("#zone-plaza-d")).to_be_checked()
    press(page, "zones")
    expect(page.locator(".visit-row")).to_have_count(2)
    press(page, "add")
    page.locator("#id_visit-2-facility").select_option("sanseong")
    for number in range(3):
        page.locator(f"#id_visit-{number}-people").fill("30")
    page.locator("#id_visit-2-ends").fill("14:00")
    press(page, "next")
    page.wait_for_url("**/hand-in/")
    expect(page.locator("tbody tr")).to_have_count(3)
    with page.expect_navigation():
        page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/applications/[0-9A-Z]{12}/\?new=1$"))


def test_the_zone_that_is_pressed_is_the_zone_that_is_chosen(visit: Visits, house: House) -> None:
    page = begun(visit(), house)
    for number, letter in enumerate("abcd"):
        page.locator(".plan-area").nth(number).click()
        chosen = page.locator(".plan-list :checked").evaluate_all("all => all.map(one => one.id)")
        assert chosen == [f"zone-plaza-{letter}"]
        expect(page.locator(".plan-mark").nth(number)).to_be_visible()
        page.locator(".plan-area").nth(number).click()
        expect(page.locator(".plan-mark").nth(number)).to_be_hidden()


def test_what_is_typed_is_saved_without_a_press(visit: Visits, house: House) -> None:
    page = begun(visit(), house)
    with page.expect_response(SAVE) as saved:
        page.locator("#id_title").fill("봄맞이 장터(예시)")
    assert saved.value.status == 200
    assert page.evaluate(FOCUSED)["id"] == "id_title"
    page.reload()
    expect(page.locator("#id_title")).to_have_value("봄맞이 장터(예시)")


def test_what_was_typed_last_goes_when_the_page_is_left(visit: Visits, house: House) -> None:
    page = begun(visit(), house)
    form = page.url
    page.locator("#id_title").fill("봄맞이 장터(예시)")
    page.goto(f"{house.url}/facilities/")
    page.goto(form)
    expect(page.locator("#id_title")).to_have_value("봄맞이 장터(예시)")


def test_saving_takes_nobody_away_from_what_they_type(visit: Visits, house: House) -> None:
    here = visit()
    page = begun(here, house)
    press(page, "check")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    with page.expect_response(SAVE):
        page.locator("#id_title").fill("봄맞이 장터(예시)")
    expect(page.locator("#id_title")).to_be_focused()


def test_two_windows_lose_nothing(visit: Visits, house: House) -> None:
    here = visit()
    one = begun(here, house)
    two = here.context.new_page()
    two.goto(one.url)
    with one.expect_response(SAVE):
        one.locator("#id_title").fill("하나")
    with two.expect_response(SAVE) as saved:
        two.locator("#id_title").fill("둘")
    assert saved.value.status == 409
    expect(two.locator("#saved [data-code=draft_saved_elsewhere]")).to_be_visible()
    expect(two.locator("#id_title")).to_have_value("둘")
    with two.expect_navigation():
        two.locator("#saved button").click()
    one.reload()
    expect(one.locator("#id_title")).to_have_value("둘")


@pytest.mark.parametrize("javascript", [True, False])
def test_signed_out_and_in_again_it_is_as_it_was(
    visit: Visits, house: House, javascript: bool
) -> None:
    here = visit(Manner("ko", javascript=javascript))
    guest = house.guest()
    page = here.go("/apply/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, guest)
    page.locator("main form button").first.click()
    page.locator("#id_title").fill("봄맞이 장터(예시)")
    here.context.clear_cookies(name="sessionid")
    press(page, "save")
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, guest)
    expect(page.locator("#id_title")).to_have_value("봄맞이 장터(예시)")
    press(page, "overwrite")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("봄맞이 장터(예시)")


def test_without_a_mouse(visit: Visits, house: House) -> None:
    page = begun(visit(), house)
    page.reload()
    tab_to(page, id_="id_title")
    page.keyboard.type("봄맞이 장터(예시)")
    tab_to(page, id_="zone-plaza-b")
    page.keyboard.press("Space")
    expect(page.locator(".plan-mark").nth(1)).to_be_visible()
    tab_to(page, id_="id_visit-0-facility")
    tab_to(page, id_="id_rain_plan")
    tab_to(page, id_="paper_file")
    for _press in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "check":
            break
    enter(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("봄맞이 장터(예시)")

"""A family books a session on a phone, waits for a full one, and accepts what is held."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.moment import day
from tests.browser.test_keyboard import enter, tab_to
from tests.browser.test_way import MANNERS, confirmed, every_manner, sign_in
from tests.browser.visit import PHONE, Manner

PLAY = "/facilities/play/"
SESSIONS = f".session a[href*='{PLAY}book/?session=']"


def on_a_phone(manner: Manner) -> Manner:
    return Manner(manner.language, manner.javascript, PHONE["width"])


@every_manner
def test_a_family_books_on_a_phone(visit: Visits, house: House, manner: Manner) -> None:
    guest = house.guest()
    here = visit(on_a_phone(manner))
    page = here.go(f"{PLAY}?week={day(0)}")
    page.locator(SESSIONS).nth(5 + MANNERS.index(manner)).click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, guest)
    page.wait_for_url("**/facilities/play/book/?session=*")
    expect(page.locator("#id_name")).to_have_value(guest.name)
    expect(page.locator("#id_guardians")).to_have_value("1")
    page.locator("#id_children_3_5").fill("2")
    page.locator("main form button[value=book]").click()
    reference = confirmed(here)
    page.locator(f"main a[href='{manner.prefix}/bookings/{reference}/cancel/']").click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{manner.prefix}/bookings/{reference}/")


@every_manner
def test_without_a_grown_up_nothing_typed_is_lost(
    visit: Visits, house: House, manner: Manner
) -> None:
    here = visit(on_a_phone(manner), house.guest())
    page = here.go(f"{PLAY}?week={day(0)}")
    page.locator(SESSIONS).nth(5 + MANNERS.index(manner)).click()
    page.locator("#id_guardians").fill("0")
    page.locator("#id_children_0_2").fill("2")
    page.locator("main form button[value=book]").click()
    expect(page.locator("[data-code=no_guardian]")).to_be_visible()
    expect(page.locator("#id_children_0_2")).to_have_value("2")
    page.locator("#id_guardians").fill("1")
    page.locator("main form button[value=book]").click()
    confirmed(here)


@every_manner
def test_a_full_session_is_waited_for_and_left(visit: Visits, house: House, manner: Manner) -> None:
    here = visit(on_a_phone(manner), house.guest())
    page = here.go(f"{PLAY}?week={day(0)}")
    page.locator(f"a[href$='session={house.references['full']}']").click()
    page.locator("#id_children_3_5").fill("1")
    page.locator("main form button[value=wait]").click()
    page.wait_for_url("**/waiting/*/")
    expect(page.locator("h1")).to_contain_text(re.compile("3"))
    page.locator("main form button[value=leave]").click()
    page.wait_for_url(f"**{manner.prefix}/bookings/")
    expect(page.locator("main [role=status]").first).to_be_visible()


def test_the_form_is_done_by_keyboard(visit: Visits, house: House) -> None:
    here = visit(guest=house.guest())
    page = here.go(f"{PLAY}?week={day(0)}")
    tab_to(page, href=f"session={house.references['half']}")
    enter(page)
    tab_to(page, id_="id_guardians")
    tab_to(page, id_="id_children_3_5")
    page.keyboard.type("1")
    tab_to(page, button=True)
    enter(page)
    confirmed(here)


@pytest.mark.parametrize("manner", [MANNERS[0], MANNERS[3]], ids=["ko-js", "en-plain"])
def test_looking_at_an_offer_accepts_nothing(visit: Visits, house: House, manner: Manner) -> None:
    here = visit(on_a_phone(manner), house.regular)
    page = here.go(f"/offers/{house.references['offer']}/")
    expect(page.locator("main form button[value=accept]")).to_be_visible()
    expect(page.locator("main form button[value=decline]")).to_be_visible()
    page.reload()
    expect(page.locator("main form button[value=accept]")).to_be_visible()

"""The whole way, as people walk it: in Korean and English, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.house import Guest, House
from tests.browser.moment import day
from tests.browser.visit import Manner, Visit

MANNERS = [
    Manner(language, javascript=javascript)
    for language in ("ko", "en")
    for javascript in (True, False)
]
REFERENCE = re.compile(r"/bookings/([0-9A-Z]{12})/")


def told(manner: Manner) -> str:
    """The name of a case in the report."""
    return f"{manner.language}-{'js' if manner.javascript else 'plain'}"


every_manner = pytest.mark.parametrize("manner", MANNERS, ids=told)


def sign_in(page: Page, house: House, guest: Guest) -> None:
    """Fill in the sign-in page that is shown."""
    page.locator("#id_login").fill(guest.email)
    page.locator("#id_password").fill(house.password)
    page.locator("main form button[type=submit]").click()


def fill_in(page: Page, purpose: str, people: int = 6) -> None:
    """What the form does not know yet of somebody who is signed in."""
    page.locator("#id_purpose").fill(purpose)
    page.locator("#id_people").fill(str(people))


def send(page: Page) -> None:
    """Press the button of the booking form."""
    page.locator("main form button[type=submit]").click()


def fresh_day(manner: Manner) -> int:
    """A Tuesday or so that no other case books: days ahead of the house's today."""
    return 15 + MANNERS.index(manner)


def address(slug: str, ahead: int, start: str, minutes: int = 60) -> str:
    """The form for a time, as the week page links to it."""
    return f"/facilities/{slug}/book/?date={day(ahead)}&start={start}&minutes={minutes}"


@every_manner
def test_a_citizen_books_and_cancels(visit: Visits, house: House, manner: Manner) -> None:
    guest, ahead = house.guest(), fresh_day(manner)
    here = visit(manner)
    page = here.go("/")
    search_for(here, ahead)
    page.locator(f"main h3 a[href^='{manner.prefix}/facilities/moran/?week=']").click()
    expect(page.locator("#week")).to_be_visible()
    turn_to(here, ahead)
    page.locator(f"#week a[href*='date={day(ahead)}&start=10%3A00']:visible").first.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, guest)
    page.wait_for_url("**/facilities/moran/book/**")
    expect(page.locator("#id_date")).to_have_value(f"{day(ahead)}")
    expect(page.locator("#id_start")).to_have_value("10:00")
    expect(page.locator("#id_name")).to_have_value(guest.name)
    fill_in(page, "독서 모임")
    send(page)
    reference = confirmed(here)
    takes_both_files_home(here, reference)
    page.locator(f"header a[href='{manner.prefix}/bookings/']").click()
    page.locator(f"main h3 a[href='{manner.prefix}/bookings/{reference}/']").click()
    cancels(here, reference)


def search_for(here: Visit, ahead: int) -> None:
    """From the front page to the list, by its search box."""
    here.page.locator("#id_date").fill(f"{day(ahead)}")
    here.page.locator("#id_start").select_option("10:00")
    here.page.locator("#id_people").fill("6")
    here.page.locator("form[role=search] button").click()
    here.page.wait_for_url(f"**/facilities/?**date={day(ahead)}**")
    asked = here.page.locator("main .asked a").first
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("10:00")


def turn_to(here: Visit, ahead: int) -> None:
    """Leaf through the weeks to the one with that day."""
    wanted = here.page.locator(f"#week a[href*='date={day(ahead)}']:visible")
    for _week in range(5):
        if wanted.count():
            return
        title = here.page.locator("#week-title").inner_text()
        here.page.locator("#week .week-nav a.next").click()
        expect(here.page.locator("#week-title")).not_to_have_text(title)
    raise AssertionError("the day is not found in five weeks")


def confirmed(here: Visit) -> str:
    """The confirmation with its reference and code; returns the reference."""
    here.page.wait_for_url("**/bookings/*/?new=1")
    found = REFERENCE.search(here.page.url)
    assert found
    reference = found.group(1)
    spaced = "-".join(re.findall("....", reference))
    expect(here.page.locator(".reference")).to_have_text(spaced)
    expect(here.page.locator(".ticket-pass svg")).to_be_visible()
    return reference


def takes_both_files_home(here: Visit, reference: str) -> None:
    """The pass and the calendar file come as files with the name of the booking."""
    for name, begins in ((f"{reference}.pdf", b"%PDF-"), (f"{reference}.ics", b"BEGIN:VCALENDAR")):
        kind = "pass.pdf" if name.endswith("pdf") else "booking.ics"
        with here.page.expect_download() as saved:
            here.page.locator(f".actions a[href$='{kind}']").click()
        assert saved.value.suggested_filename == name
        assert saved.value.path().read_bytes().startswith(begins)


def cancels(here: Visit, reference: str) -> None:
    """With the deadline shown before; afterwards the time is nobody's and the pass is gone."""
    page = here.page
    page.locator(".actions a[href$='/cancel/']").click()
    page.wait_for_url("**/cancel/")
    expect(page.locator("main")).to_contain_text("09:00")  # an hour before ten
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/bookings/{reference}/")
    expect(page.locator(".messages [role=status]")).to_be_visible()
    assert page.locator(".ticket-pass svg").count() == 0
    assert page.locator(".actions a[href$='/cancel/']").count() == 0


@every_manner
def test_who_comes_second_is_told_why_and_books_what_is_offered(
    visit: Visits, house: House, manner: Manner
) -> None:
    """Both have the form open; one sends it first."""
    second = visit(manner, house.guest())
    page = second.go(address("tancheon", fresh_day(manner), "14:00"))
    fill_in(page, "보드게임 모임", 5)
    first = visit(manner, house.guest())
    fill_in(first.go(address("tancheon", fresh_day(manner), "14:00")), "합창 연습", 5)
    send(first.page)
    confirmed(first)
    send(page)
    refusal = page.locator("[data-code=taken]")
    expect(refusal).to_be_visible()
    assert second.document.status == 409
    expect(refusal.locator("h2")).not_to_be_empty()
    expect(refusal.locator(".next")).not_to_be_empty()
    expect(page.locator("#id_purpose")).to_have_value("보드게임 모임")
    offered = refusal.locator(".alternatives a")
    assert 1 <= offered.count() <= 3
    offered.first.click()
    expect(page.locator("[data-code]")).to_have_count(0)
    fill_in(page, "보드게임 모임", 5)
    send(page)
    confirmed(second)


@every_manner
def test_a_session_that_ended_brings_the_form_back_filled_in(
    visit: Visits, house: House, manner: Manner
) -> None:
    guest = house.guest()
    here = visit(manner, guest)
    page = here.go(address("moran", fresh_day(manner), "16:00"))
    fill_in(page, "🎻 바이올린 연습", 3)
    page.locator("#id_group_name").fill("여수동 현악 모임(예시)")
    here.end_session()
    send(page)
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, house, guest)
    page.wait_for_url("**/facilities/moran/book/**")
    expect(page.locator("#id_purpose")).to_have_value("🎻 바이올린 연습")
    expect(page.locator("#id_people")).to_have_value("3")
    expect(page.locator("#id_group_name")).to_have_value("여수동 현악 모임(예시)")
    expect(page.locator("#id_start")).to_have_value("16:00")
    send(page)
    confirmed(here)


@every_manner
def test_somebody_new_signs_up_on_the_way_to_a_room(visit: Visits, manner: Manner) -> None:
    """The letter is read in the outbox of the demo; its link leads back to the form."""
    here = visit(manner)
    page = here.go(address("tancheon", fresh_day(manner), "10:00"))
    page.wait_for_url("**/accounts/login/**")
    page.locator("main a[href*='/accounts/signup/']").click()
    email = f"new-{told(manner)}@example.com"
    for name, value in {
        "name": "설아름",
        "email": email,
        "mobile": "010-0000-7000",
        "password1": "dalbit-georeum-7",
        "password2": "dalbit-georeum-7",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("input[name=residency][value=resident]").check()
    page.locator("#id_privacy").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/accounts/confirm-email/")
    page.locator("main a[href$='/outbox/']").click()
    page.locator("main .card h2 a").first.click()
    page.locator("main a[href*='/accounts/confirm-email/']").first.click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/facilities/tancheon/book/**")
    expect(page.locator("main form")).to_contain_text(email)
    expect(page.locator("#id_start")).to_have_value("10:00")
    fill_in(page, "육아 모임", 4)
    send(page)
    confirmed(here)

"""The welfare fair from the form to the permit: an organiser and an officer in two browsers."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.moment import day
from tests.browser.test_way import told
from tests.browser.visit import PHONE, Manner, Visit
from tests.lib.test_uploads import pdf

MANNERS = [Manner("ko"), Manner("en", javascript=False, width=PHONE["width"])]
both_manners = pytest.mark.parametrize("manner", MANNERS, ids=told)
REFERENCE = re.compile(r"/applications/([0-9A-Z]{12})/")


def fair(manner: Manner) -> int:
    """Days ahead of the house's today: a fair of its own for each manner."""
    return 32 + 7 * MANNERS.index(manner)


def fill_in(page: Page, title: str) -> None:
    """Who applies, and what for."""
    page.locator("#id_applicant_0").check()
    fields = {
        "organisation": "성남복지모임(예시)",
        "registration_number": "120-82-00009",
        "representative": "한대표",
        "title": title,
        "purpose": "복지 기관을 알리고 이웃이 함께 어울립니다.",
        "people_peak": "600",
        "people_day": "3500",
        "equipment": "음향, 책상 80개",
        "power_kw": "20",
        "vehicles": "5",
        "rain_plan": "로비와 대강당으로 옮깁니다.",
    }
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_ground").select_option("organisation_here")
    page.locator("#id_character").select_option("welfare")
    page.locator("#id_amplified").check()
    page.locator("#id_is_public").check()


def fill_row(
    page: Page, number: int, slug: str, ahead: int, starts: str, ends: str, people: int
) -> None:
    """A space and a time; the row is there."""
    row = f"#id_visit-{number}-"
    page.locator(f"{row}facility").select_option(slug)
    page.locator(f"{row}day").fill(f"{day(ahead)}")
    page.locator(f"{row}starts").fill(starts)
    page.locator(f"{row}ends").fill(ends)
    page.locator(f"{row}people").fill(str(people))


def press(page: Page, what: str) -> None:
    """The button of the form that does that."""
    with page.expect_navigation():
        page.locator(f"main button[name=do][value='{what}']").first.click()


def applies(here: Visit, title: str) -> str:
    """All of it, from the first page on; the reference."""
    manner, ahead = here.manner, fair(here.manner)
    page = here.go("/facilities/plaza/")
    page.locator("main a[href*='/apply/']").first.click()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    fill_in(page, title)
    fill_row(page, 0, "onnuri", ahead, "10:00", "12:00", 500)
    for number, (slug, starts, ends, people) in enumerate(
        (("nuri-hall", "10:00", "17:00", 800), ("hannuri", "14:00", "16:00", 150)), start=1
    ):
        press(page, "add")
        fill_row(page, number, slug, ahead, starts, ends, people)
    puts_the_plaza_in(page, ahead)
    page.locator("#id_visit-3-people").fill("3000")
    press(page, "check")
    expect(page.locator(".visit-told")).to_have_count(4)
    press(page, "next")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{manner.prefix}/applications/*/?new=1")
    found = REFERENCE.search(page.url)
    assert found
    return found[1]


def puts_the_plaza_in(page: Page, ahead: int) -> None:
    """All four zones on the plan: the whole plaza."""
    page.locator("#zone-day").fill(f"{day(ahead)}")
    page.locator("#zone-starts").fill("10:00")
    page.locator("#zone-ends").fill("17:00")
    for zone in "abcd":
        page.locator(f"#zone-plaza-{zone}").check()
    press(page, "zones")
    expect(page.locator("#id_visit-3-facility")).to_have_value("plaza")


def test_what_is_typed_is_there_in_another_browser(visit: Visits, house: House) -> None:
    """Saved while it is typed, without any button; and after signing out."""
    guest = house.guest()
    here = visit(guest=guest)
    page = here.go("/apply/")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    with page.expect_response("**/save/"):
        page.locator("#id_title").fill("저절로 남는 신청(예시)")
    elsewhere = visit(guest=guest).go(page.url.removeprefix(house.url))
    expect(elsewhere.locator("#id_title")).to_have_value("저절로 남는 신청(예시)")


# The whole way ------------------------------------------------------------------------------


def opens(page: Page, what: str) -> None:
    """The step of the officer that stands behind a heading."""
    button = page.locator(f"main button[name=do][value='{what}']").first
    if not button.is_visible():
        page.locator(f"main details:has(button[value='{what}']) > summary").first.click()


def asks(page: Page) -> None:
    """A word and a paper, each with its own deadline."""
    opens(page, "ask")
    page.locator("#ask_text_1").fill("무대 설치 시각을 알려 주시기 바랍니다.")
    page.locator("#ask_kind_1").select_option("text")
    page.locator("#ask_day_1").fill(f"{day(4)}")
    page.locator("#ask_text_2").fill("안전관리계획서를 내 주시기 바랍니다.")
    page.locator("#ask_kind_2").select_option("paper")
    page.locator("#ask_day_2").fill(f"{day(10)}")
    press(page, "ask")


def answers(page: Page) -> None:
    """Item by item, the paper as a file."""
    text = page.locator("#question-1")
    text.locator("textarea").fill("아침 여덟 시에 설치합니다.")
    with page.expect_navigation():
        text.locator("button[value=send]").click()
    paper = page.locator("#question-2")
    paper.locator("input[type=file]").set_input_files(
        {"name": "안전관리계획서.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    paper.locator("select").select_option("safety_plan")
    with page.expect_navigation():
        paper.locator("button[value=send]").click()
    expect(page.locator("#question-1, #question-2")).to_have_count(0)


def approves(page: Page) -> None:
    """Look at it once more, then approve."""
    press(page, "approve")
    expect(page.locator("main button[value=again]")).to_be_visible()
    press(page, "approve")


def approves_in_part(page: Page, without: int) -> None:
    """All but one, with a condition of their own."""
    opens(page, "approve")
    form = page.locator("form:has(button[value=approve])")
    form.locator(f"input[name=visits][value='{without}']").uncheck()
    form.locator("#approve_why").fill("그 시간 한누리에는 시의 행사가 있습니다.")
    form.locator("#approve_own_conditions").fill("차량은 아침 9시까지 나갑니다.")
    approves(page)


def permit_of(here: Visit, reference: str) -> bytes:
    """The permit as its person downloads it."""
    path = f"{here.manner.prefix}/applications/{reference}/permit.pdf"
    answer = here.context.request.get(f"{here.house.url}{path}")
    assert answer.status == 200
    return answer.body()


def text_of(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def changes(page: Page) -> None:
    """The ceremony an hour later."""
    with page.expect_navigation():
        page.locator("form[action$='/change/'] button").click()
    row = page.locator(".visit-row:has(option[value=onnuri]:checked)")
    row.locator("[name$=-starts]").fill("11:00")
    row.locator("[name$=-ends]").fill("13:00")
    press(page, "next")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


@both_manners
def test_the_welfare_fair_from_the_form_to_the_permit(
    visit: Visits, house: House, manner: Manner
) -> None:
    here, office = visit(manner, house.guest()), visit(Manner("ko"), house.officer)
    reference = applies(here, "사회복지의 날 한마당(예시)")
    mine, review = f"/applications/{reference}/", f"/review/applications/{reference}/"

    page = office.go(f"/review/?text={reference}")
    page.locator(f"main a[href='{review}']").click()
    asks(page)
    answers(here.go(mine))
    page = office.go(review)
    expect(page.locator("main")).to_contain_text("아침 여덟 시에 설치합니다.")
    expect(page.locator(".papers")).to_contain_text("안전관리계획서.pdf")
    hannuri = page.locator(".visit-table tr:has-text('한누리') .visit-number").inner_text()
    approves_in_part(page, int(hannuri))

    expect(here.go(mine).locator("main")).to_contain_text("차량은 아침 9시까지 나갑니다.")
    first = permit_of(here, reference)
    assert "사회복지의 날 한마당(예시)" in text_of(first)
    changes(here.page)
    expect(here.page.locator(".differences").first).to_be_visible()
    assert permit_of(here, reference)  # what was approved stands meanwhile

    page = office.go(review)
    expect(page.locator(".differences ins").first).to_contain_text("11:00")
    opens(page, "approve")
    approves(page)
    here.go(mine)
    guard = visit(manner)
    verified(guard, code_on(first, reference), "danger")  # replaced
    verified(guard, code_on(permit_of(here, reference), reference), "warning")  # not yet


def code_on(paper: bytes, reference: str) -> str:
    """The permit's code as it is printed."""
    printed = re.findall(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", text_of(paper))
    code: str
    (code,) = {one.replace("-", "") for one in printed} - {reference}
    return code


def verified(guard: Visit, code: str, tone: str) -> None:
    """A guard, who is not signed in, reads what a permit is worth."""
    page = guard.go(f"/permits/{code}/")
    expect(page.locator(".verdict")).to_have_class(re.compile(tone))

"""The lobby screen by itself: fresh each minute, and honest when the network is gone."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Route, ViewportSize, expect

from events.display_shown import NEXT_AT_MOST, NOW_AT_MOST, Line, Screen
from tests.browser.conftest import Visits
from tests.browser.moment import NOW
from tests.browser.visit import Manner

WALLS = [(1920, 1080), (1080, 1920), (1280, 720), (1200, 1920), (1920, 1200)]
# The most that columns hold, of words as long as they come.
KOREAN = Line(
    when="~12. 30.(수) 24:00",
    title=("성남시 장애인종합복지관과 함께하는 겨울맞이 이웃사랑 나눔 한마당 " * 4)[:150],
    other_title=("A winter fair of neighbours, with the welfare centre " * 3)[:150],
    other_language="en",
    where=", ".join(["누리홀", "온누리", "광장 가 구역", "광장 나 구역", "모란관", "탄천관"] * 2),
    mark="시간 변경",
)
ENGLISH = replace(
    KOREAN,
    when="until Wed 30 Dec 24:00",
    title=KOREAN.other_title,
    other_title=KOREAN.title,
    other_language="ko",
    where=", ".join(["Nuri Hall", "Onnuri Hall", "Plaza, zone A", "Plaza, zone B"] * 3),
    mark="Postponed",
)
LOWEST = """() => Math.max(...[...document.querySelectorAll(".display-lists li")]
  .map((node) => node.getBoundingClientRect().bottom))"""


def test_it_refreshes_itself_and_says_how_old_it_is(visit: Visits) -> None:
    here = visit(Manner("en"))
    page = here.page
    page.clock.install()
    here.go("/display/")
    page.evaluate("document.querySelector('#next-title').textContent = 'Old'")
    with page.expect_response("**/display/"):
        page.clock.run_for(61_000)
    expect(page.locator("#next-title")).to_have_text("Next")

    here.context.set_offline(True)
    page.evaluate("document.querySelector('#next-title').textContent = 'Kept'")
    page.clock.run_for(4 * 60_000)
    expect(page.locator("#stale")).to_contain_text("minutes ago")
    expect(page.locator("#next-title")).to_have_text("Kept")

    # What the browser itself says of each minute without a network, and nothing else.
    assert {*here.problems} == {"console: Failed to load resource: net::ERR_INTERNET_DISCONNECTED"}
    here.problems.clear()

    here.context.set_offline(False)
    page.clock.run_for(61_000)
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator("#next-title")).to_have_text("Next")


@pytest.mark.parametrize(("width", "height"), WALLS)
@pytest.mark.parametrize(("language", "line"), [("ko", KOREAN), ("en", ENGLISH)])
def test_all_of_it_stands_on_the_wall(
    visit: Visits, language: str, line: Line, width: int, height: int
) -> None:
    """Nobody can scroll there: the longest words, as many as are shown, at the usual sizes."""
    full = Screen(now=[line] * NOW_AT_MOST, next=[line] * NEXT_AT_MOST, more=120)
    with translation.override(language):
        html = render_to_string("events/display.html", {"screen": full, "now": NOW})

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    here = visit(Manner(language))
    here.page.set_viewport_size(ViewportSize(width=width, height=height))
    here.page.route("**/display/", answer)
    page = here.go("/display/")
    page.evaluate("document.fonts.ready")
    expect(page.locator("li")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    foot = page.locator(".display-foot").bounding_box()
    assert foot
    assert page.evaluate(LOWEST) <= foot["y"] + 0.5
    for part in (".display-what", ".display-where"):  # to be read from ten metres
        size = page.locator(part).first.evaluate("(node) => getComputedStyle(node).fontSize")
        assert float(size.removesuffix("px")) == pytest.approx(0.066 * min(width, height))
    page.locator("#stale").evaluate("(node) => { node.hidden = false; }")
    assert page.evaluate("document.documentElement.scrollHeight") <= height

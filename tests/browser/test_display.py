"""The lobby screen by itself: fresh each minute, and honest when the network is gone."""

from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visit import Manner


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

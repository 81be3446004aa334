"""Takes the pictures of the README: `python -m tests.browser.pictures [NAME...]`.

The same house, guests and clock as in the tests, so that a picture changes only when a page does.
Take them with a Chromium that speaks Korean (Debian: chromium-l10n), or its dates are American.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bin import chromium
from bin.report import say
from tests.browser.conftest import ARGUMENTS
from tests.browser.furnish import EVENTS
from tests.browser.house import House, open_house
from tests.browser.moment import day
from tests.browser.place import sent
from tests.browser.places import booking_form
from tests.browser.visit import Manner, Visit

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
COLOURS = 128
MOST_BYTES = 150_000
REFUSED = sent(booking_form("moran", 8, "14:00"), purpose="동네 책모임", people="8")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown, to whom, and how much of it."""

    name: str
    way: Callable[[Visit], object]
    language: str = "ko"
    width: int = 1120
    height: int = 860
    scale: float = 1.5
    signed_in: bool = False


def week(here: Visit) -> None:
    """The coming week of a room: a table, and on a phone a list."""
    here.go(f"/facilities/moran/?week={day(7)}")


def week_from_its_title(here: Visit) -> None:
    """The same, below the head of the page."""
    week(here)
    here.page.locator("#week-title").evaluate("(title) => title.scrollIntoView()")


def booked(here: Visit) -> None:
    """The confirmation."""
    here.go(f"/bookings/{here.house.references['coming']}/?new=1")


def home(here: Visit) -> None:
    """The front page."""
    here.go("/")


def sessions(here: Visit) -> None:
    """The play area: free places in words, a full session with its waiting list."""
    here.go(f"/facilities/play/?week={day(0)}")
    here.page.locator(".session-days .day").nth(1).evaluate("day => day.scrollIntoView()")


def plan(here: Visit) -> None:
    """An application: the zones of the plaza on the plan, and what is known of each."""
    here.go(f"/apply/{here.house.references['plaza']}/?check=1")
    here.page.locator("#plan").evaluate("plan => plan.scrollIntoView()")


def month(here: Visit) -> None:
    """What is on in December."""
    here.go("/events/month/2026-12/")
    here.page.locator(".week-nav").evaluate("way => way.scrollIntoView()")


def event(here: Visit) -> None:
    """The fair of the demo: picture, places with their hours, plan of the plaza, programme."""
    here.go("/events/?category=welfare")
    with here.page.expect_navigation():
        here.page.locator("main .events-list h3 a").first.click()
    here.page.locator("main h1").evaluate("title => title.scrollIntoView()")


PICTURES = (
    Picture("home.ko", home, height=1020),
    Picture("week.ko", week, height=1060),
    Picture("week.en", week, "en", height=1060),
    Picture("sessions.ko", sessions, height=900),
    Picture("sessions.en", sessions, "en", height=900),
    Picture("plan.ko", plan, height=900, signed_in=True),
    Picture("plan.en", plan, "en", height=900, signed_in=True),
    Picture("refused.ko", REFUSED, height=900, signed_in=True),
    Picture("booking.ko", booked, height=1080, signed_in=True),
    Picture("month.ko", month, height=900),
    Picture("month.en", month, "en", height=1060),
    Picture("event.ko", event, height=1500),
    Picture("event.en", event, "en", height=1500),
    Picture("phone.ko", week_from_its_title, width=360, height=780, scale=2),
)


def take(browser: Browser, house: House, picture: Picture) -> Path:
    """Write one picture, in few colours. Raises AssertionError when it is too heavy for a page."""
    guest = house.regular if picture.signed_in else None
    manner = Manner(picture.language, width=picture.width)
    with Visit(browser, house, manner, guest, scale=picture.scale) as here:
        here.page.set_viewport_size(ViewportSize(width=picture.width, height=picture.height))
        picture.way(here)
        here.page.evaluate("document.fonts.ready")
        shot = Image.open(io.BytesIO(here.page.screenshot())).convert("RGB")
    file = FOLDER / f"{picture.name}.png"
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < MOST_BYTES, f"{file.name}: {file.stat().st_size:,} bytes"
    return file


def run() -> None:
    """All of them, or those that are named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_house(Path(folder), EVENTS) as house,
        sync_playwright() as playwright,
    ):
        program = chromium.find() or sys.exit("No Chromium runs here.")
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[*ARGUMENTS, "--lang=ko-KR"],
            env={**os.environ, "LANGUAGE": "ko"},
        )
        for picture in (one for one in PICTURES if one.name in (sys.argv[1:] or [one.name])):
            file = take(browser, house, picture)
            say(f"{file.name}: {file.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    run()

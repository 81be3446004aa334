"""Reading the pages of applications as their person does."""

import re

from applications.models import Application
from bookings.models import Booking
from tests.bookings.pages import Page


def page_of(thing: Application | Booking, what: str = "") -> str:
    """The address of its page, or of one below it, in English."""
    booking = thing.booking if isinstance(thing, Application) else thing
    return f"/en/applications/{booking.reference}/{what}"


def answer_to(application: Application, number: int = 1) -> str:
    """Where the answer to a question is sent."""
    return page_of(application, f"questions/{number}/")


def states_of(page: Page) -> list[str]:
    """The word for each visit of the first table, in its order."""
    table = page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<td>\s*<span class="krds-badge[^>]*>([^<]+)</span>', table)


def heading_of(page: Page) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.content.decode(), re.S)
    return found[1].strip() if found else ""


def links_of(page: Page) -> set[str]:
    """The last part of every address that the page leads to below the application's own."""
    return set(re.findall(r'href="[^"]*/([\w-]+\.(?:pdf|ics))"', page.content.decode()))

"""A page in one of its states, and the ways to it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.house import Guest, House
from tests.browser.visit import Visit

Way = Callable[[Visit], None]
REGULAR, NOBODY, NEWCOMER, OFFICER = "regular", "nobody", "newcomer", "officer"


@dataclass(frozen=True, slots=True)
class Place:
    """A page in one of its states: who looks at it, and the status it must answer with."""

    name: str
    way: Way
    who: str = NOBODY
    status: int = 200

    def visitor(self, house: House) -> Guest | None:
        """The person to sign in as."""
        if self.who == NOBODY:
            return None
        known = {REGULAR: house.regular, OFFICER: house.officer, NEWCOMER: house.newcomer}
        return known[self.who]


def at(path: str) -> Way:
    """Simply open it. {coming} and the like in the path stand for the regular's bookings."""

    def go(here: Visit) -> None:
        here.go(path.format(**here.house.references))

    return go


def sent(path: str, **values: str) -> Way:
    """Open it, fill in the form and send it."""

    def go(here: Visit) -> None:
        at(path)(here)
        for name, value in values.items():
            here.page.locator(f"#id_{name}").fill(value)
        submit(here)

    return go


def submit(here: Visit) -> None:
    """Press the first button of the page's form and wait for the answer."""
    with here.page.expect_navigation():
        here.page.locator("main form button[type=submit]").first.click()


def done(path: str, what: str, **values: str) -> Way:
    """Open it, fill in the first form whose button does that, and press the button."""

    def go(here: Visit) -> None:
        at(path)(here)
        button = f"button[name=do][value={what}]"
        fields = "".join(f":has([name={name}])" for name in values)
        form = here.page.locator(f"main form:has({button}){fields}").first
        if not form.locator(button).is_visible():
            here.page.locator(f"main details:has({button}) > summary").first.click()
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        with here.page.expect_navigation():
            form.locator(button).click()

    return go

"""A visit: one browser window at the house, in which nothing may go wrong unseen."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.browser.house import Guest, House

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=780)
# What Chromium says of a page with a true status (404, 409, 422): no fault of the page.
STATUS_TOLD = "Failed to load resource: the server responded with a status of"


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody visits."""

    language: str = "ko"
    javascript: bool = True
    width: int = WIDE["width"]

    @property
    def prefix(self) -> str:
        """What every address of this language begins with."""
        return "" if self.language == "ko" else f"/{self.language}"


@dataclass  # no slots: Playwright hangs its own name on whoever listens
class Visit:
    """Opened as a context; leaving it fails when something went wrong that no page showed."""

    browser: Browser
    house: House
    manner: Manner = Manner()
    guest: Guest | None = None
    scale: float = 1  # pixels of the screen to one of CSS
    problems: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __enter__(self) -> Self:
        self.context = self.browser.new_context(
            base_url=self.house.url,
            locale="ko-KR" if self.manner.language == "ko" else "en-GB",
            timezone_id="Asia/Seoul",
            viewport=ViewportSize(width=self.manner.width, height=900),
            java_script_enabled=self.manner.javascript,
            reduced_motion="reduce",
            device_scale_factor=self.scale,
        )
        self.context.set_default_timeout(15_000)
        if self.guest:
            self.sign_in_quietly(self.guest)
        self.page = self.context.new_page()
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.context.close()
        if kind is None:
            self.check()

    def check(self) -> None:
        """Fail when something went wrong so far; and forget it."""
        problems, self.problems = self.problems, []
        assert not problems, "\n".join(problems)

    def sign_in_quietly(self, guest: Guest) -> None:
        """Be signed in already, as one who was here this morning."""
        self.context.add_cookies(
            [{"name": "sessionid", "value": guest.session, "url": self.house.url}]
        )

    def end_session(self) -> None:
        """What happens when a session ends on the server: the browser is a stranger again."""
        self.context.clear_cookies(name="sessionid")

    def go(self, path: str) -> Page:
        """Open an address of the language of this visit."""
        self.page.goto(f"{self.manner.prefix}{path}")
        return self.page

    @property
    def document(self) -> Response:
        """The answer that the page which is shown came with."""
        return next(
            answer
            for answer in reversed(self.answers)
            if answer.request.resource_type == "document" and not 300 <= answer.status < 400
        )

    @property
    def path(self) -> str:
        """The address that is shown, without the language."""
        return urlsplit(self.page.url).path.removeprefix(self.manner.prefix)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self.problems.append(f"a request left the site: {request.url}")

    def _answered(self, answer: Response) -> None:
        self.answers.append(answer)
        if answer.request.resource_type not in {"document", "fetch"} and answer.status >= 400:
            self.problems.append(f"{answer.status}: {answer.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS_TOLD):
            self.problems.append(f"console: {message.text}")

"""What a first visit loads, in a real browser with an empty cache: requests and bytes."""

import gzip

from playwright.sync_api import Response, sync_playwright

from bench import report
from bin import chromium
from bin.report import say

GOAL_KB = 200
GOAL_REQUESTS = 25
FONTS = (".woff2", ".woff", ".ttf")


def first_visit(url: str) -> None:
    """Open one page and count. The page itself is counted as a proxy compresses it."""
    loaded: list[Response] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.see_to_it())
        page = browser.new_page(locale="ko-KR")
        page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108
        page.goto(url, wait_until="networkidle")
        fonts = [one for one in loaded if one.url.endswith(FONTS)]
        others = [one for one in loaded if one not in fonts]
        kilobytes = sum(_size(one) for one in others) / 1000
        font_kilobytes = sum(_size(one) for one in fonts) / 1000
        elsewhere = [one.url for one in loaded if not one.url.startswith(url[: url.index("/f")])]
        browser.close()
    say(f"\nA first visit of the week page in Chromium: {len(loaded)} requests, of them")
    say(f"{len(fonts)} fonts ({font_kilobytes:.0f} kB), {len(elsewhere)} to other sites.")
    report.goal("Bytes under gzip, fonts apart", kilobytes, GOAL_KB, unit=" kB")
    report.goal("Requests", len(loaded), GOAL_REQUESTS)


def _size(response: Response) -> int:
    """Bytes over the line; what came uncompressed and is text, as a proxy would compress it."""
    sizes = response.request.sizes()
    body: int = sizes["responseBodySize"]
    if "html" in response.headers.get("content-type", "") and (
        "content-encoding" not in response.headers
    ):
        body = len(gzip.compress(response.body(), 6))
    return body + int(sizes["responseHeadersSize"])

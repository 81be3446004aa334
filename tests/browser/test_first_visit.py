"""What a first visit costs somebody on a slow line."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import Visits

MOST_REQUESTS = 25
MOST_BYTES = 200_000  # gzip, fonts apart


def weight(answer: Response) -> int:
    """Bytes of the body as they go over the line."""
    sizes = answer.request.sizes()
    on_the_line = sizes["responseBodySize"]
    if answer.headers.get("content-encoding"):
        return on_the_line
    # A page comes bare from the server; the proxy in front of it compresses.
    return min(on_the_line, len(gzip.compress(answer.body())))


@pytest.mark.parametrize("path", ["/", "/facilities/", "/facilities/moran/", "/accounts/login/"])
def test_first_visit_is_light(visit: Visits, path: str) -> None:
    here = visit()
    here.go(path)
    here.page.wait_for_load_state("networkidle")
    assert len(here.answers) < MOST_REQUESTS
    heavy = [answer for answer in here.answers if answer.request.resource_type != "font"]
    total = sum(weight(answer) for answer in heavy)
    assert total < MOST_BYTES, f"{total:,} bytes"
    assert not [answer.url for answer in heavy if ".html" not in answer.url and is_bare(answer)]


def is_bare(answer: Response) -> bool:
    """A style sheet or script that was not sent compressed."""
    kind = answer.headers.get("content-type", "")
    return kind.startswith(("text/css", "text/javascript")) and (
        "content-encoding" not in answer.headers
    )

"""One page: its bytes, its load, and its queries and milliseconds in the server."""

import gzip
import time
from dataclasses import dataclass
from http.client import HTTPConnection

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import clients, report
from bench.server import Server

WARM_UP = 48  # requests a page, so that both workers have done what they do only once
TIMES = 60  # requests in this process, for the median


@dataclass(frozen=True, slots=True)
class Page:
    """A page with who asks for it."""

    name: str
    path: str
    headers: dict[str, str]


def warm_up(server: Server, page: Page) -> None:
    """Let both workers do what they do only once."""
    once = clients.request(server.port, page.path, headers=page.headers)
    clients.send_all(server.port, [once] * WARM_UP, 8)


def loaded(server: Server, page: Page, connections: int, seconds: int) -> clients.Load:
    """The page alone, again and again; ends the command when a request failed."""
    url = server.url + page.path
    got = clients.wrk(url, connections, seconds, headers=page.headers)
    if got.failed:
        raise SystemExit(f"{page.name}: {got.failed} requests failed")
    return got


def sizes(server: Server, page: Page) -> tuple[str, str]:
    """Bytes of the page as it is, and under gzip as a proxy makes it."""
    line = HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.request("GET", page.path, headers=page.headers)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 200:
        raise SystemExit(f"{page.name}: {answer.status}")
    return f"{len(body):,}", f"{len(gzip.compress(body, 6)):,}"


def inside(page: Page) -> tuple[str, str, str, str]:
    """Queries and milliseconds in a server process: as it goes on, and with nothing kept."""
    warm_queries, warm, cold_queries, cold = inside_figures(page)
    return f"{warm_queries}", f"{warm * 1000:.1f}", f"{cold_queries}", f"{cold * 1000:.1f}"


def inside_figures(page: Page) -> tuple[int, float, int, float]:
    """Queries and seconds in a server process: as it goes on, and with nothing kept."""
    warm, warm_queries = timed(page, fresh=False)
    cold, cold_queries = timed(page, fresh=True)
    return warm_queries, warm, cold_queries, cold


def timed(page: Page, *, fresh: bool) -> tuple[float, int]:
    """Median seconds from request to answer in this process, and the number of queries."""
    client = Client(headers={"host": "127.0.0.1", "cookie": page.headers.get("Cookie", "")})
    client.get(page.path)
    seconds = []
    for _ in range(TIMES):
        if fresh:
            forget()
        began = time.perf_counter()
        client.get(page.path)
        seconds.append(time.perf_counter() - began)
    if fresh:
        forget()
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    return report.median(seconds), len(captured)


def forget() -> None:
    """Let go of every rendered part, as at the start of a process."""
    for cache in caches.all(initialized_only=True):
        cache.clear()

"""The pages of sessions: the same queries and the same time in an empty house and in a full one.

The day page is the search with its sessions, the week page that of the hall. The house is empty
first: sessions ahead, and not one booking. Then a year of sessions and as many bookings as asked
for are added, and the same pages are measured again.
"""

import datetime as dt
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass

from bench import clients, load, people, report, sessions
from bench.page import Page, inside_figures, loaded, sizes, warm_up
from bench.server import Server, bare, ours
from bin.report import say, step
from lib import clock

PLACES = 40  # of a session: more than the loaded bookings take
DAYS_AHEAD = 7
NOISE = 1.3  # times as long: so much one measurement differs from the next


@dataclass(frozen=True, slots=True)
class Figures:
    """One page at one size."""

    ratio: float  # bare views
    queries: int
    seconds: float
    cold_queries: int
    cold_seconds: float


def measure(options: Namespace) -> int:
    """Print the figures for each number of bookings; 1 when it changed the number of queries."""
    load.furnish()
    sessions.furnish(PLACES)
    sizes_measured: list[dict[str, Figures]] = []
    for number in options.sessions:
        if number:
            with step(f"Loading a year of sessions with {number:,} bookings"):
                sessions.grow(number)
        with bare() as floor, ours() as server:
            if not sizes_measured:
                report.headline("The pages of sessions")
            sizes_measured.append(one_size(server, floor, options, all_pages()))
            say(f"{load.rows():,} bookings in {sessions.number():,} sessions")
    return compare(sizes_measured)


def all_pages() -> list[Page]:
    """What is measured."""
    headers = people.signed_in(0, 1)[0].headers
    day = clock.today() + dt.timedelta(days=DAYS_AHEAD)
    searched, week = f"/facilities/?date={day}", f"/facilities/{sessions.SLUG}/?week={day}"
    return [
        Page("day", searched, {}),
        Page("day, signed in", searched, headers),
        Page("week", week, {}),
        Page("week, signed in", week, headers),
    ]


def one_size(
    server: Server, floor: Server, options: Namespace, pages: Sequence[Page]
) -> dict[str, Figures]:
    """The table for what is there now."""
    ratios: dict[str, list[float]] = {page.name: [] for page in pages}
    loads: dict[str, clients.Load] = {}
    for page in pages:
        warm_up(server, page)
    for _ in range(options.rounds):
        view = clients.wrk(floor.url, options.connections, options.seconds).rate
        for page in pages:
            got = loaded(server, page, options.connections, options.seconds)
            loads[page.name] = got
            ratios[page.name].append(view / got.rate)
    figures = {
        page.name: Figures(report.median(ratios[page.name]), *inside_figures(page))
        for page in pages
    }
    say()
    report.table(
        ("page", "requests/s", "bare : page", "p50 ms", "p99 ms", "bytes", "gzip", "queries",
         "in the server ms", "nothing kept: queries", "ms"),
        [
            [
                page.name,
                f"{loads[page.name].rate:,.0f}",
                f"{figures[page.name].ratio:.1f}",
                report.milliseconds(loads[page.name].p50),
                report.milliseconds(loads[page.name].p99),
                *sizes(server, page),
                figures[page.name].queries,
                report.milliseconds(figures[page.name].seconds),
                figures[page.name].cold_queries,
                report.milliseconds(figures[page.name].cold_seconds),
            ]
            for page in pages
        ],
    )  # fmt: skip
    return figures


def compare(by_size: Sequence[dict[str, Figures]]) -> int:
    """Each page at the last size against the first."""
    empty, full, code = by_size[0], by_size[-1], 0
    say()
    for name in empty:
        was, now = empty[name], full[name]
        same = (was.queries, was.cold_queries) == (now.queries, now.cold_queries)
        code = code if same else 1
        say(
            f"{name}: {was.queries} and {now.queries} queries, with nothing kept "
            f"{was.cold_queries} and {now.cold_queries}: {'the same' if same else 'NOT the same'}"
        )
        for what, before, after in (
            ("in the server", was.seconds, now.seconds),
            ("with nothing kept", was.cold_seconds, now.cold_seconds),
        ):
            report.goal(f"{name}, {what}, full over empty", after / before, NOISE)
    return code

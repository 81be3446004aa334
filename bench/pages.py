"""The pages: requests a second, bytes, queries and time in the server, as the table grows.

In each round the bare view, then each page, for some seconds; a page's ratio is to the bare view
of its round, the figures are medians. The week is the same week, with the same bookings in it,
whether 1,000 bookings are in the table or 1,000,000.
"""

import datetime as dt
import time
from argparse import Namespace

from django.db import transaction
from django.test import Client

from bench import application_pages, clients, load, people, report, session_pages
from bench.first_visit import first_visit
from bench.page import Page, inside, loaded, sizes, timed, warm_up
from bench.server import Server, bare, ours
from bin.report import say, step
from facilities import occupancy
from facilities.catalogue import catalogue
from lib import clock
from lib.spans import QUARTER, Span

NIGHT_QUARTERS = 32  # of the searched day, from midnight on, that nobody has booked
DIFFERENT = 400  # addresses of the row "other weeks"
GOAL_SEARCH_MS = 10
GOALS = {"week": 15, "week, signed in": 30}


def measure(options: Namespace) -> int:
    """Print the figures for each size."""
    if options.sessions:
        return session_pages.measure(options)
    if options.applications:
        return application_pages.measure(options)
    load.furnish()
    worst: list[tuple[str, float]] = []
    for number in options.rows:
        with step(f"Loading {number:,} bookings"):
            load.grow(number)
        with bare() as floor, ours() as server:
            if number == options.rows[0]:
                report.headline("The pages")
            worst += one_size(server, floor, options)
    for name, limit in GOALS.items():
        ratio = max(ratio for page, ratio in worst if page == name)
        report.goal(f"Bare views for one page ({name}), at the worst size", ratio, limit)
    with ours() as server:
        first_visit(f"{server.url}{week_path()}")
    return 0


def week_path() -> str:
    """The week after this one of the shown room: booked to a half at every size."""
    return f"/facilities/{load.SHOWN}/?week={clock.today() + dt.timedelta(days=7)}"


def all_pages() -> list[Page]:
    """What is measured."""
    headers = people.signed_in(0, 1)[0].headers
    day = load.last_filled_day() - dt.timedelta(days=1)
    search = f"/facilities/?date={day}&start=10:00&minutes=60&people=5"
    return [
        Page("week", week_path(), {}),
        Page("week, signed in", week_path(), headers),
        Page("list", "/facilities/", {}),
        Page("list, signed in", "/facilities/", headers),
        Page("search", search, {}),
        Page("search, signed in", search, headers),
    ]


def one_size(server: Server, floor: Server, options: Namespace) -> list[tuple[str, float]]:
    """The table for the number of bookings that are there now; each page with its ratio."""
    pages = all_pages()
    rates: dict[str, list[float]] = {page.name: [] for page in pages}
    ratios: dict[str, list[float]] = {page.name: [] for page in pages}
    loads: dict[str, clients.Load] = {}
    floors = []
    weeks = other_weeks()
    for page in pages:
        warm_up(server, page)
    for _ in range(options.rounds):
        view = clients.wrk(floor.url, options.connections, options.seconds).rate
        floors.append(view)
        for page in pages:
            got = loaded(server, page, options.connections, options.seconds)
            loads[page.name] = got
            rates[page.name].append(got.rate)
            ratios[page.name].append(view / got.rate)
    different = clients.wrk(server.url, options.connections, options.seconds, script=weeks)
    say(
        f"\n{load.rows():,} bookings; {options.connections} connections; "
        f"bare view {report.median(floors):,.0f} requests a second"
    )
    report.table(
        ("page", "requests/s", "bare : page", "p50 ms", "p99 ms", "bytes", "gzip", "queries",
         "in the server ms", "nothing kept: queries", "ms"),
        [
            [
                page.name,
                f"{report.median(rates[page.name]):,.0f}",
                f"{report.median(ratios[page.name]):.1f}",
                report.milliseconds(loads[page.name].p50),
                report.milliseconds(loads[page.name].p99),
                *sizes(server, page),
                *inside(page),
            ]
            for page in pages
        ],
    )  # fmt: skip
    say(
        f"{DIFFERENT} different weeks and rooms in turn: {different.rate:,.0f} requests a second, "
        f"{report.median(floors) / different.rate:.1f} bare views each."
    )
    searched = next(page for page in pages if page.name == "search")
    seconds, _ = timed(searched, fresh=False)
    report.goal("Search, in the server", seconds * 1000, GOAL_SEARCH_MS, unit=" ms")
    report.goal(
        "Search, each time after a booking in one room",
        after_a_booking(searched) * 1000,
        GOAL_SEARCH_MS,
        unit=" ms",
    )
    return [(name, report.median(figures)) for name, figures in ratios.items()]


def other_weeks() -> str:
    """A script for wrk that asks for another week of another room each time."""
    monday = clock.today()
    paths = [
        f"/facilities/bench-{1 + number % load.ROOMS:02}/"
        f"?week={monday + dt.timedelta(days=7 * (number // load.ROOMS))}"
        for number in range(DIFFERENT)
    ]
    listed = ", ".join(f'"{path}"' for path in paths)
    return (
        f"local paths, n = {{{listed}}}, 0\n"
        "request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end"
    )


def after_a_booking(page: Page) -> float:
    """Median seconds when a room of the searched day was taken since the last answer."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(page.path)
    space_ids = next(
        item.space_ids for item in catalogue().listings if item.facility.slug == load.SHOWN
    )
    night = clock.seoul(load.last_filled_day() - dt.timedelta(days=1), dt.time.min)
    seconds, taken = [], []
    for number in range(NIGHT_QUARTERS):
        starts_at = night + number * QUARTER
        with transaction.atomic():
            taken += occupancy.take(
                [occupancy.Want(space_ids, Span(starts_at, starts_at + QUARTER))]
            )
        began = time.perf_counter()
        client.get(page.path)
        seconds.append(time.perf_counter() - began)
    occupancy.release([one.pk for one in taken])
    return report.median(seconds)

"""Bookings a second over HTTP, by many clients on different slots, against the two floors.

In each round, one after the other: the bare view, the bare insert, the bookings. The bookings come
from our own client, each by another person for another hour; wrk makes the load on the floors, so
that nothing holds them back. Our client's own ceiling is measured too: it must be far above what
it measures.
"""

from argparse import Namespace
from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import clients, load, people, report
from bench.server import Server, bare, ours
from bin.report import say, step

POST = 'wrk.method = "POST"'
WARM_UP = 64
ALONE = 200  # bookings of one client with nobody beside
CEILING = 4000  # requests of our own client to the bare view
GOAL = 55
GOAL_MEGABYTES = 160


def measure(options: Namespace) -> int:
    """Print the figures; 1 when a booking failed."""
    with step(f"Loading {options.rows:,} bookings"):
        load.furnish()
        load.grow(options.rows)
    wanted = options.rounds * options.bookings + WARM_UP + ALONE + 1
    with step("Signing everybody in"):
        browsers = people.signed_in(0, wanted)
        pairs = list(zip(browsers, people.free_places(1, wanted), strict=True))
    with bare() as floor, ours() as server:
        report.headline("Bookings on different slots")
        say(f"{options.clients} clients, {load.rows():,} bookings there before.")
        book(server, take(pairs, WARM_UP), options.clients)
        rounds = [
            (
                clients.wrk(floor.url, options.clients, options.seconds).rate,
                clients.wrk(
                    f"{floor.url}/insert", options.clients, options.seconds, script=POST
                ).rate,
                *book(server, take(pairs, options.bookings), options.clients),
            )
            for _ in range(options.rounds)
        ]
        alone = book(server, take(pairs, ALONE), 1)
        plain = [clients.request(floor.port, "/")] * CEILING
        ceiling = CEILING / clients.send_all(floor.port, plain, options.clients)[1]
        conclude(rounds, alone, ceiling)
        say(f"Statements a booking: {statements(*pairs[0])}.")
        report.goal("Peak memory of a worker", server.peak_megabytes(), GOAL_MEGABYTES, unit=" MB")
    return 0 if load.overlaps() == 0 else 1


Pair = tuple[people.Browser, people.Place]
Booked = tuple[float, float, float]  # a second, p50, p99


def take(pairs: list[Pair], number: int) -> list[Pair]:
    """The next of those who have not booked yet."""
    taken, pairs[:] = pairs[:number], pairs[number:]
    return taken


def book(server: Server, pairs: Sequence[Pair], at_a_time: int) -> Booked:
    """Let each book; ends the command when one of them could not."""
    requests = [people.booking(server.port, *pair) for pair in pairs]
    answers, took = clients.send_all(server.port, requests, at_a_time)
    wrong = [answer.status for answer in answers if answer.status != 302]
    if wrong:
        raise SystemExit(f"{len(wrong)} of {len(answers)} could not book: {set(wrong)}")
    seconds = [answer.seconds for answer in answers]
    return len(answers) / took, report.percentile(seconds, 50), report.percentile(seconds, 99)


def conclude(rounds: Sequence[tuple[float, ...]], alone: Booked, ceiling: float) -> None:
    """The rounds, their medians, and the ratios."""
    names = ("bare view /s", "bare insert /s", "bookings /s", "p50 ms", "p99 ms", "bare : booking")

    def cells(figures: Sequence[float]) -> list[str]:
        view, insert, booked, p50, p99 = figures
        times = (report.milliseconds(p50), report.milliseconds(p99))
        return [f"{view:,.0f}", f"{insert:,.0f}", f"{booked:.0f}", *times, f"{view / booked:.1f}"]

    middle = [report.median(column) for column in zip(*rounds, strict=True)]
    report.table(
        ("round", *names),
        [
            *((str(number), *cells(figures)) for number, figures in enumerate(rounds, 1)),
            ("median", *cells(middle)),
        ],
    )
    say(f"\nOne committed insert costs as much as {middle[0] / middle[1]:.1f} bare views.")
    say(
        f"One client alone: {alone[0]:.0f} bookings a second, "
        f"p50 {report.milliseconds(alone[1])} ms, p99 {report.milliseconds(alone[2])} ms."
    )
    say(f"Our own client reaches {ceiling:,.0f} a second at the bare view, so it holds nothing up.")
    report.goal("Bare views for one booking", middle[0] / middle[2], GOAL)


def statements(browser: people.Browser, place: people.Place) -> str:
    """How many SQL statements a booking takes, counted in this process."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = browser.session
    path, body = f"/facilities/{place.slug}/book/", people.form(browser, place)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.post(path, body, content_type="application/x-www-form-urlencoded")
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    frame = sum(word in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"} for word in words)
    return f"{len(words) - frame}, and {frame} that begin and end transactions"

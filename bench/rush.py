"""The opening rush: many people want few slots at the same moment.

Every person is signed in and has the form filled in. All requests are made before the clock runs;
so many connections as asked for are open, each takes the next request as soon as it has its answer.
Odd runs are shuffled; in even runs the rivals of each slot arrive together. Each run has people
and a day of its own, and is preceded and followed by the bare view under as many connections.
"""

import random
from argparse import Namespace
from dataclasses import dataclass

from bench import clients, load, people, report
from bench.server import Server, bare, ours
from bin.report import say, step
from bookings.models import Booking

WARM_UP = 48
BARE_SECONDS = 2
GOAL = 70  # times the median of the bare view


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one rush."""

    order: str
    booked: int  # answers that said so
    refused: int
    errors: int  # 5xx and broken lines
    other: int
    rows: int  # bookings that the rush left in the database
    lost: int  # confirmed, and not there
    overlaps: int
    p50: float
    p99: float
    bare_p50: float

    @property
    def is_right(self) -> bool:
        return not (self.errors or self.other or self.lost or self.overlaps)


def measure(options: Namespace) -> int:
    """Print the figures; 1 when anything but the speed was not as it must be."""
    with step(f"Loading {options.rows:,} bookings"):
        load.furnish()
        load.grow(options.rows)
    with bare() as floor, ours() as server:
        report.headline("The opening rush")
        say(
            f"{options.people} people, {options.slots} slots, {options.at_a_time} at a time, "
            f"{load.rows():,} bookings there before."
        )
        warm_up(server, options)
        runs = []
        for number in range(options.runs):
            runs.append(one_run(server, floor, options, number))
            show(runs[-1], number)
        return conclude(runs, options)


def warm_up(server: Server, options: Namespace) -> None:
    """Let both workers do what they do only once; on days that no run uses."""
    browsers = people.signed_in(options.runs * options.people, WARM_UP)
    places = people.free_places(options.runs + 1, WARM_UP // 2) * 2
    clients.send_all(server.port, people.bookings(server.port, browsers, places), 16)


def one_run(server: Server, floor: Server, options: Namespace, number: int) -> Run:
    """The bare view, the rush, the bare view; then the database is asked what really happened."""
    browsers = people.signed_in(number * options.people, options.people)
    places = people.free_places(number + 1, options.slots)
    wanted = [places[rival * options.slots // options.people] for rival in range(options.people)]
    order = "grouped" if number % 2 else "shuffled"
    if order == "shuffled":
        random.Random(number).shuffle(wanted)
    requests = people.bookings(server.port, browsers, wanted)
    newest = Booking.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before = clients.wrk(floor.url, options.at_a_time, BARE_SECONDS)
    answers, _took = clients.send_all(server.port, requests, options.at_a_time)
    after = clients.wrk(floor.url, options.at_a_time, BARE_SECONDS)
    confirmed = {answer.location.split("/")[-2] for answer in answers if answer.status == 302}
    there = Booking.objects.filter(reference__in=confirmed).count()
    seconds = [answer.seconds for answer in answers]
    return Run(
        order=order,
        booked=len(confirmed),
        refused=sum(answer.status == 409 for answer in answers),
        errors=sum(answer.status >= 500 or answer.status == 0 for answer in answers),
        other=sum(answer.status not in {302, 409, 0} and answer.status < 500 for answer in answers),
        rows=load.made_since(newest),
        lost=len(confirmed) - there,
        overlaps=load.overlaps(),
        p50=report.percentile(seconds, 50),
        p99=report.percentile(seconds, 99),
        bare_p50=report.median([before.p50, after.p50]),
    )


def show(run: Run, number: int) -> None:
    """One line for each run, as it ends."""
    say(
        f"run {number + 1:2} {run.order:8}  booked {run.booked} ({run.rows} in the database, "
        f"{run.lost} lost), refused {run.refused}, double-booked {run.overlaps}, "
        f"5xx {run.errors}, other {run.other}; p50 {report.milliseconds(run.p50)} ms, "
        f"p99 {report.milliseconds(run.p99)} ms; bare p50 {report.milliseconds(run.bare_p50)} ms, "
        f"ratio {run.p99 / run.bare_p50:.0f}"
    )


def conclude(runs: list[Run], options: Namespace) -> int:
    """The medians, the goal, and whether each run was right."""
    wanted = min(options.slots, options.people)
    right = sum(run.is_right and run.booked == run.rows == wanted for run in runs)
    p99, floor = (
        report.median([run.p99 for run in runs]),
        report.median([run.bare_p50 for run in runs]),
    )
    say(f"\nExactly {wanted} booked, none doubled, none lost, no 5xx: {right} of {len(runs)} runs.")
    say(
        f"Medians: p50 {report.milliseconds(report.median([run.p50 for run in runs]))} ms, "
        f"p99 {report.milliseconds(p99)} ms, bare view p50 {report.milliseconds(floor)} ms "
        f"under {options.at_a_time} connections."
    )
    report.goal("p99 over the median of the bare view", p99 / floor, GOAL)
    return 0 if right == len(runs) else 1

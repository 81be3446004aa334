"""A rush on one session: many people want few places, while others cancel and accept.

Everybody is signed in and has the form filled in; all press at the same moment, parties of one to
four, some of them twice. Odd runs begin with an empty session. In even runs it is full and has a
queue: those who have places cancel, at random moments of the rush, and the queue moves while the
others press. In every run who gets places may cancel, who is refused may join the queue or leave
it, and who is offered places accepts, declines or does not answer, until nobody has anything left
to do. Meanwhile one statement counts the places over and over; afterwards SQL tells whether every
word was kept. Each run has people and a day of its own.
"""

import random
from argparse import Namespace
from dataclasses import dataclass

from bench import clients, load, people, report, sessions, word
from bench.crowd import Crowd, Do, Press, new_press, tempers
from bench.server import Server, bare, ours
from bin.report import Stop, say, step
from facilities.models import Session

WARM_UP = 48
BEFORE = 40  # people who have places or wait when an even run begins
BARE_SECONDS = 2
DAYS = sessions.WEEKS_AHEAD.days


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one rush."""

    begins: str
    crowd: Crowd
    end: word.Places
    watch: word.Watch
    broken: list[str]
    p50: float  # of the presses that all came at once
    p99: float
    rest_p99: float  # of what followed from them
    requests: int
    bare_p50: float

    @property
    def is_right(self) -> bool:
        return not (self.crowd.errors or self.broken or self.watch.wrong)


def measure(options: Namespace) -> int:
    """Print the figures; 1 when a word was not kept."""
    if not 1 <= options.runs <= DAYS - 2:
        raise Stop(f"--runs: from 1 to {DAYS - 2}")
    with step(f"Loading {options.rows:,} bookings"):
        load.furnish()
        load.grow(options.rows)
        sessions.furnish(options.places)
    with bare() as floor, ours() as server:
        report.headline("A rush on one session")
        say(
            f"{options.people} people in parties of 1 to {sessions.LARGEST_PARTY}, "
            f"{options.places} places, {options.at_a_time} at a time, "
            f"{load.rows():,} bookings there before."
        )
        warm_up(server, options)
        runs = []
        for number in range(options.runs):
            runs.append(one_run(server, floor, options, number))
            show(runs[-1], number)
        return conclude(runs, options)


def warm_up(server: Server, options: Namespace) -> None:
    """Let both workers do what they do only once; on a day that no run uses."""
    crowd = a_crowd(server, sessions.session_on(DAYS - 1), options.runs, options, WARM_UP)
    crowd.meet(crowd.opening(range(WARM_UP)), 16)


def a_crowd(server: Server, session: Session, number: int, options: Namespace, size: int) -> Crowd:
    """So many people, none of whom is in another run."""
    browsers = people.signed_in(number * (options.people + BEFORE), size)
    return Crowd(server.port, session, browsers, tempers(size, number, sessions.LARGEST_PARTY))


def one_run(server: Server, floor: Server, options: Namespace, number: int) -> Run:
    """The bare view, the rush, the bare view; then the database is asked what really happened."""
    session = sessions.session_on(number + 1)
    crowd = a_crowd(server, session, number, options, options.people + BEFORE)
    first = crowd.opening(range(options.people))
    if number % 2:
        first += fill(crowd, range(options.people, options.people + BEFORE))
    random.Random(number).shuffle(first)
    before = clients.wrk(floor.url, options.at_a_time, BARE_SECONDS)
    with word.watched(session) as watch:
        answers = crowd.meet(first, options.at_a_time)
    after = clients.wrk(floor.url, options.at_a_time, BARE_SECONDS)
    seconds = [answer.seconds for press, answer in answers[: len(first)] if press.do == Do.BOOK]
    return Run(
        begins="queued" if number % 2 else "empty",
        crowd=crowd,
        end=word.places(session),
        watch=watch,
        broken=word.broken(crowd),
        p50=report.percentile(seconds, 50),
        p99=report.percentile(seconds, 99),
        rest_p99=report.percentile([one.seconds for _press, one in answers[len(first) :]], 99),
        requests=len(answers),
        bare_p50=report.median([before.p50, after.p50]),
    )


def fill(crowd: Crowd, who: range) -> list[Press]:
    """Let these take the places and the rest of them wait; what the first will press: cancel."""
    crowd.calm = True
    crowd.meet(crowd.opening(who), 4)
    crowd.meet(
        [new_press(Do.WAIT, one) for one in who if one not in crowd.told[Do.BOOK].values()], 4
    )
    crowd.calm = False
    return [Press(Do.CANCEL, one, reference) for reference, one in crowd.told[Do.BOOK].items()]


def show(run: Run, number: int) -> None:
    """A line or two for each run, as it ends; and whatever does not hold."""
    told = {do: len(references) for do, references in run.crowd.told.items()}
    end = run.end
    say(
        f"run {number + 1:2} {run.begins:6}  {run.requests} presses: booked {told[Do.BOOK]}, "
        f"cancelled {told[Do.CANCEL]}, joined the queue {told[Do.WAIT]}, left it "
        f"{told[Do.LEAVE]}, accepted {told[Do.ACCEPT]}, declined {told[Do.DECLINE]}, "
        f"refused {run.crowd.refused.total()}, 5xx {run.crowd.errors}; "
        f"p50 {report.milliseconds(run.p50)} ms, p99 {report.milliseconds(run.p99)} ms, "
        f"of what followed {report.milliseconds(run.rest_p99)} ms; "
        f"bare p50 {report.milliseconds(run.bare_p50)} ms, ratio {run.p99 / run.bare_p50:.0f}"
    )
    say(
        f"       at the end {end.taken} of {end.places} places taken: {end.visits} of visits, "
        f"{end.offers} of open offers; {end.waiting} parties wait. "
        f"Counted {run.watch.looks} times meanwhile, at most {run.watch.most} taken."
    )
    for what in [*run.broken, *run.watch.wrong]:
        say(f"       NOT RIGHT: {what}")


def conclude(runs: list[Run], options: Namespace) -> int:
    """The medians, and whether each run was right."""
    right = sum(run.is_right for run in runs)
    p99, floor = (
        report.median([run.p99 for run in runs]),
        report.median([run.bare_p50 for run in runs]),
    )
    say(
        f"\nNever more than {options.places} taken, no party split, every word kept, no 5xx: "
        f"{right} of {len(runs)} runs."
    )
    say(
        f"Medians: p50 {report.milliseconds(report.median([run.p50 for run in runs]))} ms, "
        f"p99 {report.milliseconds(p99)} ms, bare view p50 {report.milliseconds(floor)} ms "
        f"under {options.at_a_time} connections: p99 over the bare view {p99 / floor:.1f}."
    )
    return 0 if right == len(runs) else 1

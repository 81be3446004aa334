"""Real threads with connections of their own, and the place where they wait for each other."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import pytest
from django.db import connections

from lib.refusal import Refused

P = ParamSpec("P")
T = TypeVar("T")

# How long one waits for rivals that cannot come, because the guard makes them queue.
PATIENCE = 0.4  # seconds
LONGEST = 30  # seconds, for everything together: who is still busy then hangs


class Meeting:
    """Where each of so many threads waits, once, until all have come or patience is over."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.came: set[int] = set()
        self.all_came = threading.Condition()

    def wait(self) -> None:
        """Come, and wait for the others. Whoever was here before goes straight through."""
        me = threading.get_ident()
        with self.all_came:
            if me in self.came:
                return
            self.came.add(me)
            self.all_came.notify_all()
            self.all_came.wait_for(lambda: len(self.came) >= self.number, PATIENCE)

    def before(self, action: Callable[P, T]) -> Callable[P, T]:
        """The action, which everybody begins together."""

        def together(*args: P.args, **kwargs: P.kwargs) -> T:
            self.wait()
            return action(*args, **kwargs)

        return together

    def after(self, look: Callable[P, T]) -> Callable[P, T]:
        """The look, after which everybody goes on together: all have looked, none has acted."""

        def looked(*args: P.args, **kwargs: P.kwargs) -> T:
            seen = look(*args, **kwargs)
            self.wait()
            return seen

        return looked


def at_once(*jobs: Callable[[], T]) -> list[T | Exception]:
    """Run every job in a thread of its own at the same moment: what it gave, or what it raised."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T | Exception:
        try:
            start.wait(LONGEST)
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        return [future.result(LONGEST) for future in futures]


def made(outcomes: list[Any]) -> list[Any]:
    """What was booked. Anything raised but a refusal is a fault, and is raised here."""
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, Refused):
            raise outcome
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]


def refusals(outcomes: list[Any]) -> list[str]:
    """The codes of the refusals, sorted."""
    return sorted(outcome.refusal.code for outcome in outcomes if isinstance(outcome, Refused))


@contextmanager
def pausing(target: Any, name: str, wrap: Callable[[Any], Any]) -> Iterator[None]:
    """Put a meeting around a function of the verbs while the threads run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, wrap(getattr(target, name)))
        yield

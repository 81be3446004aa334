"""Doing something again and again in a thread of its own, through the absences of its servers."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from notices.post import PostOfficeClosed

logger = logging.getLogger(__name__)

FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 60.0

AWAY = (OperationalError, InterfaceError)


class Rounds(Thread):
    """Calls `step` each `every` seconds until `stop` is set, and never dies of an error.

    `step` returns whether there is more to do at once. A server that is away costs a line in the
    log for each longer wait, and a line when it is back.
    """

    def __init__(self, name: str, step: Callable[[], bool], every: float, stop: Event) -> None:
        # Daemon: a step that hangs in the network does not keep the process from ending.
        super().__init__(name=name, daemon=True)
        self.step, self.every, self.stop = step, every, stop
        self.wait = 0.0  # seconds of the last wait after an error; 0 when all is well

    def run(self) -> None:
        """Go round until told to stop."""
        try:
            while not self.stop.is_set():
                self.stop.wait(self.once())
        finally:
            connections.close_all()

    def once(self) -> float:
        """One step; the seconds to rest after it."""
        try:
            close_old_connections()
            more = self.step()
        except PostOfficeClosed as error:
            return self.rest(f"the mail server cannot be reached ({error})", trace=False)
        except AWAY as error:
            return self.rest(f"the database is away ({type(error).__name__})", trace=False)
        except Exception as error:  # a fault of ours: said in full, and the rounds go on
            return self.rest(f"failed with {type(error).__name__}", trace=True)
        if self.wait:
            logger.info("%s: goes on", self.name)
            self.wait = 0.0
        return 0.0 if more else self.every

    def rest(self, what: str, *, trace: bool) -> float:
        """Drop the connection and wait, each time twice as long."""
        connections.close_all()
        if self.wait < LONGEST_WAIT:
            self.wait = min(self.wait * 2 or FIRST_WAIT, LONGEST_WAIT)
            logger.error("%s: %s; next try in %.0f s", self.name, what, self.wait, exc_info=trace)
        return self.wait
